'use client'

import { type FormEvent, useId, useState } from 'react'
import type { Folder } from '@/lib/chat/keeping.ts'
import { asApiError, requestJson } from '../http/request-json.ts'
import { Button } from '../ui/button.tsx'
import { Field, TextAreaField } from '../ui/field.tsx'
import { ModalDialog } from '../ui/modal-dialog.tsx'
import { useShell } from './shell-context.ts'

/** What chats that are begun in a folder are asked with. */
export function FolderDefaults({ folder, onClose }: { folder: Folder; onClose: () => void }) {
  const { list, catalogue } = useShell()
  const [model, setModel] = useState(folder.model ?? '')
  const [systemPrompt, setSystemPrompt] = useState(folder.systemPrompt ?? '')
  const [error, setError] = useState<string | null>(null)
  const modelsId = useId()

  const save = (event: FormEvent) => {
    event.preventDefault()
    const change = { model: model.trim() || null, systemPrompt: systemPrompt.trim() === '' ? null : systemPrompt }
    requestJson<Folder>(`/api/folders/${folder.id}`, 'PATCH', change).then(
      () => {
        void list.loadFolders()
        onClose()
      },
      (failure: unknown) => setError(asApiError(failure).message)
    )
  }
  return (
    <ModalDialog label={`Chats in ${folder.name}`} onClose={onClose} className="overflow-y-auto p-6">
      <h2 className="truncate font-serif text-title">Chats in {folder.name}</h2>
      <form onSubmit={save} className="mt-4 flex flex-col gap-4">
        <Field
          label="Model"
          help="Of chats that are begun here. Empty: that of other new chats."
          list={modelsId}
          value={model}
          maxLength={200}
          spellCheck={false}
          error={error}
          onChange={event => setModel(event.target.value)}
        />
        <datalist id={modelsId}>
          {catalogue.models.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </datalist>
        <TextAreaField
          label="System prompt"
          help="Instead of the one in the settings."
          value={systemPrompt}
          maxLength={100_000}
          onChange={event => setSystemPrompt(event.target.value)}
        />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary">
            Save
          </Button>
        </div>
      </form>
    </ModalDialog>
  )
}
