'use client'

import Link from 'next/link'
import { memo, type ReactNode, useState } from 'react'
import type { Failure } from '@/lib/chat/failure.ts'
import type { MessageMetadata } from '@/lib/chat/message.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Notice } from '../ui/notice.tsx'
import { RawText } from '../ui/raw-text.tsx'
import { useChatActions } from './chat-actions.ts'
import { type FailureAction, failureWords } from './failure-words.ts'

interface FailureCardProps {
  failure: Failure
  metadata: MessageMetadata
  hasText: boolean
  /** Another turn is running: nothing can be asked now. */
  busy: boolean
}

const creditsUrl = 'https://openrouter.ai/settings/credits'
const linkClass =
  'hit inline-flex h-8 items-center rounded-sm border border-line-strong bg-raised px-3 font-medium text-ink text-ui hover:bg-surface'

/** Stands where the text is missing: what happened, who did it, what now. */
export const FailureCard = memo(function FailureCard({ failure, metadata, hasText, busy }: FailureCardProps) {
  const [details, setDetails] = useState(false)
  const { title, sentence, actions, quote } = failureWords({ failure, metadata, hasText })
  return (
    <Notice
      tone={metadata.status === 'interrupted' ? 'warning' : 'danger'}
      title={title}
      actions={
        <>
          {actions.map(action => (
            <FailureButton key={action} action={action} questionId={metadata.parentId} busy={busy} />
          ))}
          <Button variant="ghost" aria-expanded={details} onClick={() => setDetails(!details)}>
            Details
          </Button>
        </>
      }
    >
      <p>{sentence}</p>
      {quote && failure.message && <p className="wrap-anywhere mt-1 text-ink-3 text-ui">{failure.message}</p>}
      {details && <FailureDetails failure={failure} />}
    </Notice>
  )
})

function FailureButton({ action, questionId, busy }: { action: FailureAction; questionId: string | null; busy: boolean }): ReactNode {
  const { retry, goOn, editQuestion, openModels } = useChatActions()
  switch (action) {
    case 'retry':
      return (
        <Button disabled={busy} onClick={() => questionId !== null && retry(questionId)}>
          Retry
        </Button>
      )
    case 'continue':
      return (
        <Button disabled={busy} onClick={goOn}>
          Continue
        </Button>
      )
    case 'edit':
      return <Button onClick={() => questionId !== null && editQuestion(questionId)}>Edit the question</Button>
    case 'model':
      return <Button onClick={openModels}>Other model</Button>
    case 'settings':
      return (
        <Link href="/settings" className={linkClass}>
          Open settings
        </Link>
      )
    case 'credits':
      return (
        <a href={creditsUrl} target="_blank" rel="noopener noreferrer" className={linkClass}>
          Add credit ↗
        </a>
      )
  }
}

function FailureDetails({ failure }: { failure: Failure }) {
  const facts: [string, string | undefined][] = [
    ['Code', failure.code],
    ['Status', failure.status?.toString()],
    ['Provider', failure.provider],
    ['Generation', failure.generationId],
    ['Message', failure.message || undefined]
  ]
  const known = facts.filter((fact): fact is [string, string] => fact[1] !== undefined)
  const raw = failure.details === undefined ? null : JSON.stringify(failure.details, null, 2)
  const everything = [...known.map(([name, value]) => `${name}: ${value}`), ...(raw === null ? [] : [raw])].join('\n')
  return (
    <div className="mt-3 border-line border-t pt-2 text-ui">
      <div className="flex items-start justify-between gap-2">
        <dl className="min-w-0 flex-1">
          {known.map(([name, value]) => (
            <div key={name} className="flex gap-3">
              <dt className="w-20 shrink-0 text-ink-3">{name}</dt>
              <dd className="wrap-anywhere min-w-0 font-mono">{value}</dd>
            </div>
          ))}
        </dl>
        <CopyButton text={everything} label="Copy details" />
      </div>
      {raw !== null && <RawText text={raw} className="mt-2 text-ink-2 text-note" />}
    </div>
  )
}
