import { z } from 'zod'
import { picoUsd, picoUsdFromDollars } from '../cost/pico-usd.ts'
import { type CostSplit, cacheSaving, reasoningShare, type TokenPrices } from '../cost/shares.ts'
import { noTokenUsage, type TokenUsage } from '../cost/token-usage.ts'
import type { GenerationOutcome } from '../db/ledger.ts'
import { generationSchema, usageSchema } from '../openrouter/wire.ts'

/** First look-ups of a cost, by number of tries made: 10 s, 1, 3, 10, 60 min, then every 6 h until a day has passed. */
const lookupDelaysMs = [10_000, 60_000, 180_000, 600_000, 3_600_000, 21_600_000, 21_600_000, 21_600_000, 21_600_000]

/** When to ask again after `lookups` tries; `null`: give up, the cost is unknown. */
export function nextLookup(lookups: number, now: Date): Date | null {
  const delay = lookupDelaysMs[lookups]
  return delay === undefined ? null : new Date(now.getTime() + delay)
}

/** Kept as it came: a quoted amount can have more digits than a number holds. */
const dollars = z
  .union([z.number(), z.string().regex(/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i)])
  .nullish()
  .catch(undefined)

/** The stream's usage object, with its amounts to the last digit. */
const exactUsage = usageSchema.extend({
  cost: dollars,
  cost_details: z
    .looseObject({
      upstream_inference_cost: dollars,
      upstream_inference_prompt_cost: dollars,
      upstream_inference_completions_cost: dollars
    })
    .nullish()
    .catch(undefined)
})

const word = z.string().nullish().catch(undefined)

/** The record that the generation endpoint keeps, with what the ledger wants besides the figures. */
const generationRecord = generationSchema.shape.data.extend({
  total_cost: dollars,
  upstream_inference_cost: dollars,
  provider_name: word,
  model: word,
  finish_reason: word,
  native_finish_reason: word
})

/** Two of them fit a column; an upstream that says more, less than nothing, or half a token has not said how much. */
const maxPicoUsd = 2n ** 62n - 1n

function count(tokens: number | null | undefined): number | null {
  return typeof tokens === 'number' && Number.isSafeInteger(tokens) && tokens >= 0 ? tokens : null
}

function amount(dollars: number | string | null | undefined): bigint | null {
  const value = picoUsdFromDollars(dollars)
  return value !== null && value >= 0n && value <= maxPicoUsd ? value : null
}

type Money = Pick<GenerationOutcome, 'costState' | 'costPicoUsd' | 'providerPicoUsd' | 'feePicoUsd' | 'toolFeePicoUsd'>
type Tokens = Pick<GenerationOutcome, 'inputTokens' | 'outputTokens' | 'cacheReadTokens' | 'cacheWriteTokens' | 'reasoningTokens'>

/**
 * `cost` is everything, except under BYOK: there it is OpenRouter's fee, and the provider bills the upstream cost apart. Half of
 * such a sum is no sum: `null`.
 */
function billed(cost: bigint | null, upstream: bigint | null, isByok: boolean, hasToolFees: boolean): Money | null {
  if (cost === null) return null
  if (isByok) {
    if (upstream === null) return null
    return { costState: 'billed', costPicoUsd: cost + upstream, providerPicoUsd: upstream, feePicoUsd: cost, toolFeePicoUsd: null }
  }
  const toolFee = hasToolFees && upstream !== null && cost > upstream ? cost - upstream : null
  return { costState: 'billed', costPicoUsd: cost, providerPicoUsd: null, feePicoUsd: null, toolFeePicoUsd: toolFee }
}

function uncached(prompt: number | null, ...parts: (number | null)[]): number | null {
  return prompt === null
    ? null
    : Math.max(
        0,
        parts.reduce<number>((rest, part) => rest - (part ?? 0), prompt)
      )
}

/** What of the money went where; for the dashboard, nothing is billed by it. */
type Shares = Pick<GenerationOutcome, 'reasoningPicoUsd' | 'cacheSavedPicoUsd'>

function shares(money: Money | null, tokens: TokenUsage, split: CostSplit | null, prices: TokenPrices): Shares {
  const cost = money === null || money.costPicoUsd === null ? null : money.costPicoUsd - (money.toolFeePicoUsd ?? 0n)
  return { reasoningPicoUsd: reasoningShare(cost, tokens, split, prices), cacheSavedPicoUsd: cacheSaving(tokens, prices) }
}

/** Tokens and money of a stream's usage object; without a cost only the tokens. `prices` are those of the model that answered. */
export function outcomeOfUsage(raw: unknown, prices: TokenPrices = {}): Tokens & Shares & { usage: string } & Partial<Money> {
  const usage = exactUsage.parse(raw)
  const cacheReadTokens = count(usage.prompt_tokens_details?.cached_tokens)
  const cacheWriteTokens = count(usage.prompt_tokens_details?.cache_write_tokens)
  const money = billed(
    amount(usage.cost),
    amount(usage.cost_details?.upstream_inference_cost),
    usage.is_byok === true,
    usage.server_tool_use_details !== null && usage.server_tool_use_details !== undefined
  )
  const tokens = {
    inputTokens: uncached(count(usage.prompt_tokens), cacheReadTokens, cacheWriteTokens),
    outputTokens: count(usage.completion_tokens),
    cacheReadTokens,
    cacheWriteTokens,
    reasoningTokens: count(usage.completion_tokens_details?.reasoning_tokens)
  }
  const prompt = amount(usage.cost_details?.upstream_inference_prompt_cost)
  const completion = amount(usage.cost_details?.upstream_inference_completions_cost)
  const split = prompt === null || completion === null ? null : { prompt: picoUsd(prompt), completion: picoUsd(completion) }
  return { ...tokens, usage: JSON.stringify(raw), ...shares(money, tokens, split, prices), ...money }
}

/** What the generation endpoint's record says; `null` when it names no cost. */
export function outcomeOfRecord(raw: unknown, prices: TokenPrices = {}): Partial<GenerationOutcome> | null {
  const parsed = generationRecord.safeParse(raw)
  if (!parsed.success) return null
  const record = parsed.data
  const money = billed(amount(record.total_cost), amount(record.upstream_inference_cost), record.is_byok === true, false)
  if (money === null) return null
  const cacheReadTokens = count(record.native_tokens_cached)
  const tokens = {
    inputTokens: uncached(count(record.native_tokens_prompt), cacheReadTokens),
    outputTokens: count(record.native_tokens_completion),
    cacheReadTokens,
    reasoningTokens: count(record.native_tokens_reasoning)
  }
  return {
    ...tokens,
    ...shares(money, { ...noTokenUsage, ...tokens }, null, prices),
    ...money,
    ...(record.provider_name ? { provider: record.provider_name } : {}),
    ...(record.model ? { servedModel: record.model } : {}),
    ...(record.finish_reason ? { finishReason: record.finish_reason } : {}),
    ...(record.native_finish_reason ? { nativeFinishReason: record.native_finish_reason } : {}),
    nextLookupAt: null
  }
}

/** A call's end: what it reported, else nothing when it was refused, else for the look-ups, else never to be known. */
export function costOfCall(
  known: Partial<GenerationOutcome> | null,
  call: { refused: boolean; openRouterId: string | null }
): Partial<GenerationOutcome> {
  if (known && 'costState' in known) return known
  if (call.refused) return nothingBilled
  if (call.openRouterId === null) return { ...known, costState: 'unknown', nextLookupAt: null }
  return { ...known, costState: 'pending', nextLookupAt: nextLookup(0, new Date()) }
}

/** Refused before anything was generated, or never sent: nothing was billed, and nobody needs to ask. */
export const nothingBilled: Partial<GenerationOutcome> = { ...noTokenUsage, costState: 'billed', costPicoUsd: 0n, nextLookupAt: null }
