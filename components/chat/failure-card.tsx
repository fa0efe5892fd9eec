'use client'

import { memo, useEffect, useState } from 'react'
import type { Failure, FailureCode } from '@/lib/chat/failure.ts'
import type { MessageMetadata } from '@/lib/chat/message.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { useChatActions } from './chat-actions.ts'
import type { FailureAction } from './failure-action.ts'
import { FailureButton } from './failure-button.tsx'
import { FailureDetails } from './failure-details.tsx'
import { failureWords, type Kept } from './failure-words.ts'
import { useElapsed } from './use-elapsed.ts'
import type { RetryCountdown } from './use-retry-countdown.ts'

/** Limits of OpenRouter's own, which are full again at a time that it names. */
const ownLimits = new Set<FailureCode>(['platform_rate_limit', 'key_limit'])

interface FailureCardProps {
  failure: Failure
  metadata: MessageMetadata
  messageId: string
  kept: Kept
  /** Another turn is running: nothing can be asked now. */
  busy: boolean
  /** Set while this question waits to be asked again by itself. */
  countdown: RetryCountdown | null
}

/** Stands where the text is missing: what happened, who did it, what now. */
export const FailureCard = memo(function FailureCard({ failure, metadata, messageId, kept, busy, countdown }: FailureCardProps) {
  const [details, setDetails] = useState(false)
  const { stopCounting } = useChatActions()
  const { title, sentence, actions, quote } = failureWords({ failure, metadata, kept })
  const shown = countdown ? besideCounting(actions) : actions
  return (
    <Notice
      tone={metadata.status === 'interrupted' ? 'warning' : 'danger'}
      title={title}
      more={details && <FailureDetails failure={failure} messageId={messageId} />}
      actions={
        <>
          {shown.map(action => (
            <FailureButton
              key={JSON.stringify(action)}
              action={action}
              questionId={metadata.parentId}
              answerId={messageId}
              busy={busy}
              counting={countdown !== null}
            />
          ))}
          {countdown && (
            <Button variant="ghost" onClick={stopCounting}>
              Stop counting
            </Button>
          )}
          <Button variant="ghost" aria-expanded={details} onClick={() => setDetails(!details)}>
            Details
          </Button>
        </>
      }
    >
      <p>
        {sentence}
        {failure.resetsAt !== undefined && ownLimits.has(failure.code) && <ResetTime at={failure.resetsAt} />}
        {countdown && <RetryingIn countdown={countdown} />}
      </p>
      {failure.flaggedInput && <p className="wrap-anywhere mt-1 border-line-strong border-l pl-2 text-ui">{failure.flaggedInput}</p>}
      {quote && <p className="wrap-anywhere mt-1 text-ink-3 text-ui">{quote}</p>}
      {failure.remedyHint && <p className="wrap-anywhere mt-1 text-ink-3 text-ui">{failure.remedyHint}</p>}
    </Notice>
  )
})

/** Stop counting takes the third place: what remains is not to wait, and the likeliest other step. */
function besideCounting(actions: readonly FailureAction[]): readonly FailureAction[] {
  const other = actions.find(({ type }) => type !== 'retry')
  return actions.filter(action => action.type === 'retry' || action === other)
}

/** " Retrying in 0:18." */
function RetryingIn({ countdown: { startedAt, waitMs } }: { countdown: RetryCountdown }) {
  const seconds = Math.max(0, Math.ceil((waitMs - (useElapsed(startedAt) ?? 0)) / 1000))
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  return (
    <>
      {' '}
      <span className="figures whitespace-nowrap">Retrying in {clock}</span>.
    </>
  )
}

/** The moment in the reader's own time zone, which the server does not know. */
function ResetTime({ at }: { at: string }) {
  const [text, setText] = useState('')

  useEffect(() => {
    const moment = new Date(at)
    const sameDay = moment.toDateString() === new Date().toDateString()
    const day = sameDay ? {} : ({ day: 'numeric', month: 'short' } as const)
    setText(new Intl.DateTimeFormat('en-GB', { ...day, hour: '2-digit', minute: '2-digit' }).format(moment))
  }, [at])
  if (text === '') return null
  return (
    <>
      {' '}
      The limit is full again at <time dateTime={at}>{text}</time>.
    </>
  )
}
