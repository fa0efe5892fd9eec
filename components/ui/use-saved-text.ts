import { type ChangeEvent, useEffect, useRef, useState } from 'react'
import { useEarlyText } from './use-early-text.ts'

/** Whether it was saved. `leaving`: the page may be gone before the answer comes. */
export type SaveText = (text: string, options: { leaving: boolean }) => Promise<boolean>

/** Typing rests for this long before it is saved. */
const restMs = 600

/** A text that is saved by itself, and the field that it is typed into. `saved` is `null` from a letter until it was tried. */
export function useSavedText(stored: string, onSave: SaveText) {
  const [text, setText] = useState(stored)
  const [known, setKnown] = useState(stored)
  const [unsaved, setUnsaved] = useState(false)
  const [saved, setSaved] = useState<boolean | null>(null)
  const waiting = useRef<{ timer: ReturnType<typeof setTimeout>; save: (leaving: boolean) => Promise<void> } | null>(null)
  const saving = useRef(Promise.resolve())
  const newest = useRef(stored)

  // What another tab has saved is shown, unless something here would be lost by it.
  if (stored !== known) {
    setKnown(stored)
    if (!unsaved) setText(stored)
  }

  // Leaving the page does not wait for the rest. A reload has read the next page before this one is hidden, a phone may tell only that.
  useEffect(() => {
    const leave = () => void waiting.current?.save(true)
    for (const event of ['beforeunload', 'pagehide']) window.addEventListener(event, leave)
    return () => {
      for (const event of ['beforeunload', 'pagehide']) window.removeEventListener(event, leave)
      leave()
    }
  }, [])

  const change = (next: string) => {
    setText(next)
    setSaved(null)
    setUnsaved(true)
    newest.current = next
    if (waiting.current) clearTimeout(waiting.current.timer)
    const save = async (leaving: boolean) => {
      if (waiting.current) clearTimeout(waiting.current.timer)
      waiting.current = null
      const done = await onSave(next, { leaving })
      if (newest.current !== next) return
      setSaved(done)
      setUnsaved(!done)
    }
    // One after the other: of two on their way at once the older might come last.
    const saveInTurn = () => {
      saving.current = saving.current.then(() => (newest.current === next ? save(false) : undefined))
    }
    waiting.current = { timer: setTimeout(saveInTurn, restMs), save }
  }
  const ref = useRef<HTMLTextAreaElement>(null)
  useEarlyText(ref, change)
  return { saved, field: { ref, value: text, onChange: (event: ChangeEvent<HTMLTextAreaElement>) => change(event.target.value) } }
}
