/** The fault table, rows 1 to 13: what is stored, called, billed and said when the upstream refuses. */
import { describe, test } from 'vitest'
import { useDatabase } from '../setup/database.ts'
import { expectFault, type Fault, titled } from './faulty-turn.ts'

/** Nobody waits in these tests but where the wait is the point. */
const atOnce = { headers: { 'Retry-After': '0' } }
const never = { text: 'Never.' }
const inOneHour = () => new Date(Date.now() + 3_600_000).toUTCString()

const elsewhere = ['retry', 'not Anthropic', 'Other model'] as const
const late = ['No answer in time', ...elsewhere] as const
const overloaded = ['Anthropic is overloaded', 'not Anthropic', 'retry', 'Other model'] as const
const budget = { limit_source: 'openrouter_key_limit', resets_at: '2099-01-02T00:00:00Z' }
const refused = { status: 'failed', hits: 1, ledger: ['nothing'] } as const

/** Rows 1 to 13: refused before the stream, without a word and without a cost. */
const refusals: Fault[] = [
  {
    title: 'F01 400, a request that is not accepted',
    steps: [{ http: { kind: 'validation' } }, never],
    ...refused,
    code: 'upstream_invalid',
    card: ['Request refused', 'Other model', 'retry']
  },
  {
    title: 'F01 400, a conversation that is too long: by how much, and what helps',
    steps: [{ http: { kind: 'context_length' } }, never],
    ...refused,
    code: 'context_length',
    failure: { overflowTokens: 12_000, contextTokens: 200_000, retryable: false },
    card: ['12k tokens too long', 'Larger model', 'edit']
  },
  {
    title: 'F02 401, a key that is not accepted: the settings',
    steps: [{ http: { status: 401 } }, never],
    ...refused,
    code: 'upstream_auth',
    card: ['Key rejected', 'settings', 'retry']
  },
  {
    title: 'F03 402, no credit: where to buy it, and what the rest is enough for',
    steps: [{ http: { status: 402 } }, never],
    ...refused,
    code: 'upstream_credits',
    card: ['Not enough credit', 'limit 5142', 'Cheaper model', 'page credits']
  },
  {
    title: 'F04 402, credit held by running answers: waited for once',
    steps: [{ http: { kind: 'in_flight', ...atOnce } }, { http: { kind: 'in_flight', ...atOnce } }, never],
    status: 'failed',
    code: 'credits_in_flight',
    hits: 2,
    ledger: ['nothing', 'nothing'],
    failure: { retryable: true },
    card: ['Credit is held by other answers', 'retry', 'page credits']
  },
  {
    title: 'F04 402, credit held for more than 30 s: the user decides',
    steps: [{ http: { kind: 'in_flight', headers: { 'Retry-After': '31' } } }, never],
    ...refused,
    code: 'credits_in_flight',
    failure: { retryable: true, retryAfterMs: 31_000 },
    card: ['Credit is held by other answers', 'retry', 'page credits']
  },
  {
    title: 'F05 402 as JSON with status 200',
    steps: [
      { error: { kind: 'json200', code: 402, message: 'Insufficient credits', metadata: { limit_source: 'openrouter_credits' } } },
      never
    ],
    status: 'failed',
    code: 'upstream_credits',
    hits: 1,
    // It was answered with 200, so the ledger asks; nobody knows of such a call.
    ledger: ['unknown'],
    card: ['Not enough credit', 'Cheaper model', 'page credits']
  },
  {
    title: 'F06 403, moderation: what was flagged',
    steps: [{ http: { status: 403 } }, never],
    ...refused,
    code: 'upstream_moderation',
    failure: { reasons: ['violence'], flaggedInput: 'This is the beginning...and this the end.', retryable: false },
    card: ['Refused by Anthropic’s filter', 'edit', 'Other model']
  },
  {
    title: 'F07 403, a guardrail of the workspace: not tried again',
    steps: [{ http: { kind: 'guardrail' } }, never],
    ...refused,
    code: 'guardrail',
    failure: { retryable: false },
    card: ['Stopped by a guardrail', 'edit', 'page guardrails']
  },
  {
    title: 'F07 403, a budget of the key: when it is full again, and not tried again',
    steps: [{ http: { status: 403, body: { error: { code: 403, message: 'Daily limit exceeded', metadata: budget } } } }, never],
    ...refused,
    code: 'key_limit',
    failure: { resetsAt: '2099-01-02T00:00:00.000Z', retryable: false },
    card: ['Key limit reached', 'page keys', 'Cheaper model']
  },
  {
    title: 'F08 404, a model that is gone: what OpenRouter offers instead',
    steps: [{ http: { kind: 'model_deprecated' } }, never],
    ...refused,
    code: 'upstream_model',
    card: ['Model not available', 'openai/gpt-5-mini', 'google/gemini-3-flash-preview', 'Other model']
  },
  { ...repeated(408, 'upstream_timeout', ...late), title: 'F09 408: twice more, each try in the ledger' },
  {
    title: 'F10 413, too large',
    steps: [{ http: { status: 413 } }, never],
    ...refused,
    code: 'request_too_large',
    card: ['Request too large', 'edit', 'Other model']
  },
  {
    title: 'F11 422',
    steps: [{ http: { status: 422 } }, never],
    ...refused,
    code: 'upstream_invalid',
    card: ['Request refused', 'Other model', 'retry']
  },
  {
    title: 'F12 429 for a second: waited for, then answered',
    steps: [{ http: { status: 429, headers: { 'Retry-After': '1' } } }, { text: 'Here.' }],
    status: 'complete',
    text: 'Here.',
    hits: 2,
    ledger: ['nothing', 'paid']
  },
  {
    title: 'F12 429 for a minute: told, not slept',
    steps: [{ http: { status: 429, headers: { 'Retry-After': '60' } } }, never],
    ...refused,
    code: 'upstream_rate_limit',
    failure: { retryAfterMs: 60_000, retryable: true },
    card: ['Too many requests at Anthropic', 'not Anthropic', 'retry', 'Other model']
  },
  {
    title: 'F12 429 until a date: told, not slept',
    steps: [{ http: { status: 429, headers: { 'Retry-After': inOneHour() } } }, never],
    ...refused,
    code: 'upstream_rate_limit',
    card: ['Too many requests at Anthropic', 'not Anthropic', 'retry', 'Other model']
  },
  {
    title: 'F12 429 with a wait that is no wait: the metadata says how long',
    steps: [{ http: { status: 429, headers: { 'Retry-After': 'soon' } } }, { text: 'Here.' }],
    status: 'complete',
    text: 'Here.',
    hits: 2,
    ledger: ['nothing', 'paid']
  },
  { ...repeated(500, 'upstream_error', 'OpenRouter failed', 'retry', 'Other model'), title: 'F13 500' },
  { ...repeated(502, 'upstream_error', 'Anthropic failed', ...elsewhere), title: 'F13 502: the provider, not your network' },
  { ...repeated(503, 'upstream_overloaded', ...overloaded), title: 'F13 503' },
  { ...repeated(504, 'upstream_timeout', ...late), title: 'F13 504' },
  { ...repeated(524, 'upstream_timeout', ...late), title: 'F13 524' },
  { ...repeated(529, 'upstream_overloaded', ...overloaded), title: 'F13 529' }
]

/** Asked three times in all. */
function repeated(status: number, code: NonNullable<Fault['code']>, ...card: NonNullable<Fault['card']>): Omit<Fault, 'title'> {
  const step = { http: { status, ...atOnce } }
  return {
    steps: [step, step, step, never],
    status: 'failed',
    code,
    hits: 3,
    ledger: ['nothing', 'nothing', 'nothing'],
    failure: { retryable: true },
    card
  }
}

describe('refusals', () => {
  useDatabase()

  test.each(titled(refusals))('%s', (_title, fault) => expectFault(fault))
})
