'use client'

import { useEffect, useRef, useState } from 'react'
import { TextAreaField } from '../ui/field.tsx'

interface NotesFieldProps {
  notes: string
  /** Whether it was saved. */
  onSave: (notes: string) => Promise<boolean>
}

/** Typing rests for this long before it is saved. */
const restMs = 600
const maxLength = 20_000

/** What somebody thinks of the answers; saved by itself. */
export function NotesField({ notes, onSave }: NotesFieldProps) {
  const [text, setText] = useState(notes)
  const [saved, setSaved] = useState<boolean | null>(null)
  const waiting = useRef<{ timer: ReturnType<typeof setTimeout>; save: () => void } | null>(null)

  // Leaving the page does not wait for the rest.
  useEffect(() => () => waiting.current?.save(), [])

  const change = (next: string) => {
    setText(next)
    setSaved(null)
    if (waiting.current) clearTimeout(waiting.current.timer)
    const save = () => {
      waiting.current = null
      void onSave(next).then(setSaved)
    }
    waiting.current = { timer: setTimeout(save, restMs), save }
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
