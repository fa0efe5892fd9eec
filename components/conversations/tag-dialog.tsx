'use client'

import { type FormEvent, useEffect, useState, useSyncExternalStore } from 'react'
import type { ConversationSummary } from '@/lib/chat/conversation.ts'
import { asApiError } from '../http/request-json.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { ModalDialog } from '../ui/modal-dialog.tsx'
import { useShell } from './shell-context.ts'

/** Which tags a conversation has; each change is saved at once. */
export function TagDialog({ conversation, onClose }: { conversation: ConversationSummary; onClose: () => void }) {
  const { list } = useShell()
  const { tags } = useSyncExternalStore(list.subscribe, list.getState, list.getState)
  const [own, setOwn] = useState<readonly string[]>(conversation.tags)
  const [name, setName] = useState('')
  const [error, setError] = useState<string | null>(null)

  // Another tab may have made one.
  useEffect(() => void list.loadFolders(), [list])

  const save = (next: readonly string[]) => {
    setError(null)
    setOwn(next)
    list.tag(conversation.id, next).catch((failure: unknown) => {
      setOwn(own)
      setError(asApiError(failure).message)
    })
  }
  const add = (event: FormEvent) => {
    event.preventDefault()
    const added = name.trim()
    if (added === '') return
    setName('')
    if (!own.includes(added)) save([...own, added])
  }
  const names = [...new Set([...tags.map(tag => tag.name), ...own])].sort()
  return (
    <ModalDialog label="Tags" onClose={onClose} className="overflow-y-auto p-6">
      <h2 className="font-serif text-title">Tags</h2>
      <p className="mt-1 truncate text-body text-ink-3">{conversation.title || 'Untitled'}</p>
      <ul className="mt-4 flex max-h-64 flex-col overflow-y-auto">
        {names.map(tag => (
          <li key={tag}>
            <label className="flex h-8 cursor-pointer items-center gap-3 rounded-sm px-2 text-ui hover:bg-hover pointer-coarse:h-11">
              <input
                type="checkbox"
                checked={own.includes(tag)}
                onChange={event => save(event.target.checked ? [...own, tag] : own.filter(each => each !== tag))}
                className="size-4 shrink-0 accent-accent"
              />
              <span className="truncate">{tag}</span>
            </label>
          </li>
        ))}
      </ul>
      <form onSubmit={add} className="mt-4 flex items-end gap-2">
        <Field
          label="New tag"
          className="min-w-0 flex-1"
          value={name}
          maxLength={50}
          error={error}
          onChange={event => setName(event.target.value)}
        />
        <Button type="submit" className="h-10">
          Add
        </Button>
      </form>
      <Button className="mt-4 self-end" onClick={onClose}>
        Done
      </Button>
    </ModalDialog>
  )
}
