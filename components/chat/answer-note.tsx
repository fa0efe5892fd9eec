'use client'

import { memo } from 'react'
import type { MessageMetadata } from '@/lib/chat/message.ts'
import { formatDuration, formatTokens } from '@/lib/cost/format.ts'
import { picoUsdFromJson } from '@/lib/cost/pico-usd.ts'
import { classNames } from '../ui/class-names.ts'
import { Mark } from '../ui/mark.tsx'
import { askedWords, costElsewhere, costFigure, type TokenFigure, timingFigures, tokenFigures } from './answer-figures.ts'
import { useElapsed } from './use-elapsed.ts'

interface AnswerNoteProps {
  metadata: MessageMetadata
  model: string
  /** What the cache was good for. */
  cacheNote: string | null
  /** When the running turn began on this page's clock; `null` once it has ended. */
  runningSince: number | null
}

/** The figures of an answer: in the margin where there is one, else in two lines below it. */
export const AnswerNote = memo(function AnswerNote({ metadata, model, cacheNote, runningSince }: AnswerNoteProps) {
  const asked = askedWords(metadata)
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-4 border-line border-t pt-2 text-ink-2 text-note @marginalia:sticky @marginalia:top-4 @marginalia:block @marginalia:border-0 @marginalia:pt-0">
      <p className="min-w-0">
        <span className="wrap-anywhere font-medium text-ink">{model}</span>
        {metadata.provider && (
          <>
            <span className="@marginalia:hidden"> · </span>
            <span className="@marginalia:block">
              <span className="hidden @marginalia:inline">via </span>
              {metadata.provider}
            </span>
          </>
        )}
      </p>
      <div className="order-last flex w-full flex-wrap items-baseline gap-x-3 text-ink-3 @marginalia:block">
        <Timing metadata={metadata} runningSince={runningSince} />
        {asked.length > 0 && <p>{asked.join(' · ')}</p>}
        <Tokens figures={tokenFigures(metadata)} />
        {cacheNote !== null && <p className="figures @marginalia:mt-1">{cacheNote}</p>}
      </div>
      <Cost metadata={metadata} />
    </div>
  )
})

function Timing({ metadata, runningSince }: { metadata: MessageMetadata; runningSince: number | null }) {
  const elapsedMs = useElapsed(runningSince)
  const first = metadata.timeToFirstTokenMs
  const figures =
    runningSince === null
      ? timingFigures(metadata)
      : [
          ...(first === undefined ? [] : [`first ${formatDuration(first)}`]),
          ...(elapsedMs === null ? [] : [`${formatDuration(Math.floor(elapsedMs / 1000) * 1000)} so far`])
        ]
  if (figures.length === 0) return null
  return <p className="figures">{figures.join(' · ')}</p>
}

function Tokens({ figures }: { figures: readonly TokenFigure[] }) {
  if (figures.length === 0) return null
  return (
    <dl className="dotted flex flex-wrap @marginalia:mt-2 @marginalia:block">
      {figures.map(({ label, count, part }) => (
        <div key={label} className="flex items-baseline gap-x-1 @marginalia:justify-between">
          <dt className={classNames('order-2 @marginalia:order-none', part && '@marginalia:pl-3')}>{label}</dt>
          <dd className="figures order-1 @marginalia:order-none @marginalia:text-ink-2">
            <data value={count}>
              <span className="@marginalia:hidden">{formatTokens(count, 'glance')}</span>
              <span className="column hidden @marginalia:inline">{formatTokens(count)}</span>
            </data>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Cost({ metadata }: { metadata: MessageMetadata }) {
  const elsewhere = costElsewhere(metadata)
  if (elsewhere !== null) return <p className="text-ink-3 @marginalia:mt-2">{elsewhere}</p>
  return <OwnCost metadata={metadata} />
}

function OwnCost({ metadata }: { metadata: MessageMetadata }) {
  const { amount, mark, word } = costFigure(metadata)
  const dollars = metadata.costPicoUsd === undefined ? undefined : Number(picoUsdFromJson(metadata.costPicoUsd)) / 1e12
  return (
    <p className="flex items-baseline justify-between gap-2 @marginalia:mt-2 @marginalia:border-line-strong @marginalia:border-t @marginalia:pt-1.5">
      {amount !== null && (
        <data value={dollars} className="font-medium font-mono text-ink">
          {amount}
        </data>
      )}
      <span className="text-ink-3">
        <Mark kind={mark} word={word} />
      </span>
    </p>
  )
}
