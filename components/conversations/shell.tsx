'use client'

import dynamic from 'next/dynamic'
import Link from 'next/link'
import { usePathname, useRouter } from 'next/navigation'
import { type ReactNode, type TransitionStartFunction, useCallback, useEffect, useMemo, useState, useTransition } from 'react'
import type { ConversationPage, ConversationSummary } from '@/lib/chat/conversation.ts'
import type { KeepingChange } from '@/lib/chat/keeping.ts'
import type { ModelCatalogue } from '@/lib/chat/model-summary.ts'
import type { SettingsView } from '@/lib/chat/settings.ts'
import { isTemporary } from '@/lib/chat/temporary.ts'
import { ReportTimeZone } from '../budgets/report-time-zone.tsx'
import { writeCookie } from '../http/cookie.ts'
import { requestJson } from '../http/request-json.ts'
import { Toaster, useToast } from '../ui/toaster.tsx'
import { ConversationListStore } from './conversation-list-store.ts'
import { ShellContext, type ShellValue } from './shell-context.ts'
import { Sidebar } from './sidebar.tsx'
import { useShortcuts } from './use-shortcuts.ts'

const Palette = dynamic(() => import('../search/palette.tsx').then(module => module.Palette), { ssr: false })
const ShortcutSheet = dynamic(() => import('../search/shortcut-sheet.tsx').then(module => module.ShortcutSheet), { ssr: false })
const ExportDialog = dynamic(() => import('../portable/export-dialog.tsx').then(module => module.ExportDialog), { ssr: false })
const Sheet = dynamic(() => import('../ui/sheet.tsx').then(module => module.Sheet), { ssr: false })

export interface ShellProps {
  conversations: ConversationPage
  catalogue: ModelCatalogue
  settings: SettingsView
  sidebarClosed: boolean
  welcomed: boolean
  /** ISO 8601: the server's now, so that both sides draw the same days. */
  renderedAt: string
  children: ReactNode
}

/** The frame of every page: sidebar, what pages share, toasts. */
export function Shell(props: ShellProps) {
  return (
    <Toaster>
      <ShellFrame {...props} />
    </Toaster>
  )
}

function ShellFrame({ conversations, sidebarClosed, renderedAt, children, ...initial }: ShellProps) {
  const [closed, setClosed] = useState(sidebarClosed)
  const [overlay, setOverlay] = useState(false)
  const [dialog, setDialog] = useState<'palette' | 'shortcuts' | null>(null)
  const [exported, setExported] = useState<readonly string[] | 'all' | null>(null)
  const pathname = usePathname()
  const setSidebar = useCallback((nextClosed: boolean) => {
    setClosed(nextClosed)
    writeCookie('steno-sidebar', nextClosed ? 'closed' : 'open')
  }, [])
  const openSidebar = useCallback(() => (isWide() ? setSidebar(false) : setOverlay(true)), [setSidebar])
  const openPalette = useCallback(() => {
    setOverlay(false)
    setDialog('palette')
  }, [])
  const exportChats = useCallback((ids: readonly string[] | 'all') => {
    setOverlay(false)
    setExported(ids)
  }, [])
  const closeOverlay = useCallback(() => setOverlay(false), [])
  // What is typed after a temporary chat was asked for belongs to no other.
  const [leaving, leave] = useTransition()
  const initialShell = { ...initial, conversations, sidebarClosed: closed, openSidebar, openPalette, exportChats }
  const shell = useShellValue(initialShell, closeOverlay, leave)
  const closeDialog = useCallback(() => setDialog(null), [])
  const toggle = (which: typeof dialog) => () => setDialog(shown => (shown === which ? null : which))
  useShortcuts({
    'shift+o': shell.startNewChat,
    'shift+y': shell.startTemporaryChat,
    'shift+s': () => (isWide() ? setSidebar(!closed) : setOverlay(open => !open)),
    k: toggle('palette'),
    '/': toggle('shortcuts'),
    // Where the slash has no key of its own.
    'shift+/': toggle('shortcuts'),
    'shift+?': toggle('shortcuts')
  })

  // Choosing something in the overlay leads somewhere else: it has done its work.
  const [shownPath, setShownPath] = useState(pathname)
  if (shownPath !== pathname) {
    setShownPath(pathname)
    setOverlay(false)
  }
  return (
    <ShellContext value={shell}>
      <ReportTimeZone />
      <a
        href="#composer"
        className="fixed top-2 left-2 z-60 -translate-y-16 rounded-sm bg-inverse px-3 py-2 text-on-inverse text-ui focus:translate-y-0"
      >
        Skip to the message box
      </a>
      <div className="flex h-dvh">
        {!closed && (
          <div className="hidden w-sidebar shrink-0 border-line border-r bg-surface lg:block">
            <Sidebar renderedAt={renderedAt} onClose={() => setSidebar(true)} />
          </div>
        )}
        <div inert={leaving} className="flex min-w-0 flex-1 flex-col">
          {shell.settings.upstream === 'demo' && <DemoBanner />}
          {children}
        </div>
      </div>
      {overlay && (
        <Sheet side="left" label="Conversations" onClose={() => setOverlay(false)}>
          <Sidebar renderedAt={renderedAt} onClose={() => setOverlay(false)} />
        </Sheet>
      )}
      {dialog === 'palette' && <Palette onClose={closeDialog} onShowShortcuts={() => setDialog('shortcuts')} />}
      {exported !== null && <ExportDialog ids={exported} onClose={() => setExported(null)} />}
      {dialog === 'shortcuts' && <ShortcutSheet onClose={closeDialog} />}
    </ShellContext>
  )
}

/** From here on the sidebar has a place of its own (`lg`). */
function isWide(): boolean {
  return window.matchMedia('(width >= 64rem)').matches
}

function DemoBanner() {
  return (
    <aside
      aria-label="Demo mode"
      className="flex h-8 shrink-0 items-center gap-1 truncate bg-warning-wash px-4 text-ink-2 text-ui md:px-6 xl:px-8"
    >
      <span className="truncate">Demo: simulated replies, nothing is billed.</span>
      <Link href="/settings" className="hit shrink-0 underline decoration-1 underline-offset-2 hover:text-ink">
        Add a key
      </Link>
    </aside>
  )
}

type InitialShell = Pick<ShellProps, 'conversations' | 'catalogue' | 'settings' | 'welcomed'> &
  Pick<ShellValue, 'openSidebar' | 'openPalette' | 'exportChats' | 'sidebarClosed'>

function useShellValue(
  { openSidebar, openPalette, exportChats, sidebarClosed, ...initial }: InitialShell,
  closeOverlay: () => void,
  leave: TransitionStartFunction
): ShellValue {
  const [list] = useState(() => new ConversationListStore(initial.conversations))
  const [catalogue, setCatalogue] = useState(initial.catalogue)
  const [settings, setSettings] = useState(initial.settings)
  const [welcomed, setWelcomed] = useState(initial.welcomed)
  const [newChatNumber, setNewChatNumber] = useState(0)
  const router = useRouter()
  const toast = useToast()

  // The list lives from the server's events.
  useEffect(() => list.start(), [list])

  const changeSettings = useCallback(
    (next: SettingsView) => {
      setSettings(next)
      if (next.upstream === settings.upstream && next.key.lastFour === settings.key.lastFour) return
      requestJson<ModelCatalogue>('/api/models').then(setCatalogue, () =>
        toast('The models could not be read. Reload the page to try again.')
      )
    },
    [settings, toast]
  )
  const startChat = useCallback(
    (address: string) => {
      setNewChatNumber(number => number + 1)
      router.push(address)
    },
    [router]
  )
  const startNewChat = useCallback(() => startChat('/'), [startChat])
  const startTemporaryChat = useCallback(() => leave(() => startChat('/temporary')), [leave, startChat])
  /** Under the sidebar's sheet a toast could not be seen, nor its Undo be pressed. */
  const sayDone = useCallback(
    (done: string, undo?: () => void) => {
      closeOverlay()
      toast(done, undo)
    },
    [closeOverlay, toast]
  )
  const deleteConversation = useCallback(
    (id: string, title: string) => {
      const failed = () => {
        toast('Steno could not be reached. Nothing was deleted.')
        list.refreshSoon()
      }
      const restore = () => void list.restore(id).catch(() => toast('Steno could not be reached. Try again from the address bar.'))
      const done = () => (isTemporary(id) ? sayDone('Deleted the temporary chat') : sayDone(`Deleted “${title}”`, restore))
      list.remove(id).then(done, failed)
      if (window.location.pathname === `/c/${id}`) startNewChat()
    },
    [list, sayDone, startNewChat, toast]
  )
  const keepConversations = useCallback<ShellValue['keepConversations']>(
    (ids, change, done) => {
      const failed = () => {
        toast('Steno could not be reached. Nothing was changed.')
        list.refreshSoon()
      }
      const back = inversesOf(ids, change, list.getState().conversations)
      const undo = back && (() => void Promise.all(back.map(step => list.keep(step.ids, step.change))).catch(failed))
      list.keep(ids, change).then(() => sayDone(done, undo), failed)
      if (change.deleted && ids.some(id => window.location.pathname === `/c/${id}`)) startNewChat()
    },
    [list, sayDone, startNewChat, toast]
  )
  const dismissWelcome = useCallback(() => {
    setWelcomed(true)
    writeCookie('steno-welcomed', 'yes')
  }, [])

  return useMemo(
    () => ({
      catalogue,
      settings,
      changeSettings,
      list,
      newChatNumber,
      startNewChat,
      startTemporaryChat,
      openSidebar,
      openPalette,
      exportChats,
      sidebarClosed,
      deleteConversation,
      keepConversations,
      welcomed,
      dismissWelcome
    }),
    [
      catalogue,
      settings,
      changeSettings,
      list,
      newChatNumber,
      startNewChat,
      startTemporaryChat,
      openSidebar,
      openPalette,
      exportChats,
      sidebarClosed,
      deleteConversation,
      keepConversations,
      welcomed,
      dismissWelcome
    ]
  )
}

interface KeepingStep {
  ids: readonly string[]
  change: KeepingChange
}

/** What takes a change back; a move of conversations that are not listed cannot be, as nobody knows whence they came. */
function inversesOf(ids: readonly string[], change: KeepingChange, listed: readonly ConversationSummary[]): KeepingStep[] | undefined {
  const { pinned, archived, deleted, folderId } = change
  if (pinned !== undefined) return [{ ids, change: { pinned: !pinned } }]
  if (archived !== undefined) return [{ ids, change: { archived: !archived } }]
  if (folderId !== undefined) {
    const moved = listed.filter(({ id }) => ids.includes(id))
    if (moved.length < ids.length) return
    const byFolder = Map.groupBy(moved, conversation => conversation.folderId)
    return [...byFolder].map(([before, own]) => ({ ids: own.map(({ id }) => id), change: { folderId: before } }))
  }
  return deleted ? [{ ids, change: { deleted: false } }] : undefined
}
