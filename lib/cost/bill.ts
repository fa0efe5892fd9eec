import type { CostTotal } from '../chat/conversation.ts'
import { type PicoUsd, picoUsd, picoUsdFromJson } from './pico-usd.ts'
import { addTokenUsage, type CostState, noTokenUsage, promptTokens, type TokenUsage } from './token-usage.ts'

/** Amounts of a call or a sum: decimal strings of pico-dollars, `null` when none is known. All but the last are parts of what it cost. */
export interface BillParts {
  /** With a provider key of the user's own: the provider's share, and OpenRouter's fee. */
  providerPicoUsd: string | null
  feePicoUsd: string | null
  /** Server tools. */
  toolFeePicoUsd: string | null
  reasoningPicoUsd: string | null
  /** What the prompt cache spared at list prices; below 0 where writing to it cost more. */
  cacheSavedPicoUsd: string | null
}

/** One request as the ledger has it. */
export interface BillCall extends TokenUsage, BillParts {
  id: string
  /** OpenRouter's; `null` when none was ever seen. */
  generationId: string | null
  /** chat | compare | title | merge */
  kind: string
  /** Step within the message, and attempt within the step, both from 0. */
  position: number
  attempt: number
  model: string
  servedModel: string | null
  provider: string | null
  effort: string | null
  costPicoUsd: string | null
  costState: CostState
  /** Look-ups made so far, and the ISO 8601 time of the next one; `null`: none is due. */
  lookups: number
  nextLookupAt: string | null
  finishReason: string | null
  nativeFinishReason: string | null
  errorCode: string | null
  timeToFirstTokenMs: number | null
  durationMs: number | null
  createdAt: string
}

/** The requests of one message, or a request that belongs to none. */
export interface BillEntry {
  messageId: string | null
  /** Which question of its branch the message answers, from 1; `null` when it is gone. */
  ordinal: number | null
  /** Column of a comparison. */
  lane: number | null
  /** By step, then by attempt. */
  calls: BillCall[]
}

/** Lanes of a comparison, the selected branch, everything on other branches, titles. */
export type BillPart = 'lanes' | 'branch' | 'others' | 'titles'

/** What one upstream billed, in the order of the tree; parts without an entry are left out. */
export interface Ledger {
  upstream: 'demo' | 'openrouter'
  parts: { part: BillPart; entries: BillEntry[] }[]
}

/** Every request of a conversation. */
export interface ConversationBill {
  conversationId: string
  kind: 'chat' | 'compare'
  /** `null`: the conversation was deleted, and what it cost stays. */
  title: string | null
  /** A blind comparison before its vote: there are no ledgers. */
  isHidden: boolean
  /** OpenRouter's first. Their totals never mix. */
  ledgers: Ledger[]
}

export interface BillSum extends CostTotal, TokenUsage, BillParts {
  calls: number
}

/** Adds up; what no call says stays unknown. */
export function sumOf(calls: readonly BillCall[]): BillSum {
  return {
    calls: calls.length,
    picoUsd: added(calls.map(call => call.costPicoUsd)) ?? '0',
    pending: calls.filter(call => call.costState === 'pending').length,
    unknown: calls.filter(call => call.costState === 'unknown').length,
    providerPicoUsd: added(calls.map(call => call.providerPicoUsd)),
    feePicoUsd: added(calls.map(call => call.feePicoUsd)),
    toolFeePicoUsd: added(calls.map(call => call.toolFeePicoUsd)),
    reasoningPicoUsd: added(calls.map(call => call.reasoningPicoUsd)),
    cacheSavedPicoUsd: added(calls.map(call => call.cacheSavedPicoUsd)),
    ...calls.reduce<TokenUsage>(addTokenUsage, noTokenUsage)
  }
}

function added(amounts: readonly (string | null)[]): string | null {
  const known = amounts.filter(amount => amount !== null)
  return known.length === 0 ? null : String(known.reduce((sum, amount) => sum + BigInt(amount), 0n))
}

/** The requests of some entries. */
export function callsOf(entries: readonly BillEntry[]): BillCall[] {
  return entries.flatMap(entry => entry.calls)
}

/**
 * What a million tokens of this call have cost, all of its tokens taken together and without server tools; `null` unless every
 * figure that it takes is known, there were tokens, and they were to be paid.
 */
export function pricePerMillion(call: BillCall): PicoUsd | null {
  const prompt = promptTokens(call)
  if (call.costState !== 'billed' || call.costPicoUsd === null || prompt === null || call.outputTokens === null) return null
  const tokens = BigInt(prompt + call.outputTokens)
  const amount = picoUsdFromJson(call.costPicoUsd) - BigInt(call.toolFeePicoUsd ?? 0)
  return tokens === 0n || (amount === 0n && call.errorCode !== null) ? null : picoUsd((amount * 1_000_000n) / tokens)
}
