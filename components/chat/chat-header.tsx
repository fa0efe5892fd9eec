'use client'

import ChevronDown from 'lucide-react/icons/chevron-down'
import Menu from 'lucide-react/icons/menu'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { type ReactNode, useMemo, useState } from 'react'
import type { CostTotal } from '@/lib/chat/conversation.ts'
import type { ChatMessage } from '@/lib/chat/message.ts'
import { isTemporary, temporaryTitle } from '@/lib/chat/temporary.ts'
import { formatCost } from '@/lib/cost/format.ts'
import { ConversationTotal } from '../conversations/conversation-total.tsx'
import { RenameField } from '../conversations/rename-field.tsx'
import { useShell } from '../conversations/shell-context.ts'
import { findModel } from '../models/model-name.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { MenuButton } from '../ui/menu-button.tsx'
import { savedByCache } from './answer-figures.ts'

const HeaderBudget = dynamic(() => import('../budgets/header-budget.tsx').then(module => module.HeaderBudget), { ssr: false })

/** A hundredth of a cent: what formatCost can still show. */
const leastSaving = 100_000_000n

interface ChatHeaderProps {
  conversationId: string
  /** Empty for a chat that has not begun. */
  title: string
  cost: CostTotal | null
  /** Every answer of the conversation. */
  tree: readonly ChatMessage[]
  /** Who would be asked now. */
  model: string
  onRename: (title: string) => void
  onDelete: () => void
  /** The button that opens them; stands last. */
  settings: ReactNode
}

/** Title with its menu at the left, what the conversation has cost at the right. */
export function ChatHeader({ conversationId, title, cost, tree, model, onRename, onDelete, settings }: ChatHeaderProps) {
  const { openSidebar, sidebarClosed, catalogue, exportChats, startTemporaryChat } = useShell()
  const saved = useMemo(() => savedByCache(tree, id => findModel(catalogue, id)), [tree, catalogue])
  const [renaming, setRenaming] = useState(false)
  const router = useRouter()
  const temporary = isTemporary(conversationId)
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
      ) : title === '' ? (
        <p className="truncate font-medium text-body text-ink-3">{temporary ? temporaryTitle : 'New chat'}</p>
      ) : (
        <div className="flex min-w-0 items-center">
          <h1 className="truncate font-medium text-body" title={title}>
            {title}
          </h1>
          <MenuButton
            label="Conversation options"
            className="ml-1 size-8 justify-center text-ink-3 hover:bg-hover hover:text-ink"
            entries={[
              ...(temporary ? [] : [{ label: 'Rename', onSelect: () => setRenaming(true) }]),
              { label: 'Budget', onSelect: () => router.push(`/settings?conversation=${conversationId}#budgets`) },
              { label: 'Export', onSelect: () => exportChats([conversationId]) },
              { label: 'Delete', danger: true, onSelect: onDelete }
            ]}
          >
            <ChevronDown />
          </MenuButton>
        </div>
      )}
      <div className="ml-auto flex shrink-0 items-center gap-4">
        {saved !== null && saved >= leastSaving && (
          <p className="figures text-ink-3 text-note max-md:hidden" title="By what was read from prompt caches, at list price">
            saved ≈{'\u202f'}
            {formatCost(saved, 'note')} in this chat
          </p>
        )}
        <HeaderBudget conversationId={conversationId} models={[model]} />
        {cost && <ConversationTotal conversationId={conversationId} cost={cost} word="Conversation" />}
        {title === '' && !temporary && (
          <Button variant="ghost" title="Not saved and not listed" className="-mx-3" onClick={startTemporaryChat}>
            <span>
              Temporary<span className="max-sm:sr-only"> chat</span>
            </span>
          </Button>
        )}
        {settings}
      </div>
    </header>
  )
}
