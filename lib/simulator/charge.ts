import type { ChunkProfile } from './chunk-format.ts'
import type { Completion } from './completion.ts'
import { dollarsOf, picoOf } from './exact-dollars.ts'

/** Decimal strings, dollars per token, as in the catalogue. */
export interface Pricing {
  prompt: string
  completion: string
  input_cache_read?: string
  input_cache_write?: string
}

export interface CountedTokens {
  completionTokens: number
  /** Part of `completionTokens`. */
  reasoningTokens: number
}

export interface Charge {
  /** The usage object of the stream; `null` when the step withholds it. */
  usage: Record<string, unknown> | null
  /** What OpenRouter's credits lose: decimal dollars, with every digit that the wire shows. */
  cost: string
  /** What the provider charges; only under BYOK something besides `cost`. */
  upstreamCost: string
  isByok: boolean
  promptTokens: number
  completionTokens: number
  reasoningTokens: number
  cachedTokens: number
}

/**
 * Tokens and money of one completion. Cost = catalogue price × tokens, unless the step says otherwise; a turn that ended in an
 * error costs nothing (https://openrouter.ai/docs/guides/features/zero-completion-insurance).
 */
export function chargeCompletion(options: {
  completion: Completion
  pricing: Pricing
  counted: CountedTokens
  failed: boolean
  profile: ChunkProfile
}): Charge {
  const { completion, pricing, counted, failed, profile } = options
  const { step } = completion
  const overrides = step.usage ?? {}
  const promptTokens = numberOf(overrides.prompt_tokens) ?? completion.promptTokens
  const completionTokens = numberOf(overrides.completion_tokens) ?? counted.completionTokens
  const reasoningTokens = numberOf(field(overrides.completion_tokens_details, 'reasoning_tokens')) ?? counted.reasoningTokens
  const cachedTokens = numberOf(field(overrides.prompt_tokens_details, 'cached_tokens')) ?? 0
  const writtenTokens = numberOf(field(overrides.prompt_tokens_details, 'cache_write_tokens')) ?? 0

  const promptCost =
    price(promptTokens - cachedTokens - writtenTokens, pricing.prompt) +
    price(cachedTokens, pricing.input_cache_read ?? pricing.prompt) +
    price(writtenTokens, pricing.input_cache_write ?? pricing.prompt)
  const completionCost = price(completionTokens, pricing.completion)
  const computed = failed ? 0n : promptCost + completionCost
  const isByok = step.isByok ?? overrides.is_byok === true
  const cost = decimalOf(overrides.cost) ?? decimalOf(step.cost) ?? dollarsOf(isByok ? 0n : computed)
  const upstreamCost =
    decimalOf(field(overrides.cost_details, 'upstream_inference_cost')) ??
    decimalOf(step.upstreamCost) ??
    (isByok ? dollarsOf(computed) : cost)

  const wire = {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    cost: step.cost === null ? null : Number(cost),
    is_byok: isByok,
    prompt_tokens_details:
      profile === 'P1'
        ? { cached_tokens: cachedTokens, audio_tokens: 0 }
        : { cached_tokens: cachedTokens, cache_write_tokens: writtenTokens, audio_tokens: 0, video_tokens: 0 },
    cost_details: {
      upstream_inference_cost: profile === 'P1' && !isByok ? null : Number(upstreamCost),
      upstream_inference_prompt_cost: Number(dollarsOf(failed ? 0n : promptCost)),
      upstream_inference_completions_cost: Number(dollarsOf(failed ? 0n : completionCost))
    },
    completion_tokens_details: { reasoning_tokens: reasoningTokens, image_tokens: 0, ...(profile !== 'P1' && { audio_tokens: 0 }) }
  }
  const usage = step.usage === null ? null : mergeOver(wire, overrides)
  return {
    usage,
    cost,
    upstreamCost,
    isByok,
    promptTokens,
    completionTokens,
    reasoningTokens,
    cachedTokens
  }
}

/** About four characters a token; close enough for a bill of play money. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / 4)
}

/** Exact: the price is taken per million tokens, where even 0.00000008333333333333334 keeps its digits. */
function price(tokens: number, perToken: string): bigint {
  const perMillion = picoOf(`${perToken}e6`)
  return (perMillion * BigInt(Math.max(0, tokens)) + 500_000n) / 1_000_000n
}

function mergeOver(base: Record<string, unknown>, overrides: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...base }
  for (const [key, value] of Object.entries(overrides)) {
    const below = merged[key]
    merged[key] = isRecord(below) && isRecord(value) ? mergeOver(below, value) : value
  }
  return merged
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function field(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined
}

/** An amount as the wire has it, be it quoted. */
function decimalOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : numberOf(value)?.toString()
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}
