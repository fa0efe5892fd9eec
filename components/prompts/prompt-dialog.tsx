'use client'

import { type FormEvent, useState } from 'react'
import { maxPromptName, maxPromptText, type Prompt, variablesOf } from '@/lib/chat/prompt.ts'
import { asApiError } from '../http/request-json.ts'
import { Button } from '../ui/button.tsx'
import { Field, TextAreaField } from '../ui/field.tsx'
import { ModalDialog } from '../ui/modal-dialog.tsx'
import { savePrompt } from './prompt-requests.ts'

interface PromptDialogProps {
  /** One of the library, or a text for a new one. */
  prompt: Prompt | { id: null; name: string; text: string }
  onSaved: (prompt: Prompt) => void
  onClose: () => void
}

/** Name and text of a prompt. */
export function PromptDialog({ prompt, onSaved, onClose }: PromptDialogProps) {
  const [name, setName] = useState(prompt.name)
  const [text, setText] = useState(prompt.text)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const title = prompt.id === null ? 'New prompt' : 'Edit prompt'
  const variables = variablesOf(text)

  const save = (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    if (name.trim() === '' || text.trim() === '') return setError('A prompt needs a name and a text.')
    setBusy(true)
    setError(null)
    savePrompt(prompt.id, { name, text }).then(
      saved => {
        onSaved(saved)
        onClose()
      },
      (failure: unknown) => {
        setBusy(false)
        setError(asApiError(failure).message)
      }
    )
  }
  return (
    <ModalDialog label={title} onClose={onClose} className="overflow-y-auto p-6">
      <h2 className="font-serif text-title">{title}</h2>
      <form onSubmit={save} className="mt-4 flex flex-col gap-4">
        <Field
          label="Name"
          autoFocus
          value={name}
          maxLength={maxPromptName}
          error={error}
          onChange={event => setName(event.target.value)}
        />
        <TextAreaField
          label="Text"
          value={text}
          maxLength={maxPromptText}
          help={
            variables.length > 0
              ? `Asked for each time: ${variables.join(', ')}.`
              : 'What changes each time stands in double braces: {{language}}.'
          }
          onChange={event => setText(event.target.value)}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={busy}>
            Save
          </Button>
        </div>
      </form>
    </ModalDialog>
  )
}
