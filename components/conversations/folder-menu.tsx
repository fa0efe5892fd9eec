'use client'

import Ellipsis from 'lucide-react/icons/ellipsis'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { uuidv7 } from 'uuidv7'
import type { Folder, NewFolderChat } from '@/lib/chat/keeping.ts'
import { asApiError, request, requestJson } from '../http/request-json.ts'
import { defaultModel } from '../models/default-model.ts'
import { useModelMemory } from '../models/model-memory.ts'
import { MenuButton } from '../ui/menu-button.tsx'
import { useToast } from '../ui/toaster.tsx'
import { everything } from './conversation-list-store.ts'
import { RenameField } from './rename-field.tsx'
import { useShell } from './shell-context.ts'

const FolderDefaults = dynamic(() => import('./folder-defaults.tsx').then(module => module.FolderDefaults), { ssr: false })

/** Begins a chat in a folder, says what such chats begin with, renames it, or deletes it: its conversations stay. */
export function FolderMenu({ folder }: { folder: Folder }) {
  const { list, catalogue, settings } = useShell()
  const { recent } = useModelMemory()
  const router = useRouter()
  const toast = useToast()
  const [renaming, setRenaming] = useState(false)
  const [editing, setEditing] = useState(false)
  const address = `/api/folders/${folder.id}`

  const change = (done: Promise<unknown>) => done.catch((error: unknown) => toast(asApiError(error).message)).then(() => list.loadFolders())
  const remove = () => {
    list.show(everything)
    void change(
      request(address, { method: 'DELETE' }).then(() => toast(`Deleted the folder “${folder.name}”. Its conversations are here.`))
    )
  }
  const begin = () => {
    const systemPrompt = folder.systemPrompt ?? settings.settings.systemPrompt
    const model = folder.model ?? defaultModel(catalogue, settings.settings, recent)
    const chat: NewFolderChat = { conversationId: uuidv7(), settings: { model, ...(systemPrompt ? { systemPrompt } : {}) } }
    requestJson(`${address}/chats`, 'POST', chat).then(
      () => router.push(`/c/${chat.conversationId}`),
      (error: unknown) => toast(asApiError(error).message)
    )
  }
  if (renaming) {
    const rename = (name: string | null) => {
      setRenaming(false)
      if (name !== null && name !== folder.name) void change(requestJson(address, 'PATCH', { name }))
    }
    return <RenameField title={folder.name} onDone={rename} className="h-7 px-2 text-ui" />
  }
  return (
    <>
      <MenuButton
        label={`Options for the folder ${folder.name}`}
        className="size-7 justify-center text-ink-3 hover:bg-hover hover:text-ink"
        entries={[
          { label: 'New chat here', onSelect: begin },
          { label: 'Rename', onSelect: () => setRenaming(true) },
          { label: 'Model and instructions', onSelect: () => setEditing(true) },
          { label: 'Delete folder', danger: true, onSelect: remove }
        ]}
      >
        <Ellipsis />
      </MenuButton>
      {editing && <FolderDefaults folder={folder} onClose={() => setEditing(false)} />}
    </>
  )
}
