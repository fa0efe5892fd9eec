'use client'

import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { asApiError } from '../http/request-json.ts'
import { Button } from '../ui/button.tsx'
import { useBranch } from './branch-actions.ts'
import { createDraft } from './draft.ts'

interface AnswerEditorProps {
  answerId: string
  /** As it stands. */
  text: string
  onClose: () => void
}

/** An answer's text to be written anew. What was typed outlives a reload, as a draft does. */
export function AnswerEditor({ answerId, text, onClose }: AnswerEditorProps) {
  const { editAnswer } = useBranch()
  const [draft] = useState(() => createDraft(`answer:${answerId}`))
  const [written, setWritten] = useState(() => draft.get() || text)
  const [saving, setSaving] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const unchanged = written === text || written.trim() === ''

  // Who edits wants to type.
  useEffect(() => field.current?.focus(), [])

  const change = (next: string) => {
    setWritten(next)
    draft.set(next)
  }
  const close = () => {
    draft.set('')
    draft.forget()
    onClose()
  }
  const save = (goOn: boolean) => {
    if (unchanged || saving) return
    setSaving(true)
    setError(null)
    editAnswer(answerId, written, goOn).then(close, (failure: unknown) => {
      setSaving(false)
      setError(asApiError(failure).message)
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    const withModifier = event.ctrlKey || event.metaKey
    if (event.key === 'Escape') close()
    else if (withModifier && event.key === 'Enter') save(true)
    else if (withModifier && event.key.toLowerCase() === 's') save(false)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <form
      aria-label="Edit the answer"
      onSubmit={event => {
        event.preventDefault()
        save(false)
      }}
      className="rounded-lg border border-line-strong bg-raised has-[textarea:focus-visible]:border-accent has-[textarea:focus-visible]:ring-1 has-[textarea:focus-visible]:ring-accent"
    >
      <textarea
        ref={field}
        aria-label="Text of the answer"
        autoComplete="off"
        rows={3}
        value={written}
        readOnly={saving}
        onChange={event => change(event.target.value)}
        onKeyDown={onKeyDown}
        className="field-sizing-content block max-h-40dvh w-full resize-none bg-transparent px-4 py-3 text-ink text-read outline-none"
      />
      {error !== null && (
        <p role="alert" className="px-4 pb-2 text-danger text-ui">
          Not saved. {error}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2 px-2 pb-2">
        <Button type="submit" variant="primary" disabled={unchanged} busy={saving}>
          Save
        </Button>
        <Button disabled={unchanged || saving} onClick={() => save(true)}>
          Save and continue
        </Button>
        <Button variant="ghost" onClick={close}>
          Cancel
        </Button>
        <span className="ml-auto pr-2 text-ink-3 text-note pointer-coarse:hidden">the original stays beside it</span>
      </div>
    </form>
  )
}
