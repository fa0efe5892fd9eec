'use client'

import { Button } from '../ui/button.tsx'
import type { EditedQuestion } from './use-edited-question.ts'

/** Above the field: that a question is asked anew, and with which files. */
export function EditBar({ question, onCancel }: { question: EditedQuestion; onCancel: () => void }) {
  const names = question.files.map(file => file.filename ?? 'file').join(', ')
  return (
    <div className="mb-2 flex min-h-8 items-center justify-between gap-3 pl-4">
      <p role="status" className="min-w-0 truncate text-ink-2 text-ui" title={names === '' ? undefined : names}>
        Editing question {question.ordinal}
        {names !== '' && <span className="text-ink-3">, with {names}</span>}
      </p>
      <Button variant="ghost" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  )
}
