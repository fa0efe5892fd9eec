'use client'

import { useEffect, useRef, useState } from 'react'
import { TextAreaField } from '../ui/field.tsx'

interface NotesFieldProps {
  notes: string
  /** Whether it was saved. */
  onSave: (notes: string, options: { leaving: boolean }) => Promise<boolean>
}

/** Typing rests for this long before it is saved. */
const restMs = 600
const maxLength = 20_000

/** What somebody thinks of the answers; saved by itself. */
export function NotesField({ notes, onSave }: NotesFieldProps) {
  const [text, setText] = useState(notes)
  const [known, setKnown] = useState(notes)
  const [unsaved, setUnsaved] = useState(false)
  const [saved, setSaved] = useState<boolean | null>(null)
  const waiting = useRef<{ timer: ReturnType<typeof setTimeout>; save: (leaving: boolean) => Promise<void> } | null>(null)
  const saving = useRef(Promise.resolve())
  const newest = useRef(notes)

  // What another tab has saved is shown, unless something here would be lost by it.
  if (notes !== known) {
    setKnown(notes)
    if (!unsaved) setText(notes)
  }

  // Leaving the page does not wait for the rest.
  useEffect(() => {
    const leave = () => void waiting.current?.save(true)
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
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
  return (
    <section aria-label="Notes" className="max-w-form">
      <TextAreaField label="Notes" value={text} maxLength={maxLength} onChange={event => change(event.target.value)} />
      <p role="status" className="mt-1 min-h-4.5 text-ink-3 text-note">
        {saved === true && 'Saved'}
        {saved === false && 'Not saved. The text is still in the field.'}
      </p>
    </section>
  )
}
