'use client'

import ChevronDown from 'lucide-react/icons/chevron-down'
import { useSyncExternalStore } from 'react'
import { Button } from '../ui/button.tsx'
import { MenuButton } from '../ui/menu-button.tsx'
import { everything } from './conversation-list-store.ts'
import { FolderMenu } from './folder-menu.tsx'
import { useShell } from './shell-context.ts'

interface ListFilterProps {
  choosing: boolean
  onChoosing: (choosing: boolean) => void
}

/** Which conversations are listed: all, those of a folder, the archived; and the way to choose several. */
export function ListFilter({ choosing, onChoosing }: ListFilterProps) {
  const { list } = useShell()
  const { view, folders, tags } = useSyncExternalStore(list.subscribe, list.getState, list.getState)
  const folder = folders?.find(({ id }) => id === view.folderId)
  const shown = view.archived ? 'Archived' : view.tag !== null ? tagLabel(view.tag) : (folder?.name ?? 'All')
  const loadOnce = () => folders ?? void list.loadFolders()
  return (
    <div className="flex items-center gap-1 pt-3 pl-0.5" onPointerEnter={loadOnce} onFocus={loadOnce}>
      <MenuButton
        label={`Listed: ${shown}`}
        className="h-7 min-w-0 gap-1 px-1.5 text-ink-2 text-ui hover:bg-hover hover:text-ink"
        entries={[
          { label: 'All', checked: !view.archived && !folder && view.tag === null, onSelect: () => list.show(everything) },
          ...(folders ?? []).map(({ id, name }) => ({
            label: name,
            checked: !view.archived && id === folder?.id,
            onSelect: () => list.show({ ...everything, folderId: id })
          })),
          ...tags.map(({ name }) => ({
            label: tagLabel(name),
            checked: view.tag === name,
            onSelect: () => list.show({ ...everything, tag: name })
          })),
          { label: 'Archived', checked: view.archived, onSelect: () => list.show({ ...everything, archived: true }) }
        ]}
      >
        <span className="truncate">{shown}</span>
        <ChevronDown className="size-3.5 text-ink-3" />
      </MenuButton>
      {folder && <FolderMenu key={folder.id} folder={folder} />}
      <Button variant="ghost" small className="mr-1 ml-auto font-normal text-ink-3" onClick={() => onChoosing(!choosing)}>
        {choosing ? 'Cancel' : 'Select'}
      </Button>
    </div>
  )
}

/** A folder of the same name reads differently. */
function tagLabel(name: string): string {
  return `#${name}`
}
