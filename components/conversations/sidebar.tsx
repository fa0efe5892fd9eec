'use client'

import Columns3 from 'lucide-react/icons/columns-3'
import PanelLeft from 'lucide-react/icons/panel-left'
import ReceiptText from 'lucide-react/icons/receipt-text'
import Search from 'lucide-react/icons/search'
import Settings from 'lucide-react/icons/settings'
import SquarePen from 'lucide-react/icons/square-pen'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useSyncExternalStore } from 'react'
import { IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { ConversationList } from './conversation-list.tsx'
import { useShell } from './shell-context.ts'
import { keysText } from './use-shortcuts.ts'

const row = 'flex h-8 pointer-coarse:h-11 items-center gap-3 rounded-sm px-2 text-ui transition-colors duration-120 hover:bg-hover'

/** The ledger at the left: new chat, comparisons, costs, conversations with their amounts, settings. */
export function Sidebar({ renderedAt, onClose }: { renderedAt: string; onClose: () => void }) {
  const { settings, startNewChat, openPalette } = useShell()
  const pathname = usePathname()
  return (
    <nav aria-label="Conversations" className="flex h-full flex-col">
      <div className="flex h-13 shrink-0 items-center justify-between pr-2.5 pl-4.5">
        <Link href="/" className="font-serif text-title" onClick={startNewChat}>
          Steno
        </Link>
        <IconButton label="Close sidebar" onClick={onClose}>
          <PanelLeft />
        </IconButton>
      </div>
      <div className="flex min-h-0 flex-1 flex-col">
        <div className="px-2.5 pb-2">
          <button type="button" onClick={startNewChat} className={classNames(row, 'w-full text-ink-2')}>
            <SquarePen className="text-ink-3" />
            <span>New chat</span>
            <Keys keys="shift+o" />
          </button>
          <button type="button" onClick={openPalette} className={classNames(row, 'w-full text-ink-2')}>
            <Search className="text-ink-3" />
            <span>Search</span>
            <Keys keys="k" />
          </button>
          <Link
            href="/compare"
            aria-current={pathname === '/compare' ? 'page' : undefined}
            className={classNames(row, 'text-ink-2', pathname.startsWith('/compare') && 'bg-hover font-medium text-ink')}
          >
            <Columns3 className="text-ink-3" />
            <span>Compare</span>
          </Link>
          <Link
            href="/costs"
            prefetch={false}
            aria-current={pathname === '/costs' ? 'page' : undefined}
            className={classNames(row, 'text-ink-2', pathname.startsWith('/costs') && 'bg-hover font-medium text-ink')}
          >
            <ReceiptText className="text-ink-3" />
            <span>Costs</span>
          </Link>
        </div>
        <ConversationList renderedAt={renderedAt} />
      </div>
      <div className="border-line border-t px-2.5 py-2">
        <Link href="/settings" className={classNames(row, 'text-ink-2', pathname === '/settings' && 'bg-hover font-medium text-ink')}>
          <Settings className="text-ink-3" />
          <span className="flex-1">Settings</span>
          <span className="figures text-ink-3 text-note">v{settings.version}</span>
        </Link>
      </div>
    </nav>
  )
}

/** The keys' names differ by platform, which the server does not know. */
function Keys({ keys }: { keys: string }) {
  const text = useSyncExternalStore(
    () => () => undefined,
    () => keysText(keys),
    () => ''
  )
  return (
    <span aria-hidden="true" className="ml-auto text-ink-3 text-note pointer-coarse:hidden">
      {text}
    </span>
  )
}
