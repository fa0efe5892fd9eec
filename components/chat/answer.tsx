'use client'

import { memo, useState } from 'react'
import { lastTextOf, partsBeforeLastText } from '@/lib/chat/edited-parts.ts'
import type { ChatMessage } from '@/lib/chat/message.ts'
import { Mark } from '../ui/mark.tsx'
import { AnswerActions } from './answer-actions.tsx'
import { AnswerEditor } from './answer-editor.tsx'
import { AnswerNote } from './answer-note.tsx'
import type { Siblings } from './branch-view.ts'
import { EntryMark } from './entry-mark.tsx'
import { Outcome } from './outcome.tsx'
import { AnswerParts } from './parts/answer-parts.tsx'
import type { RetryCountdown } from './use-retry-countdown.ts'
import { Waiting } from './waiting.tsx'

interface AnswerProps {
  message: ChatMessage
  ordinal: number
  /** Display name of the model. */
  model: string
  /** What the cache was good for. */
  cacheNote: string | null
  /** When it began on this page's clock, while it is being written; else `null`. */
  runningSince: number | null
  /** Some turn of this conversation is running. */
  busy: boolean
  /** Set while its question waits to be asked again by itself. */
  countdown: RetryCountdown | null
  siblings: Siblings | null
}

/** One answer: mark, what the model did and wrote, its figures, its actions. */
export const Answer = memo(function Answer({ message, ordinal, model, cacheNote, runningSince, busy, countdown, siblings }: AnswerProps) {
  const { metadata } = message
  const live = runningSince !== null
  const [editing, setEditing] = useState(false)
  const text = editing ? lastTextOf(message.parts) : null
  return (
    <article
      id={`a${ordinal}`}
      data-message={message.id}
      aria-label={`Answer ${ordinal}, ${model}`}
      aria-busy={live}
      tabIndex={-1}
      className="entry entry-grid scroll-mt-4 gap-y-3"
    >
      <EntryMark letter="A" ordinal={ordinal} live={live} className="pt-1" />
      <div className="flex min-w-0 flex-col gap-4 md:col-start-2">
        <AnswerParts message={text === null ? message : { ...message, parts: partsBeforeLastText(message.parts) }} live={live} />
        {text !== null && <AnswerEditor answerId={message.id} text={text} onClose={() => setEditing(false)} />}
        {live && <Waiting message={message} who={metadata?.provider ?? model} />}
        {metadata?.reasoningWithheld && (
          <p className="flex items-baseline gap-1.5 text-ink-3 text-ui">
            <Mark kind="withheld" quiet />
            <span>Answered without earlier reasoning: {metadata.provider ?? 'the provider'} refused it. It is kept.</span>
          </p>
        )}
        {metadata && !live && <Outcome message={message} metadata={metadata} busy={busy} countdown={countdown} />}
      </div>
      {metadata && (
        <div className="md:col-start-2 @marginalia:col-start-3 @marginalia:row-span-2 @marginalia:row-start-1 @marginalia:pt-1 @marginalia:pl-14">
          <AnswerNote metadata={metadata} model={model} cacheNote={cacheNote} runningSince={runningSince} />
        </div>
      )}
      {!(live || editing) && <AnswerActions message={message} busy={busy} siblings={siblings} onEdit={() => setEditing(true)} />}
    </article>
  )
})
