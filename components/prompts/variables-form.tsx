'use client'

import { type FormEvent, useState } from 'react'
import { fillPrompt, type Prompt, variablesOf } from '@/lib/chat/prompt.ts'
import { Button } from '../ui/button.tsx'
import { TextAreaField } from '../ui/field.tsx'

interface VariablesFormProps {
  prompt: Pick<Prompt, 'name' | 'text'>
  onFilled: (text: string) => void
  onCancel: () => void
}

/** Asks above the field for what a prompt leaves open; Tab leads on, Ctrl or Cmd+Enter and the button put it into the field. */
export function VariablesForm({ prompt, onFilled, onCancel }: VariablesFormProps) {
  const names = variablesOf(prompt.text)
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const insert = (event?: FormEvent) => {
    event?.preventDefault()
    onFilled(fillPrompt(prompt.text, values))
  }
  return (
    <form
      aria-label={prompt.name}
      onSubmit={insert}
      onKeyDown={event => {
        if (event.nativeEvent.isComposing || event.keyCode === 229) return
        if (event.key === 'Escape') {
          event.preventDefault()
          event.stopPropagation()
          onCancel()
        }
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) insert()
      }}
      className="mb-2 flex max-h-60dvh flex-col gap-3 overflow-y-auto rounded-lg border border-line-strong bg-raised p-4 shadow-float"
    >
      <p className="truncate font-medium text-ui">{prompt.name}</p>
      {names.map((name, index) => (
        <TextAreaField
          key={name}
          label={name}
          autoFocus={index === 0}
          rows={1}
          value={values[name] ?? ''}
          onChange={event => setValues({ ...values, [name]: event.target.value })}
        />
      ))}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary">
          Insert
        </Button>
      </div>
    </form>
  )
}
