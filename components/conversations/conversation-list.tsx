'use client'

import dynamic from 'next/dynamic'
import { usePathname } from 'next/navigation'
import { useMemo, useState, useSyncExternalStore } from 'react'
import type { ConversationSummary } from '@/lib/chat/conversation.ts'
import { Button } from '../ui/button.tsx'
import type { ListView } from './conversation-list-store.ts'
import { ConversationRow } from './conversation-row.tsx'
import { groupByDay } from './group-by-day.ts'
import { ListFilter } from './list-filter.tsx'
import { useShell } from './shell-context.ts'

const SelectionBar = dynamic(() => import('./selection-bar.tsx').then(module => module.SelectionBar), { ssr: false })
const TagDialog = dynamic(() => import('./tag-dialog.tsx').then(module => module.TagDialog), { ssr: false })
const FolderDialog = dynamic(() => import('./folder-dialog.tsx').then(module => module.FolderDialog), { ssr: false })

const never = () => () => undefined

/** Conversations by day, newest first. */
export function ConversationList({ renderedAt }: { renderedAt: string }) {
  const { list } = useShell()
  const { conversations, nextCursor, stale, view } = useSyncExternalStore(list.subscribe, list.getState, list.getState)
  /** Conversations that were chosen; `null` while none are being chosen. */
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null)
  const [tagging, setTagging] = useState<ConversationSummary | null>(null)
  const [moving, setMoving] = useState<readonly string[] | null>(null)
  const pathname = usePathname()
  // The server does not know where the reader's days begin; the first drawing agrees with it.
  const mounted = useSyncExternalStore(
    never,
    () => true,
    () => false
  )
  const groups = useMemo(() => {
    const pinned = conversations.filter(conversation => conversation.pinned)
    return [
      ...(pinned.length > 0 ? [{ label: 'Pinned', conversations: pinned }] : []),
      ...groupByDay(
        conversations.filter(conversation => !conversation.pinned),
        mounted ? new Date() : new Date(renderedAt),
        mounted ? Intl.DateTimeFormat().resolvedOptions().timeZone : 'UTC'
      )
    ]
  }, [conversations, mounted, renderedAt])
  const choose = (id: string) => setChosen(before => toggled(before ?? new Set(), id))
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-2.5 pb-4">
      <ListFilter choosing={chosen !== null} onChoosing={choosing => setChosen(choosing ? new Set() : null)} />
      {chosen !== null && <SelectionBar ids={[...chosen]} archived={view.archived} onMove={setMoving} onDone={() => setChosen(null)} />}
      {conversations.length === 0 && <p className="px-2 pt-4 text-ink-3 text-ui">{emptyText(view)}</p>}
      {groups.map(group => (
        <section key={group.label} aria-label={group.label} className="pt-4">
          <h2 className="px-2 pb-1 text-ink-3 text-note">{group.label}</h2>
          <ul>
            {group.conversations.map(conversation => (
              <ConversationRow
                key={conversation.id}
                conversation={conversation}
                current={pathname === `/c/${conversation.id}`}
                chosen={chosen?.has(conversation.id) ?? null}
                onChoose={choose}
                onMove={setMoving}
                onTag={setTagging}
              />
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
      {tagging !== null && <TagDialog conversation={tagging} onClose={() => setTagging(null)} />}
      {moving !== null && (
        <FolderDialog
          ids={moving}
          onClose={() => {
            setMoving(null)
            setChosen(null)
          }}
        />
      )}
    </div>
  )
}

function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return next
}

function emptyText({ archived, folderId, tag }: ListView): string {
  if (tag !== null) return 'No conversation has this tag.'
  if (archived) return 'Nothing is archived.'
  return folderId === null ? 'Nothing on the record yet.' : 'This folder is empty.'
}
