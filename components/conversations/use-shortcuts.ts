'use client'

import { useEffect, useRef } from 'react'

type Shortcuts = Record<string, () => void>

/** What the page answers to at the moment, the innermost part of it last. */
const onPage: { current: Shortcuts }[] = []

/** Keys with Ctrl or Cmd held: `shift+o`, `k`. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts)
  latest.current = shortcuts

  // Keys work wherever the focus is.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return
      const action = latest.current[`${event.shiftKey ? 'shift+' : ''}${event.key.toLowerCase()}`]
      if (!action) return
      event.preventDefault()
      action()
    }
    onPage.push(latest)
    window.addEventListener('keydown', onKeyDown)
    return () => {
      onPage.splice(onPage.indexOf(latest), 1)
      window.removeEventListener('keydown', onKeyDown)
    }
  }, [])
}

/** What a shortcut does on this page; `undefined` where it does nothing. */
export function shortcutAction(keys: string): (() => void) | undefined {
  return onPage.findLast(({ current }) => current[keys])?.current[keys]
}

/** `shift+o` as this platform writes it. */
export function keysText(keys: string): string {
  const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent)
  const names = keys.split('+').map(key => (key === 'shift' ? (isApple ? '⇧' : 'Shift') : key.length === 1 ? key.toUpperCase() : key))
  return isApple ? `⌘${names.join('')}` : ['Ctrl', ...names].join('+')
}
