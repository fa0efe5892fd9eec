import type { MessageMetadata } from '../../lib/chat/message.ts'
import { type PicoUsd, picoUsd, picoUsdFromJson } from '../../lib/cost/pico-usd.ts'
import { promptTokens } from '../../lib/cost/token-usage.ts'
import { costFigure } from '../chat/answer-figures.ts'
import type { MarkKind } from '../ui/mark.tsx'
import { laneLetter } from './lane-letter.ts'

/** What is known of one lane's answer, as numbers; `null` is unknown or not there yet. */
export interface LaneFigures {
  lane: number
  letter: string
  /** Model and what is special about the lane; empty while names are hidden. */
  name: string
  provider: string
  firstMs: number | null
  tokensPerSecond: number | null
  timeMs: number | null
  inputTokens: number | null
  /** Part of the input. */
  cachedTokens: number | null
  outputTokens: number | null
  /** Part of the output. */
  reasoningTokens: number | null
  costPicoUsd: PicoUsd | null
  /** Answered by the demo: what it cost is pretended. */
  simulated: boolean
  /** The cost is a guess at list price; it is never added in. */
  estimated: boolean
  /** The cost, or how it went, in one word with its mark. */
  mark: MarkKind
  word: string
  /** Why the model stopped; empty when it did not say. */
  finish: string
  /** It came to its proper end. */
  finished: boolean
}

interface LaneFacts {
  lane: number
  name: string
  metadata: MessageMetadata
  /** So far, of a running answer. */
  running: { elapsedMs: number | null; estimate: PicoUsd | null } | null
}

export function laneFigures({ lane, name, metadata, running }: LaneFacts): LaneFigures {
  const { usage, timeToFirstTokenMs, durationMs, costPicoUsd, costState, status } = metadata
  const writingMs = timeToFirstTokenMs === undefined || durationMs === undefined ? 0 : durationMs - timeToFirstTokenMs
  const known = costPicoUsd === undefined ? null : picoUsdFromJson(costPicoUsd)
  const { mark, word } = costFigure(metadata)
  return {
    lane,
    letter: laneLetter(lane),
    name,
    provider: metadata.provider ?? '',
    firstMs: timeToFirstTokenMs ?? null,
    tokensPerSecond: usage?.outputTokens && writingMs > 0 ? usage.outputTokens / (writingMs / 1000) : null,
    timeMs: running ? running.elapsedMs : (durationMs ?? null),
    inputTokens: usage ? promptTokens(usage) : null,
    cachedTokens: usage?.cacheReadTokens ?? null,
    outputTokens: usage?.outputTokens ?? null,
    reasoningTokens: usage?.reasoningTokens ?? null,
    costPicoUsd: running ? running.estimate : known,
    simulated: metadata.upstream === 'demo',
    estimated: running !== null,
    mark,
    word: costState !== undefined && costState !== 'billed' && known ? `at least, ${word}` : word,
    finish: finishOf(metadata),
    finished: status === 'complete'
  }
}

/** What the lanes have cost together; estimates are never added in, nor is what the demo pretends to what was billed. */
export function totalCost(rows: readonly LaneFigures[]): { picoUsd: PicoUsd; partial: boolean } {
  const billed = rows.filter(row => !row.simulated)
  const counted = billed.length > 0 ? billed : rows
  return {
    picoUsd: picoUsd(counted.reduce((sum, row) => sum + (row.estimated ? 0n : (row.costPicoUsd ?? 0n)), 0n)),
    partial: counted.some(row => row.estimated || row.costPicoUsd === null || row.mark === 'pending' || row.mark === 'unknown')
  }
}

function finishOf({ status, finishReason, cap }: MessageMetadata): string {
  switch (status) {
    case 'streaming':
      return ''
    case 'complete':
      return finishReason ?? ''
    case 'stopped':
      return cap ? 'cap' : 'stopped'
    case 'interrupted':
      return 'interrupted'
    case 'failed':
      return 'failed'
  }
}
