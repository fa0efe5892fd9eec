import type { ChatMessage, MessageMetadata } from '@/lib/chat/message.ts'
import type { ModelSummary } from '@/lib/chat/model-summary.ts'
import type { ReasoningEffort } from '@/lib/chat/turn-request.ts'
import { cacheSaving } from '@/lib/cost/cache-loss.ts'
import { formatCost, formatDuration, formatSpeed, formatTokens, unknownFigure } from '@/lib/cost/format.ts'
import { type PicoUsd, picoUsd, picoUsdFromJson } from '@/lib/cost/pico-usd.ts'
import { promptTokens } from '@/lib/cost/token-usage.ts'
import { effortNames } from '../models/efforts.ts'
import type { MarkKind } from '../ui/mark.tsx'

export interface TokenFigure {
  label: 'in' | 'cached' | 'out' | 'thought'
  count: number
  /** Part of the line above it. */
  part: boolean
}

/** Tokens of an answer as far as they are known: what is not known has no line. */
export function tokenFigures({ usage }: MessageMetadata): TokenFigure[] {
  if (!usage) return []
  const figures: { label: TokenFigure['label']; count: number | null; part: boolean }[] = [
    { label: 'in', count: promptTokens(usage), part: false },
    { label: 'cached', count: usage.cacheReadTokens || null, part: true },
    { label: 'out', count: usage.outputTokens, part: false },
    { label: 'thought', count: usage.reasoningTokens || null, part: true }
  ]
  return figures.flatMap(({ label, count, part }) => (count === null ? [] : [{ label, count, part }]))
}

/** Time to the first token and speed of an ended answer. */
export function timingFigures({ timeToFirstTokenMs, durationMs, usage }: MessageMetadata): string[] {
  const speed =
    timeToFirstTokenMs === undefined || durationMs === undefined ? null : formatSpeed(usage?.outputTokens, durationMs - timeToFirstTokenMs)
  return [...(timeToFirstTokenMs === undefined ? [] : [formatDuration(timeToFirstTokenMs)]), ...(speed === null ? [] : [speed])]
}

/** What the cache was good for: "85% cached, saved ≈ $0.0031"; `null` when nothing was read from it. */
export function cacheNote({ usage }: MessageMetadata, model: ModelSummary | undefined): string | null {
  const prompt = usage && promptTokens(usage)
  if (!usage?.cacheReadTokens || !prompt) return null
  const share = `${Math.round((100 * usage.cacheReadTokens) / prompt)}% cached`
  const saved = cacheSaving(usage.cacheReadTokens, model)
  return saved === null ? share : `${share}, saved ≈\u202f${formatCost(saved, 'note')}`
}

/** What an answer was asked with besides its model: an effort or a budget, and by what its provider was chosen. */
export function askedWords({ effort, sort }: MessageMetadata): string[] {
  return [...(effort === undefined ? [] : [`thinking: ${effortWord(effort)}`]), ...(sort === undefined ? [] : [sortWords[sort]])]
}

function effortWord(effort: string): string {
  const tokens = Number(effort)
  return Number.isNaN(tokens) ? effortNames[effort as ReasoningEffort] : `${formatTokens(tokens)} tokens`
}

const sortWords: Record<NonNullable<MessageMetadata['sort']>, string> = {
  price: 'cheapest provider',
  throughput: 'fastest provider',
  latency: 'promptest provider',
  exacto: 'best provider for tools'
}

/** Why an answer has no cost of its own; `null`: it has. */
export function costElsewhere({ editedFrom, copiedFrom }: MessageMetadata): string | null {
  if (editedFrom !== undefined) return 'edited by you, no cost'
  return copiedFrom === undefined ? null : 'billed in the original chat'
}

/** What all answers of a conversation have saved by it, at today's list prices; those of the demo only where there are no others. */
export function savedByCache(tree: readonly ChatMessage[], modelOf: (id: string | undefined) => ModelSummary | undefined): PicoUsd | null {
  const answers = tree.filter(({ role, metadata }) => role === 'assistant' && metadata?.copiedFrom === undefined)
  const billed = answers.filter(({ metadata }) => metadata?.upstream !== 'demo')
  const savings = (billed.length > 0 ? billed : answers).flatMap(
    ({ metadata }) => cacheSaving(metadata?.usage?.cacheReadTokens ?? null, modelOf(metadata?.model)) ?? []
  )
  return savings.length === 0 ? null : picoUsd(savings.reduce((sum, saved) => sum + saved, 0n))
}

export interface CostFigure {
  /** `null` while nothing is known and something may come. */
  amount: string | null
  mark: MarkKind
  word: string
}

/** What an answer cost, with the state that the figure is in. */
export function costFigure(metadata: MessageMetadata): CostFigure {
  const { status, costPicoUsd, costState, upstream } = metadata
  const amount = costPicoUsd === undefined ? null : picoUsdFromJson(costPicoUsd)
  if (status === 'streaming') return { amount: null, mark: 'running', word: 'running' }
  if (costState === 'pending') return { amount: amount ? `at least ${formatCost(amount, 'note')}` : null, mark: 'pending', word: 'pending' }
  if (costState !== 'billed' || amount === null) {
    return { amount: amount ? `at least ${formatCost(amount, 'note')}` : unknownFigure, mark: 'unknown', word: 'unknown' }
  }
  const figure = formatCost(amount, 'note')
  if (amount === 0n) return { amount: figure, mark: 'billed', word: status === 'complete' ? 'free model' : 'not billed' }
  return upstream === 'demo' ? { amount: figure, mark: 'simulated', word: 'simulated' } : { amount: figure, mark: 'billed', word: 'billed' }
}
