'use client'

import Ellipsis from 'lucide-react/icons/ellipsis'
import { useState } from 'react'
import type { Folder } from '@/lib/chat/keeping.ts'
import { asApiError, request, requestJson } from '../http/request-json.ts'
import { MenuButton } from '../ui/menu-button.tsx'
import { useToast } from '../ui/toaster.tsx'
import { RenameField } from './rename-field.tsx'
import { useShell } from './shell-context.ts'

/** Renames a folder, or deletes it: its conversations stay. */
export function FolderMenu({ folder }: { folder: Folder }) {
  const { list } = useShell()
  const toast = useToast()
  const [renaming, setRenaming] = useState(false)
  const address = `/api/folders/${folder.id}`

  const change = (done: Promise<unknown>) => done.catch((error: unknown) => toast(asApiError(error).message)).then(() => list.loadFolders())
  const remove = () => {
    list.show({ archived: false, folderId: null })
    void change(
      request(address, { method: 'DELETE' }).then(() => toast(`Deleted the folder “${folder.name}”. Its conversations are here.`))
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
    <MenuButton
      label={`Options for the folder ${folder.name}`}
      className="size-7 justify-center text-ink-3 hover:bg-hover hover:text-ink"
      entries={[
        { label: 'Rename', onSelect: () => setRenaming(true) },
        { label: 'Delete folder', danger: true, onSelect: remove }
      ]}
    >
      <Ellipsis />
    </MenuButton>
  )
}
