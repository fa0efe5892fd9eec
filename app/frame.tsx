import { cookies } from 'next/headers'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { Shell } from '@/components/conversations/shell.tsx'
import { currentUserId } from '@/lib/auth/current-user.ts'
import { listConversations } from '@/lib/db/conversations.ts'
import { readCatalogue } from '@/lib/turn/catalogue.ts'
import { readSettingsView } from '@/lib/turn/upstream.ts'

/** The shell around pages, with what it shows read on the server. */
export async function Frame({ children }: { children: ReactNode }) {
  // Rendered per request like the root layout, which is rendered beside it: at build time there is no database.
  await connection()
  const userId = await currentUserId()
  const [conversations, catalogue, settings, cookieStore] = await Promise.all([
    listConversations(userId),
    readCatalogue(userId),
    readSettingsView(userId),
    cookies()
  ])
  return (
    <Shell
      conversations={conversations}
      catalogue={catalogue}
      settings={settings}
      sidebarClosed={cookieStore.get('steno-sidebar')?.value === 'closed'}
      welcomed={cookieStore.get('steno-welcomed')?.value === 'yes'}
      renderedAt={new Date().toISOString()}
    >
      {children}
    </Shell>
  )
}
