'use client'

import { usePathname } from 'next/navigation'
import { useMemo, useSyncExternalStore } from 'react'
import { Button } from '../ui/button.tsx'
import { ConversationRow } from './conversation-row.tsx'
import { groupByDay } from './group-by-day.ts'
import { useShell } from './shell-context.ts'

const never = () => () => undefined

/** Conversations by day, newest first. */
export function ConversationList({ renderedAt }: { renderedAt: string }) {
  const { list } = useShell()
  const { conversations, nextCursor, stale } = useSyncExternalStore(list.subscribe, list.getState, list.getState)
  const pathname = usePathname()
  // The server does not know where the reader's days begin; the first drawing agrees with it.
  const mounted = useSyncExternalStore(
    never,
    () => true,
    () => false
  )
  const groups = useMemo(
    () =>
      groupByDay(
        conversations,
        mounted ? new Date() : new Date(renderedAt),
        mounted ? Intl.DateTimeFormat().resolvedOptions().timeZone : 'UTC'
      ),
    [conversations, mounted, renderedAt]
  )
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-2.5 pb-4">
      {conversations.length === 0 && <p className="px-2 pt-4 text-ink-3 text-ui">Nothing on the record yet.</p>}
      {groups.map(group => (
        <section key={group.label} aria-label={group.label} className="pt-4">
          <h2 className="px-2 pb-1 text-ink-3 text-note">{group.label}</h2>
          <ul>
            {group.conversations.map(conversation => (
              <ConversationRow key={conversation.id} conversation={conversation} current={pathname === `/c/${conversation.id}`} />
            ))}
          </ul>
        </section>
      ))}
      {stale && (
        <p role="status" className="px-2 pt-4 text-note text-warning">
          Steno cannot be reached; this list may be old.
        </p>
      )}
      {nextCursor !== null && (
        <Button variant="ghost" className="mt-2 w-full" onClick={() => void list.loadOlder()}>
          Show older
        </Button>
      )}
    </div>
  )
}
