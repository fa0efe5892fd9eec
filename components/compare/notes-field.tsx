'use client'

import { TextAreaField } from '../ui/field.tsx'
import { type SaveText, useSavedText } from '../ui/use-saved-text.ts'

interface NotesFieldProps {
  notes: string
  onSave: SaveText
}

const maxLength = 20_000

/** What somebody thinks of the answers; saved by itself. */
export function NotesField({ notes, onSave }: NotesFieldProps) {
  const { saved, field } = useSavedText(notes, onSave)
  return (
    <section aria-label="Notes" className="max-w-form">
      <TextAreaField label="Notes" maxLength={maxLength} {...field} />
      <p role="status" className="mt-1 min-h-4.5 text-ink-3 text-note">
        {saved === true && 'Saved'}
        {saved === false && 'Not saved. The text is still in the field.'}
      </p>
    </section>
  )
}
