'use client'

import { Button } from '../ui/button.tsx'
import type { EditedQuestion } from './use-edited-question.ts'

/** Above the field: that a question is asked anew. */
export function EditBar({ question, onSave, onCancel }: { question: EditedQuestion; onSave: () => void; onCancel: () => void }) {
  return (
    <div className="mb-2 flex min-h-8 items-center justify-between gap-3 pl-4">
      <p role="status" className="min-w-0 truncate text-ink-2 text-ui">
        Editing question {question.ordinal}
      </p>
      <span className="flex shrink-0 gap-1">
        <Button variant="ghost" title="Keep it beside the other one, without an answer" onClick={onSave}>
          Save
        </Button>
        <Button variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
      </span>
    </div>
  )
}
