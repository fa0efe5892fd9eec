import type { CostTotal } from '../chat/conversation.ts'
import { type PicoUsd, picoUsdFromJson } from './pico-usd.ts'
import type { TokenUsage } from './token-usage.ts'

/** A sum over calls. Amounts are decimal strings of pico-dollars; a token count is `null` when no call said one. */
export interface CostSum extends CostTotal, TokenUsage {
  requests: number
  /** Answers of chats that were begun, and those of them that are on no selected branch. */
  answers: number
  discarded: number
  /** Part of `picoUsd`: what the discarded ones cost. */
  discardedPicoUsd: string
  /** Part of `picoUsd`: the providers' share with keys of the user's own, and OpenRouter's fee for those. */
  providerPicoUsd: string
  feePicoUsd: string
  /** Part of `picoUsd`: server tools. */
  toolFeePicoUsd: string
  /** Part of `picoUsd`: reasoning, as far as it can be told. */
  reasoningPicoUsd: string
  /** What the prompt cache spared at list prices; below 0 where writing to it cost more. */
  cacheSavedPicoUsd: string
}

/** What was spent; `null` where nothing but pending and unknown calls could say it. */
export function spentOf(sum: CostTotal): PicoUsd | null {
  return sum.picoUsd === '0' && sum.pending + sum.unknown > 0 ? null : picoUsdFromJson(sum.picoUsd)
}

/** What thinking has cost; `null` where there was some to pay that nobody could put a price on. */
export function thinkingOf(sum: CostSum): PicoUsd | null {
  const isPriced = sum.reasoningPicoUsd !== '0' || !sum.reasoningTokens || spentOf(sum) === 0n
  return isPriced ? picoUsdFromJson(sum.reasoningPicoUsd) : null
}

/** What the prompt cache has saved; the same where it was used. */
export function savingOf(sum: CostSum): PicoUsd | null {
  const isPriced = sum.cacheSavedPicoUsd !== '0' || !(sum.cacheReadTokens || sum.cacheWriteTokens) || spentOf(sum) === 0n
  return isPriced ? picoUsdFromJson(sum.cacheSavedPicoUsd) : null
}

/** A line of a table. */
export interface CostRow {
  /** A slug, a display name, a kind or an id; empty for a blind comparison before its vote, and for a provider that nobody named. */
  key: string
  /** Of a conversation: its title; `null` when it was deleted. */
  title?: string | null
  sum: CostSum
}

/** How many calls an amount does not hold yet, or never will. */
export type OpenCalls = Pick<CostTotal, 'pending' | 'unknown'>

/** A bar of the chart. */
export interface CostSlot extends OpenCalls {
  /** ISO 8601 instants. */
  startsAt: string
  endsAt: string
  /** Pico-dollars of the models that have a series of their own, and of all others together. */
  amounts: Record<string, string>
  others: string
}

/** Series that a chart can tell apart; with more models the last of them is "Other". */
export const mostSeries = 8

export interface CostReport {
  upstream: 'demo' | 'openrouter'
  /** First and last day, and their zone. */
  first: string
  last: string
  zone: string
  total: CostSum
  /** Hours of a day, days of up to a quarter, else months. */
  grain: 'hour' | 'day' | 'month'
  slots: CostSlot[]
  /** Models that have a series in the slots, the most expensive first. */
  series: string[]
  byModel: CostRow[]
  byProvider: CostRow[]
  byKind: CostRow[]
  /** The most expensive; `others` are the rest of them in one sum. */
  byConversation: CostRow[]
  others: { count: number; sum: CostSum } | null
}

/** The line that server tools have among the kinds: what they cost is taken out of the others. */
export const toolFees = 'tool fees'
