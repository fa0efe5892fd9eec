'use client'

import type { ReactNode } from 'react'
import type { ChatMessage, MessageMetadata } from '@/lib/chat/message.ts'
import { Button } from '../ui/button.tsx'
import { Mark, type MarkKind } from '../ui/mark.tsx'
import { billsAfterStop } from './bills-after-stop.ts'
import { useChatActions } from './chat-actions.ts'
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
  const goOn = keptOf(message) === 'text' ? <GoOn answerId={message.id} busy={busy} /> : null
  if (status === 'complete') {
    return finishReason === 'length' ? <EndLine kind="stopped" word="Cut at the token limit" next={goOn} /> : null
  }
  if (status === 'stopped') return <EndLine kind="stopped" word={stopWords(metadata)} more={billsAfterStop(message)} next={goOn} />
  if (status === 'interrupted') return <EndLine kind="interrupted" word="Interrupted" next={goOn} />
  if (status === 'failed') return <EndLine kind="failed" word="Failed" />
  return null
}

function stopWords({ cap }: MessageMetadata): string {
  if (!cap || cap.estimatePicoUsd === null) return 'Stopped by you'
  return cap.budget === undefined ? 'Stopped at its cost cap' : 'Stopped: what your budget had left is used up'
}

interface EndLineProps {
  kind: MarkKind
  word: string
  more?: string | null
  /** What can be done now. */
  next?: ReactNode
}

function EndLine({ kind, word, more = null, next }: EndLineProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-ink-3 text-ui">
      <div>
        <p>
          <Mark kind={kind} word={word} />
        </p>
        {more !== null && <p>{more}</p>}
      </div>
      {next}
    </div>
  )
}

/** What there is of a cut answer is gone on with, by a question that everybody can read. */
function GoOn({ answerId, busy }: { answerId: string; busy: boolean }) {
  const { goOn } = useChatActions()
  return (
    <Button disabled={busy} onClick={() => goOn(answerId)}>
      Continue
    </Button>
  )
}
