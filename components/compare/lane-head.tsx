'use client'

import { type ReactNode, useSyncExternalStore } from 'react'
import type { ModelSummary } from '@/lib/chat/model-summary.ts'
import { formatCost, formatDuration, formatTokens, unknownFigure } from '@/lib/cost/format.ts'
import { useElapsed } from '../chat/use-elapsed.ts'
import { Mark } from '../ui/mark.tsx'
import { formatRate } from './figure-columns.ts'
import { type LaneFigures, laneFigures } from './lane-figures.ts'
import { LetterBox } from './letter-box.tsx'
import type { LiveAnswer } from './live-answer.ts'
import { runningEstimate } from './running-estimate.ts'
import { statusMark } from './status-mark.ts'

interface LaneHeadProps {
  lane: number
  answer: LiveAnswer
  /** Model and what is special about the lane; empty while names are hidden. */
  name: string
  variant: string
  model: ModelSummary | undefined
  /** Characters that were sent. */
  sent: number
  menu: ReactNode
}

/** Who answers in a lane, and its figures. Drawn when they change and once a second, not for every word. */
export function LaneHead({ lane, answer, name, variant, model, sent, menu }: LaneHeadProps) {
  const metadata = useSyncExternalStore(answer.subscribe, answer.getMetadata, answer.getMetadata)
  const { runningSince } = answer.getView()
  const elapsedMs = useElapsed(runningSince)
  if (!metadata) return null
  const running =
    runningSince === null
      ? null
      : { elapsedMs: wholeSeconds(elapsedMs), estimate: runningEstimate(model, { sent, written: writtenOf(answer) }) }
  const figures = laneFigures({ lane, name, metadata, running })
  const hidden = name === ''
  const { mark, word } = statusMark[metadata.status]
  return (
    <header className="flex flex-col gap-1.5 bg-surface px-4 pt-3 pb-3">
      <div className="flex h-8 items-center gap-2.5">
        <LetterBox lane={lane} />
        <h2 className="min-w-0 flex-1 truncate font-medium text-body" title={name}>
          {hidden ? `Lane ${figures.letter}` : name}
        </h2>
        {menu}
      </div>
      <p className="flex items-baseline justify-between gap-3 text-ink-2 text-note">
        <span className="truncate" title={variant}>
          {[figures.provider === '' ? '' : `via ${figures.provider}`, variant].filter(Boolean).join(' · ') || '\u00a0'}
        </span>
        {hidden ? <Mark kind={mark} word={word} /> : <Mark kind={figures.mark} word={figures.word} />}
      </p>
      {!hidden && <Figures figures={figures} />}
    </header>
  )
}

function wholeSeconds(elapsedMs: number | null): number | null {
  return elapsedMs === null ? null : Math.floor(elapsedMs / 1000) * 1000
}

/** Characters of an answer, thoughts included. */
export function writtenOf(answer: LiveAnswer): number {
  return answer.latest.message.parts.reduce(
    (sum, part) => sum + (part.type === 'text' || part.type === 'reasoning' ? part.text.length : 0),
    0
  )
}

function Figures({ figures }: { figures: LaneFigures }) {
  const cost = formatCost(figures.costPicoUsd, 'note')
  return (
    <dl className="grid grid-cols-[auto_1fr_auto_1fr] gap-x-3 text-note">
      <Pair name="first" value={formatDuration(figures.firstMs)} />
      <Pair name="in" value={formatTokens(figures.inputTokens)} />
      <Pair name="speed" value={figures.tokensPerSecond === null ? unknownFigure : formatRate(figures.tokensPerSecond)} />
      <Pair name="cached" value={formatTokens(figures.cachedTokens)} />
      <Pair name="time" value={formatDuration(figures.timeMs)} />
      <Pair name="out" value={formatTokens(figures.outputTokens)} />
      <Pair name="finish" value={figures.finish === '' ? unknownFigure : figures.finish} />
      <Pair name="thought" value={formatTokens(figures.reasoningTokens)} />
      <div className="col-span-4 mt-1 flex items-baseline justify-between gap-3">
        <dt className="text-ink-3">cost</dt>
        <dd className={figures.estimated ? 'column text-estimated' : 'column font-medium text-ink'}>
          {figures.estimated && figures.costPicoUsd !== null ? `≈\u202f${cost}` : cost}
        </dd>
      </div>
    </dl>
  )
}

function Pair({ name, value }: { name: string; value: string }) {
  return (
    <div className="contents">
      <dt className="text-ink-3">{name}</dt>
      <dd className="column truncate text-ink-2" title={value}>
        {value}
      </dd>
    </div>
  )
}
