'use client'

import { createContext, use } from 'react'
import type { KeepingChange } from '@/lib/chat/keeping.ts'
import type { ModelCatalogue } from '@/lib/chat/model-summary.ts'
import type { SettingsView } from '@/lib/chat/settings.ts'
import type { ConversationListStore } from './conversation-list-store.ts'

/** What every page shares: who answers, which models there are, and the list of conversations. */
export interface ShellValue {
  catalogue: ModelCatalogue
  settings: SettingsView
  /** Other settings or another key: takes them over, and reads the catalogue that belongs to them. */
  changeSettings: (settings: SettingsView) => void
  list: ConversationListStore
  /** Counts new chats: each is a page of its own, though the address is the same. */
  newChatNumber: number
  startNewChat: () => void
  /** One that is not kept. */
  startTemporaryChat: () => void
  openSidebar: () => void
  openPalette: () => void
  /** The fixed sidebar of a wide page was put away. */
  sidebarClosed: boolean
  deleteConversation: (id: string, title: string) => void
  /** Pins, archives, moves or deletes several; says what was done, and takes it back where that is plain. */
  keepConversations: (ids: readonly string[], change: KeepingChange, done: string) => void
  /** Asks how, and downloads them. */
  exportChats: (ids: readonly string[] | 'all') => void
  /** The greeting of the first run was answered. */
  welcomed: boolean
  dismissWelcome: () => void
}

export const ShellContext = createContext<ShellValue | null>(null)

export function useShell(): ShellValue {
  const shell = use(ShellContext)
  if (!shell) throw new Error('useShell must be used within Shell')
  return shell
}
