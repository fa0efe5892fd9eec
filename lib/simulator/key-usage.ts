import type { ServerResponse } from 'node:http'
import { type BillRow, totalOf } from './bill.ts'
import { findModel } from './catalogue.ts'
import { dollarsOf, picoOf } from './exact-dollars.ts'
import { replyError, replyJson } from './http-reply.ts'
import type { SimulatorState } from './state.ts'

/** What a key has used, from the bill: https://openrouter.ai/docs/api-reference/limits. An account has one key here. */

const creditsOfAnyKey = 100
const dayMs = 86_400_000

/** OpenRouter's management keys complete nothing; one of ours may, so that its activity can be compared. */
function isManagementKey(key: string): boolean {
  return key.startsWith('sk-or-v1-management')
}

/** `GET /key`: the day, the week from Monday and the month are those of UTC. */
export function replyKey(state: SimulatorState, response: ServerResponse, key: string): void {
  const rows = state.bill.rows(key)
  const today = Math.floor(Date.now() / dayMs) * dayMs
  const now = new Date()
  const since = (start: number) => rows.filter(row => Date.parse(row.createdAt) >= start)
  // The first of January 1970 was a Thursday.
  const week = since(today - ((today / dayMs + 3) % 7) * dayMs)
  const month = since(Date.UTC(now.getUTCFullYear(), now.getUTCMonth()))
  const usage = creditsOf(rows)
  replyJson(response, 200, {
    data: {
      label: `${key.slice(0, 12)}...${key.slice(-3)}`,
      is_management_key: isManagementKey(key),
      is_provisioning_key: isManagementKey(key),
      limit: creditsOfAnyKey,
      limit_reset: null,
      limit_remaining: creditsOfAnyKey - usage,
      include_byok_in_limit: false,
      usage,
      usage_daily: creditsOf(since(today)),
      usage_weekly: creditsOf(week),
      usage_monthly: creditsOf(month),
      byok_usage: byokOf(rows),
      byok_usage_daily: byokOf(since(today)),
      byok_usage_weekly: byokOf(week),
      byok_usage_monthly: byokOf(month),
      is_free_tier: false,
      expires_at: null,
      creator_user_id: 'user_2simulated0000000000000000',
      organization_id: null,
      workspace_id: '00000000-0000-0000-0000-000000000000',
      allowed_data_regions: ['global'],
      free_model_daily_requests: { used: 0, limit: 1000, remaining: 1000 },
      rate_limit: { requests: -1, interval: '10s', note: 'This field is deprecated and safe to ignore.' }
    }
  })
}

/** `GET /credits`. */
export function replyCredits(state: SimulatorState, response: ServerResponse, key: string): void {
  replyJson(response, 200, { data: { total_credits: creditsOfAnyKey, total_usage: creditsOf(state.bill.rows(key)) } })
}

/** `GET /activity`: the completed days of the last 30, by day, model and provider; for management keys. */
export function replyActivity(state: SimulatorState, response: ServerResponse, key: string): void {
  if (!isManagementKey(key)) {
    replyError(response, 403, 'Only management keys can perform this operation')
    return
  }
  const today = new Date().toISOString().slice(0, 10)
  const oldest = new Date(Date.now() - 30 * dayMs).toISOString().slice(0, 10)
  const rows = state.bill.rows(key).filter(({ createdAt }) => createdAt.slice(0, 10) < today && createdAt.slice(0, 10) >= oldest)
  const groups = Map.groupBy(rows, row => JSON.stringify([row.createdAt.slice(0, 10), row.model, row.provider]))
  replyJson(response, 200, { data: [...groups.values()].flatMap(group => (group[0] ? [activityOf(group[0], group)] : [])) })
}

function activityOf({ createdAt, model, provider }: BillRow, rows: readonly BillRow[]): object {
  const count = (tokens: (row: BillRow) => number) => rows.reduce((sum, row) => sum + tokens(row), 0)
  return {
    date: createdAt.slice(0, 10),
    model: findModel(model)?.id ?? model,
    model_permaslug: model,
    endpoint_id: '00000000-0000-0000-0000-000000000000',
    provider_name: provider,
    usage: creditsOf(rows),
    byok_usage_inference: byokOf(rows),
    requests: rows.length,
    prompt_tokens: count(row => row.promptTokens),
    completion_tokens: count(row => row.completionTokens),
    reasoning_tokens: count(row => row.reasoningTokens)
  }
}

function creditsOf(rows: readonly BillRow[]): number {
  return Number(dollarsOf(totalOf(rows).credits))
}

function byokOf(rows: readonly BillRow[]): number {
  return Number(dollarsOf(rows.reduce((sum, row) => sum + (row.isByok ? picoOf(row.upstreamCost) : 0n), 0n)))
}
