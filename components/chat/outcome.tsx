'use client'

import type { ChatMessage, MessageMetadata } from '@/lib/chat/message.ts'
import { Mark, type MarkKind } from '../ui/mark.tsx'
import { billsAfterStop } from './bills-after-stop.ts'
import { FailureCard } from './failure-card.tsx'
import { keptOf } from './kept.ts'
import type { RetryCountdown } from './use-retry-countdown.ts'

interface OutcomeProps {
  message: ChatMessage
  /** Nothing can be asked again now. */
  busy: boolean
  countdown: RetryCountdown | null
  metadata: MessageMetadata
}

/** How an answer ended, where that is not simply its last word. */
export function Outcome({ message, metadata, busy, countdown }: OutcomeProps) {
  const { status, failure, finishReason } = metadata
  if (failure) {
    return (
      <FailureCard failure={failure} metadata={metadata} messageId={message.id} kept={keptOf(message)} busy={busy} countdown={countdown} />
    )
  }
  if (status === 'complete') return finishReason === 'length' ? <EndLine kind="stopped" word="Cut at the token limit" /> : null
  if (status === 'stopped') return <EndLine kind="stopped" word={stopWords(metadata)} more={billsAfterStop(message)} />
  if (status === 'interrupted') return <EndLine kind="interrupted" word="Interrupted" />
  if (status === 'failed') return <EndLine kind="failed" word="Failed" />
  return null
}

function stopWords({ cap }: MessageMetadata): string {
  if (!cap || cap.estimatePicoUsd === null) return 'Stopped by you'
  return cap.budget === undefined ? 'Stopped at its cost cap' : 'Stopped: what your budget had left is used up'
}

function EndLine({ kind, word, more = null }: { kind: MarkKind; word: string; more?: string | null }) {
  return (
    <div className="text-ink-3 text-ui">
      <p>
        <Mark kind={kind} word={word} />
      </p>
      {more !== null && <p>{more}</p>}
    </div>
  )
}
