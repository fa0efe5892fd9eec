'use client'

import { type RefObject, useEffect, useRef } from 'react'

type OnKey = (key: string, field: HTMLTextAreaElement) => boolean

/** Hears the field's plain keys before the field does, which is React's: true keeps one from it. */
export function useFieldKeys(field: RefObject<HTMLTextAreaElement | null>, onKey: OnKey): void {
  const latest = useRef(onKey)
  latest.current = onKey

  // The field is another component's, which listens at React's root: here its keys can be kept from it.
  useEffect(() => {
    const { current } = field
    if (!current) return
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing || event.keyCode === 229 || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return
      if (!latest.current(event.key, current)) return
      event.preventDefault()
      event.stopPropagation()
    }
    current.addEventListener('keydown', onKeyDown)
    return () => current.removeEventListener('keydown', onKeyDown)
  }, [field])
}
