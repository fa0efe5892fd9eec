'use client'

import Ellipsis from 'lucide-react/icons/ellipsis'
import Link from 'next/link'
import { useState } from 'react'
import type { ConversationSummary } from '@/lib/chat/conversation.ts'
import { unknownFigure } from '@/lib/cost/format.ts'
import { classNames } from '../ui/class-names.ts'
import { Mark } from '../ui/mark.tsx'
import { MenuButton } from '../ui/menu-button.tsx'
import { useToast } from '../ui/toaster.tsx'
import { totalOf } from './cost-total.ts'
import { RenameField } from './rename-field.tsx'
import { useShell } from './shell-context.ts'

interface ConversationRowProps {
  conversation: ConversationSummary
  current: boolean
  /** Set while several are being chosen. */
  chosen: boolean | null
  onChoose: (id: string) => void
  onMove: (ids: readonly string[]) => void
  onTag: (conversation: ConversationSummary) => void
}

/** One line of the ledger: title left, amount right, what can be done with it behind the menu. */
export function ConversationRow({ conversation, current, chosen, onChoose, onMove, onTag }: ConversationRowProps) {
  const { list, deleteConversation, keepConversations, exportChats } = useShell()
  const [renaming, setRenaming] = useState(false)
  const toast = useToast()
  const { id, title, pinned, archived } = conversation
  const named = `“${title || 'Untitled'}”`

  const rename = (next: string | null) => {
    setRenaming(false)
    if (next === null || next === title) return
    list.rename(id, next).catch(() => {
      toast('Steno could not be reached. The title is as it was.')
      list.refreshSoon()
    })
  }
  if (renaming) {
    return (
      <li className="h-8">
        <RenameField title={title} onDone={rename} className="h-8 px-2 text-ui" />
      </li>
    )
  }
  if (chosen !== null) {
    return (
      <li>
        <label className="flex h-8 cursor-pointer items-center gap-3 rounded-sm px-2 text-ink-2 text-ui hover:bg-hover has-checked:bg-accent-wash has-checked:text-ink pointer-coarse:h-11">
          <input type="checkbox" checked={chosen} onChange={() => onChoose(id)} className="size-4 shrink-0 accent-accent" />
          <span className="min-w-0 flex-1 truncate">{title || 'Untitled'}</span>
        </label>
      </li>
    )
  }
  return (
    <li className="group relative">
      <Link
        href={`/c/${id}`}
        prefetch={false}
        aria-current={current ? 'page' : undefined}
        title={[title, ...conversation.tags.map(tag => `#${tag}`)].join(' ')}
        className={classNames(
          'flex h-8 items-center gap-3 pointer-coarse:mr-13 pointer-coarse:h-11 rounded-sm px-2 text-ui transition-colors duration-120 hover:bg-hover',
          current ? 'bg-hover font-medium text-ink' : 'text-ink-2'
        )}
      >
        <span className="min-w-0 flex-1 truncate">{title || 'Untitled'}</span>
        <span className="shrink-0 group-focus-within:invisible group-hover:invisible pointer-coarse:visible">
          <RowAmount conversation={conversation} />
        </span>
      </Link>
      <MenuButton
        label={`Options for ${title || 'Untitled'}`}
        align="end"
        className="absolute top-0.5 right-1 size-7 justify-center text-ink-3 opacity-0 hover:text-ink focus-visible:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:top-0 pointer-coarse:right-0 pointer-coarse:size-11 pointer-coarse:opacity-100"
        entries={[
          { label: 'Rename', onSelect: () => setRenaming(true) },
          pinned
            ? { label: 'Unpin', onSelect: () => keepConversations([id], { pinned: false }, `Unpinned ${named}`) }
            : { label: 'Pin', onSelect: () => keepConversations([id], { pinned: true }, `Pinned ${named}`) },
          { label: 'Move to folder', onSelect: () => onMove([id]) },
          { label: 'Tags', onSelect: () => onTag(conversation) },
          archived
            ? { label: 'Unarchive', onSelect: () => keepConversations([id], { archived: false }, `Unarchived ${named}`) }
            : { label: 'Archive', onSelect: () => keepConversations([id], { archived: true }, `Archived ${named}`) },
          { label: 'Export', onSelect: () => exportChats([id]) },
          { label: 'Delete', danger: true, onSelect: () => deleteConversation(id, title) }
        ]}
      >
        <Ellipsis />
      </MenuButton>
    </li>
  )
}

function RowAmount({ conversation }: { conversation: ConversationSummary }) {
  if (conversation.streaming) return <Mark kind="running" quiet />
  const { text, state, spoken } = totalOf(conversation.cost, 'glance')
  if (state === 'pending') {
    return (
      <span className="text-note text-pending">
        <Mark kind="pending" />
      </span>
    )
  }
  return (
    <span className="column text-ink-3 text-note">
      {text ?? unknownFigure}
      <span className="sr-only">{spoken}</span>
    </span>
  )
}
