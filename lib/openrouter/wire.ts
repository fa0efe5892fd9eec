import { z } from 'zod'

/**
 * What OpenRouter sends, as loosely as it can be read: keys may be null, absent or new. Every chunk of text goes
 * through the hand checks below; schemas read what comes once per answer, or less often.
 * https://openrouter.ai/docs/api_reference/streaming
 */

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A count that an odd value makes unknown instead of failing the whole object. */
const count = z.number().nullish().catch(undefined)

/** An amount of dollars; seen as a number and as a quoted number. */
const dollars = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d+(\.\d+)?(e-?\d+)?$/i)
      .transform(Number)
  ])
  .nullish()
  .catch(undefined)

export const usageSchema = z.looseObject({
  prompt_tokens: count,
  completion_tokens: count,
  cost: dollars,
  is_byok: z.boolean().nullish().catch(undefined),
  prompt_tokens_details: z.looseObject({ cached_tokens: count, cache_write_tokens: count }).nullish().catch(undefined),
  completion_tokens_details: z.looseObject({ reasoning_tokens: count }).nullish().catch(undefined),
  cost_details: z.looseObject({ upstream_inference_cost: dollars }).nullish().catch(undefined)
})

/** `GET /generation`: https://openrouter.ai/docs/api-reference/get-a-generation */
export const generationSchema = z.looseObject({
  data: z.looseObject({
    native_tokens_prompt: count,
    native_tokens_completion: count,
    native_tokens_cached: count,
    native_tokens_reasoning: count,
    total_cost: dollars,
    is_byok: z.boolean().nullish().catch(undefined),
    upstream_inference_cost: dollars
  })
})

const price = z.union([z.string(), z.number()]).nullish().catch(undefined)
const names = z.array(z.string()).nullish().catch(undefined)

/** One entry of `GET /models`. */
export const modelRecordSchema = z.looseObject({
  id: z.string(),
  canonical_slug: z.string().nullish().catch(undefined),
  name: z.string().nullish().catch(undefined),
  description: z.string().nullish().catch(undefined),
  created: count,
  context_length: count,
  architecture: z.looseObject({ input_modalities: names, output_modalities: names }).nullish().catch(undefined),
  pricing: z
    .looseObject({
      prompt: price,
      completion: price,
      input_cache_read: price,
      input_cache_write: price,
      overrides: z.array(z.record(z.string(), z.unknown())).nullish().catch(undefined)
    })
    .nullish()
    .catch(undefined),
  top_provider: z.looseObject({ context_length: count, max_completion_tokens: count }).nullish().catch(undefined),
  supported_parameters: names,
  expiration_date: z.string().nullish().catch(undefined),
  reasoning: z
    .looseObject({
      mandatory: z.boolean().nullish().catch(undefined),
      supported_efforts: names,
      default_effort: z.string().nullish().catch(undefined),
      supports_max_tokens: z.boolean().nullish().catch(undefined)
    })
    .nullish()
    .catch(undefined)
})
export type ModelRecord = z.infer<typeof modelRecordSchema>

/** A list answer; entries are read one by one, so that one odd entry does not hide the others. */
export const listSchema = z.looseObject({ data: z.array(z.unknown()) })

/** One entry of `GET /providers`. */
export const providerRecordSchema = z.looseObject({ name: z.string(), slug: z.string() })
export type ProviderRecord = z.infer<typeof providerRecordSchema>

/** `GET /models/{author}/{slug}/endpoints`; entries are read one by one. */
export const endpointsSchema = z.looseObject({ data: z.looseObject({ endpoints: z.array(z.unknown()) }) })

const percentiles = z
  .union([z.number(), z.looseObject({ p50: count })])
  .nullish()
  .catch(undefined)

/** One of them: a provider's offer of a model. */
export const endpointRecordSchema = z.looseObject({
  provider_name: z.string(),
  tag: z.string(),
  context_length: count,
  max_completion_tokens: count,
  pricing: z
    .looseObject({ prompt: price, completion: price, input_cache_read: price, input_cache_write: price })
    .nullish()
    .catch(undefined),
  quantization: z.string().nullish().catch(undefined),
  supported_parameters: names,
  uptime_last_30m: count,
  latency_last_30m: percentiles,
  throughput_last_30m: percentiles
})
export type EndpointRecord = z.infer<typeof endpointRecordSchema>

/** `GET /key`: https://openrouter.ai/docs/api-reference/limits */
export const keySchema = z.looseObject({
  data: z.looseObject({
    label: z.string().nullish().catch(undefined),
    limit: dollars,
    limit_remaining: dollars,
    usage: dollars,
    usage_daily: dollars,
    usage_weekly: dollars,
    usage_monthly: dollars,
    is_free_tier: z.boolean().nullish().catch(undefined)
  })
})

/** `POST /auth/keys`: https://openrouter.ai/docs/use-cases/oauth-pkce */
export const issuedKeySchema = z.looseObject({ key: z.string().regex(/^[\x21-\x7e]{8,500}$/) })
