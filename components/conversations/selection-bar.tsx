'use client'

import { Button } from '../ui/button.tsx'
import { useShell } from './shell-context.ts'

interface SelectionBarProps {
  ids: readonly string[]
  /** They are archived ones. */
  archived: boolean
  onMove: (ids: readonly string[]) => void
  onDone: () => void
}

/** What can be done with several conversations at once. */
export function SelectionBar({ ids, archived, onMove, onDone }: SelectionBarProps) {
  const { keepConversations, exportChats } = useShell()
  const many = ids.length === 1 ? '1 conversation' : `${ids.length} conversations`
  const keep = (change: Parameters<typeof keepConversations>[1], done: string) => {
    keepConversations(ids, change, `${done} ${many}`)
    onDone()
  }
  const disabled = ids.length === 0
  return (
    <section aria-label="Selected conversations" className="sticky top-0 z-10 border-line border-b bg-surface px-2 py-2">
      <p role="status" className="text-ink-3 text-note">
        {ids.length === 0 ? 'Choose conversations' : `${many} selected`}
      </p>
      <div className="-mx-1 mt-1 flex flex-wrap justify-between gap-y-1 pointer-coarse:-mx-3 pointer-coarse:justify-start pointer-coarse:gap-y-3">
        <Button variant="ghost" small disabled={disabled} onClick={() => keep({ pinned: true }, 'Pinned')}>
          Pin
        </Button>
        <Button variant="ghost" small disabled={disabled} onClick={() => onMove(ids)}>
          Move
        </Button>
        {archived ? (
          <Button variant="ghost" small disabled={disabled} onClick={() => keep({ archived: false }, 'Unarchived')}>
            Unarchive
          </Button>
        ) : (
          <Button variant="ghost" small disabled={disabled} onClick={() => keep({ archived: true }, 'Archived')}>
            Archive
          </Button>
        )}
        <Button variant="ghost" small disabled={disabled} onClick={() => exportChats(ids)}>
          Export
        </Button>
        <Button variant="ghost" small disabled={disabled} onClick={() => keep({ deleted: true }, 'Deleted')}>
          Delete
        </Button>
      </div>
    </section>
  )
}
