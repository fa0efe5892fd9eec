import { z } from 'zod'
import { type PicoUsd, picoUsd, picoUsdFromDollars } from '../cost/pico-usd.ts'
import type { UtcPeriod } from '../cost/utc-period.ts'
import { OpenRouterError } from './errors.ts'
import { type Endpoint, getJson } from './http.ts'

type AccountEndpoint = Endpoint & { apiKey: string }

/** What a key has used, by OpenRouter's count. */
export interface KeyUsage {
  creditsPicoUsd: PicoUsd
  /** What providers billed apart to the user's own keys with them; `null`: not said. */
  byokPicoUsd: PicoUsd | null
}

/** As it came: read as a number, a quoted amount would lose digits. */
const amount = z.union([z.number(), z.string()]).transform((dollars, context) => {
  const pico = picoUsdFromDollars(dollars)
  if (pico !== null) return pico
  context.addIssue('no amount')
  return z.NEVER
})
const maybeAmount = amount.nullish().catch(undefined)

const usageSchema = z.object({
  data: z.object({
    usage_daily: amount,
    usage_weekly: amount,
    usage_monthly: amount,
    byok_usage_daily: maybeAmount,
    byok_usage_weekly: maybeAmount,
    byok_usage_monthly: maybeAmount
  })
})

/** What this key has used in the current day, week and month of UTC: https://openrouter.ai/docs/api-reference/limits */
export async function fetchKeyUsage(endpoint: AccountEndpoint): Promise<Record<UtcPeriod, KeyUsage>> {
  const { data } = parse(usageSchema, await getJson('/key', endpoint), 'what a key has used')
  return {
    day: { creditsPicoUsd: data.usage_daily, byokPicoUsd: data.byok_usage_daily ?? null },
    week: { creditsPicoUsd: data.usage_weekly, byokPicoUsd: data.byok_usage_weekly ?? null },
    month: { creditsPicoUsd: data.usage_monthly, byokPicoUsd: data.byok_usage_monthly ?? null }
  }
}

const creditsSchema = z.object({ data: z.object({ total_credits: amount, total_usage: amount }) })

/** What the account has bought and used, with all of its keys: https://openrouter.ai/docs/api-reference/get-credits */
export async function fetchCredits(endpoint: AccountEndpoint): Promise<{ boughtPicoUsd: PicoUsd; usedPicoUsd: PicoUsd }> {
  const { data } = parse(creditsSchema, await getJson('/credits', endpoint), 'credits')
  return { boughtPicoUsd: data.total_credits, usedPicoUsd: data.total_usage }
}

/** What the account used of one model on one day. */
export interface Activity {
  /** UTC: "2026-11-24". */
  date: string
  /** Slug, and the dated one where there is one. */
  models: string[]
  creditsPicoUsd: PicoUsd
}

const activitySchema = z.object({
  data: z.array(z.object({ date: z.string(), model: z.string(), model_permaslug: z.string().nullish(), usage: amount }))
})

/**
 * The last 30 completed days of UTC, of all keys; `null` when the key may not see them: it takes a management key.
 * https://openrouter.ai/docs/api/api-reference/analytics/get-user-activity-grouped-by-endpoint
 */
export async function fetchActivity(endpoint: AccountEndpoint): Promise<Activity[] | null> {
  let body: unknown
  try {
    body = await getJson('/activity', endpoint)
  } catch (error) {
    if (error instanceof OpenRouterError && (error.code === 401 || error.code === 403)) return null
    throw error
  }
  const { data } = parse(activitySchema, body, 'activity')
  const byModel = Map.groupBy(data, ({ date, model }) => `${date.slice(0, 10)} ${model}`)
  return [...byModel.values()].flatMap(entries => {
    const [first] = entries
    if (!first) return []
    const models = [first.model, ...entries.flatMap(entry => entry.model_permaslug ?? [])]
    const creditsPicoUsd = picoUsd(entries.reduce((sum, { usage }) => sum + usage, 0n))
    return [{ date: first.date.slice(0, 10), models: [...new Set(models)], creditsPicoUsd }]
  })
}

function parse<Output>(schema: z.ZodType<Output>, body: unknown, what: string): Output {
  const parsed = schema.safeParse(body)
  if (!parsed.success) throw new OpenRouterError({ phase: 'bad_data', upstreamMessage: `The answer does not say ${what}.` })
  return parsed.data
}
