import type { UsageChunk } from './chunks.ts'
import { generationSchema, isRecord, usageSchema } from './wire.ts'

/**
 * Reads the `usage` object of a stream: https://openrouter.ai/docs/cookbook/administration/usage-accounting
 *
 * `prompt_tokens` holds cached and newly cached tokens too; they are taken out of `inputTokens`. `cost` is the whole
 * charge, except with the user's own provider key, where it is OpenRouter's fee and the provider bills the rest.
 */
export function usageFromStream(raw: Record<string, unknown>, generationId: string | null): UsageChunk | null {
  const parsed = usageSchema.safeParse(raw)
  if (!parsed.success) return null
  const { data } = parsed
  const cacheReadTokens = data.prompt_tokens_details?.cached_tokens ?? 0
  const cacheWriteTokens = data.prompt_tokens_details?.cache_write_tokens ?? 0
  const reasoningTokens = data.completion_tokens_details?.reasoning_tokens
  return {
    type: 'usage',
    inputTokens: Math.max(0, (data.prompt_tokens ?? 0) - cacheReadTokens - cacheWriteTokens),
    outputTokens: data.completion_tokens ?? 0,
    cacheReadTokens,
    cacheWriteTokens,
    ...(typeof reasoningTokens === 'number' ? { reasoningTokens } : {}),
    ...charge(data.cost, data.is_byok, data.cost_details?.upstream_inference_cost),
    ...(generationId === null ? {} : { generationId }),
    source: 'stream',
    raw
  }
}

/** Reads an answer of `GET /generation`; its native counts are the billed ones. `null` when it is no such answer. */
export function usageFromGeneration(body: unknown, generationId: string): UsageChunk | null {
  const parsed = generationSchema.safeParse(body)
  if (!parsed.success || !isRecord(body) || !isRecord(body.data)) return null
  const { data } = parsed.data
  const cacheReadTokens = data.native_tokens_cached ?? 0
  const reasoningTokens = data.native_tokens_reasoning
  return {
    type: 'usage',
    inputTokens: Math.max(0, (data.native_tokens_prompt ?? 0) - cacheReadTokens),
    outputTokens: data.native_tokens_completion ?? 0,
    cacheReadTokens,
    cacheWriteTokens: 0,
    ...(typeof reasoningTokens === 'number' ? { reasoningTokens } : {}),
    ...charge(data.total_cost, data.is_byok, data.upstream_inference_cost),
    generationId,
    source: 'generation',
    // As it came: read as a number, a quoted amount loses digits.
    raw: body.data
  }
}

type Charge = Pick<UsageChunk, 'totalCost' | 'costKnown' | 'isByok' | 'upstreamCost'>
type Amount = number | null | undefined

function charge(cost: Amount, isByok: boolean | null | undefined, upstreamCost: Amount): Charge {
  const ownKey = isByok === true
  return {
    totalCost: (cost ?? 0) + (ownKey ? (upstreamCost ?? 0) : 0),
    costKnown: typeof cost === 'number' && (!ownKey || typeof upstreamCost === 'number'),
    ...(typeof isByok === 'boolean' ? { isByok } : {}),
    ...(typeof upstreamCost === 'number' ? { upstreamCost } : {})
  }
}
