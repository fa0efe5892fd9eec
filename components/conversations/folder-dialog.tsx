'use client'

import { type FormEvent, useEffect, useState, useSyncExternalStore } from 'react'
import type { Folder } from '@/lib/chat/keeping.ts'
import { asApiError, requestJson } from '../http/request-json.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { ModalDialog } from '../ui/modal-dialog.tsx'
import { useShell } from './shell-context.ts'

/** Moves conversations into a folder, a new one too, or out of theirs. */
export function FolderDialog({ ids, onClose }: { ids: readonly string[]; onClose: () => void }) {
  const { list, keepConversations } = useShell()
  const { folders } = useSyncExternalStore(list.subscribe, list.getState, list.getState)
  const [name, setName] = useState('')
  const [error, setError] = useState<string | null>(null)

  // Another tab may have made one.
  useEffect(() => void list.loadFolders(), [list])

  const move = (folder: Folder | null) => {
    const many = ids.length === 1 ? 'The conversation is' : `${ids.length} conversations are`
    keepConversations(ids, { folderId: folder?.id ?? null }, folder ? `${many} in “${folder.name}”` : `${many} in no folder`)
    onClose()
  }
  const create = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') return
    requestJson<Folder>('/api/folders', 'POST', { name }).then(
      folder => {
        void list.loadFolders()
        move(folder)
      },
      (failure: unknown) => setError(asApiError(failure).message)
    )
  }
  return (
    <ModalDialog label="Move to folder" onClose={onClose} className="overflow-y-auto p-6">
      <h2 className="font-serif text-title">Move to folder</h2>
      <ul className="-mx-3 mt-4 flex max-h-64 flex-col gap-1 overflow-y-auto">
        {folders?.map(folder => (
          <li key={folder.id}>
            <Button variant="ghost" className="w-full justify-start" onClick={() => move(folder)}>
              <span className="truncate">{folder.name}</span>
            </Button>
          </li>
        ))}
        <li>
          <Button variant="ghost" className="w-full justify-start" onClick={() => move(null)}>
            No folder
          </Button>
        </li>
      </ul>
      <form onSubmit={create} className="mt-4 flex items-end gap-2">
        <Field
          label="New folder"
          className="min-w-0 flex-1"
          value={name}
          maxLength={100}
          error={error}
          onChange={event => setName(event.target.value)}
        />
        <Button type="submit" className="h-10">
          Create and move
        </Button>
      </form>
      <Button className="mt-4 self-end" onClick={onClose}>
        Cancel
      </Button>
    </ModalDialog>
  )
}
