'use client'

import RefreshCw from 'lucide-react/icons/refresh-cw'
import { memo } from 'react'
import type { ChatMessage } from '@/lib/chat/message.ts'
import { IconButton } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Mark } from '../ui/mark.tsx'
import { AnswerNote } from './answer-note.tsx'
import { type Siblings, textOf } from './branch-view.ts'
import { useChatActions } from './chat-actions.ts'
import { EntryMark } from './entry-mark.tsx'
import { Outcome } from './outcome.tsx'
import { AnswerParts } from './parts/answer-parts.tsx'
import { SiblingNav } from './sibling-nav.tsx'
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
  const text = textOf(message)
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
        <AnswerParts message={message} live={live} />
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
      {!live && (
        <div className="-mx-2 flex h-8 items-center gap-2 pointer-coarse:h-11 pointer-coarse:gap-5 md:col-start-2 @marginalia:row-start-2">
          <CopyButton text={text} />
          <RetryButton questionId={metadata?.parentId ?? null} busy={busy} />
          {siblings && <SiblingNav siblings={siblings} what="answer" />}
        </div>
      )}
    </article>
  )
})

function RetryButton({ questionId, busy }: { questionId: string | null; busy: boolean }) {
  const { retry } = useChatActions()
  return (
    <IconButton label="Retry" disabled={busy || questionId === null} onClick={() => questionId !== null && retry(questionId)}>
      <RefreshCw />
    </IconButton>
  )
}
