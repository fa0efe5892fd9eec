'use client'

import ChevronDown from 'lucide-react/icons/chevron-down'
import Menu from 'lucide-react/icons/menu'
import { type ReactNode, useState } from 'react'
import type { CostTotal } from '@/lib/chat/conversation.ts'
import { ConversationTotal } from '../conversations/conversation-total.tsx'
import { RenameField } from '../conversations/rename-field.tsx'
import { useShell } from '../conversations/shell-context.ts'
import { IconButton } from '../ui/button.tsx'
import { MenuButton } from '../ui/menu-button.tsx'

interface ComparisonHeaderProps {
  conversationId: string
  title: string
  /** `null` while costs are hidden. */
  cost: CostTotal | null
  onRename: (title: string) => void
  onDelete: () => void
  children: ReactNode
}

/** Title with its menu at the left; at the right what can be done with the whole, and what it has cost. */
export function ComparisonHeader({ conversationId, title, cost, onRename, onDelete, children }: ComparisonHeaderProps) {
  const { openSidebar, sidebarClosed, exportChats } = useShell()
  const [renaming, setRenaming] = useState(false)
  return (
    <header className="flex h-13 shrink-0 items-center gap-3 border-line border-b px-4 md:px-6 xl:px-8">
      <IconButton label="Open sidebar" onClick={openSidebar} className={sidebarClosed ? '-ml-2' : '-ml-2 lg:hidden'}>
        <Menu />
      </IconButton>
      {renaming ? (
        <RenameField
          title={title}
          className="h-8 max-w-text px-2 font-medium text-body"
          onDone={next => {
            setRenaming(false)
            if (next !== null && next !== title) onRename(next)
          }}
        />
      ) : (
        <div className="flex min-w-0 items-center">
          <h1 className="truncate font-medium text-body" title={title}>
            {title}
          </h1>
          <MenuButton
            label="Comparison options"
            className="ml-1 size-8 justify-center text-ink-3 hover:bg-hover hover:text-ink"
            entries={[
              { label: 'Rename', onSelect: () => setRenaming(true) },
              { label: 'Export', onSelect: () => exportChats([conversationId]) },
              { label: 'Delete', danger: true, onSelect: onDelete }
            ]}
          >
            <ChevronDown />
          </MenuButton>
        </div>
      )}
      <div className="ml-auto flex shrink-0 items-center gap-1">{children}</div>
      {cost && (
        <div className="shrink-0 border-line border-l pl-4 max-md:border-l-0 max-md:pl-0">
          <ConversationTotal conversationId={conversationId} cost={cost} word="Comparison" />
        </div>
      )}
    </header>
  )
}
