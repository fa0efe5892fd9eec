import { OpenRouterError } from './errors.ts'
import { type Endpoint, getJson } from './http.ts'
import { keySchema } from './wire.ts'

/** What OpenRouter says of a key. Amounts are US dollars; a `null` limit is no limit. */
export interface OpenRouterKeyInfo {
  label: string | null
  limit: number | null
  limitRemaining: number | null
  usage: number | null
  usageDaily: number | null
  usageWeekly: number | null
  usageMonthly: number | null
  isFreeTier: boolean | null
}

/** Checks a key (https://openrouter.ai/docs/api-reference/limits). Throws `OpenRouterError`, code 401 for a bad one. */
export async function fetchKeyInfo(endpoint: Endpoint & { apiKey: string }): Promise<OpenRouterKeyInfo> {
  const parsed = keySchema.safeParse(await getJson('/key', endpoint))
  if (!parsed.success) throw new OpenRouterError({ phase: 'bad_data', upstreamMessage: 'The answer does not describe a key.' })
  const { data } = parsed.data
  return {
    label: data.label ?? null,
    limit: data.limit ?? null,
    limitRemaining: data.limit_remaining ?? null,
    usage: data.usage ?? null,
    usageDaily: data.usage_daily ?? null,
    usageWeekly: data.usage_weekly ?? null,
    usageMonthly: data.usage_monthly ?? null,
    isFreeTier: data.is_free_tier ?? null
  }
}
