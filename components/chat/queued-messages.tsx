'use client'

import type { RefObject } from 'react'
import { Button } from '../ui/button.tsx'
import type { QueueState } from './message-queue.ts'
import type { QueuedQuestions } from './queued-questions.ts'
import { QueuedRow } from './queued-row.tsx'

interface QueuedMessagesProps {
  queue: QueuedQuestions
  state: QueueState
  /** Ids of the branch on screen. */
  shown: readonly string[]
  /** Who would be asked now. */
  model: string
  /** An answer is being written. */
  busy: boolean
  field: RefObject<HTMLTextAreaElement | null>
}

/** What waits to be asked, in its order, above the field. */
export function QueuedMessages({ queue, state, shown, model, busy, field }: QueuedMessagesProps) {
  // The one that is on its way stands in the transcript already.
  const items = state.items.filter(({ id }) => !shown.includes(id))
  if (items.length === 0) return null
  const elsewhere = !busy && state.now === null && (state.after === null ? shown.length > 0 : !shown.includes(state.after))
  const backToField = () => field.current?.focus()
  return (
    <section aria-label="Queued messages" className="mb-2 rounded-md bg-surface px-4 py-1.5">
      <div className="flex min-h-8 items-center justify-between gap-3 pb-1.5">
        <p role="status" className="text-ink-2 text-ui">
          {words(state, items.length, elsewhere)}
        </p>
        {(state.paused !== null || elsewhere) && <Button onClick={() => queue.resume()}>Resume</Button>}
      </div>
      <ol className="max-h-40dvh overflow-y-auto">
        {items.map((item, index) => (
          <QueuedRow
            key={item.id}
            item={item}
            isFirst={index === 0}
            isLast={index === items.length - 1}
            busy={busy}
            model={model}
            onMove={by => queue.store.move(item.id, by)}
            onHold={() => queue.store.hold(item.id)}
            onEdit={text => queue.store.edit(item.id, text)}
            onDrop={() => {
              queue.store.drop(item.id)
              backToField()
            }}
            onSendNow={() => {
              queue.sendNow(item.id)
              backToField()
            }}
          />
        ))}
      </ol>
    </section>
  )
}

function words({ paused, unreachable }: QueueState, count: number, elsewhere: boolean): string {
  if (paused !== null) return `${paused} ${count === 1 ? 'This waits' : 'These wait'} until you resume.`
  if (unreachable) return `No connection to Steno. ${count === 1 ? 'This is' : 'These are'} kept, and sent once it is back.`
  if (elsewhere) return `${count === 1 ? 'This waits' : 'These wait'} behind an answer of another branch.`
  return count === 1 ? 'Queued: sent when the answer has ended.' : `${count} queued: each is sent when the answer before it has ended.`
}
