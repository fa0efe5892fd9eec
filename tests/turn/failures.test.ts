/** What a turn leaves behind that was refused: the stored failure, its ledger rows, and how often the upstream was asked. WIRE D48 to D54. */
import { describe, expect, test } from 'vitest'
import { localUserId } from '../../lib/auth/local-user.ts'
import type { FailureCode } from '../../lib/chat/failure.ts'
import { database } from '../../lib/db/client.ts'
import { upstreamError } from '../../lib/openrouter/upstream-error.ts'
import type { ScriptStep } from '../../lib/simulator/script.ts'
import { stopTurn } from '../../lib/turn/attach.ts'
import { failureCode } from '../../lib/turn/failure-code.ts'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver, defaultModel } from './conversation-driver.ts'
import { failedTurn } from './failed-turn.ts'
import { question } from './fixture-turn.ts'

/** Nobody waits in these tests but where the wait is the point. */
const atOnce = { headers: { 'Retry-After': '0' } }
const affordable = /can only afford/

/** Every refusal before the stream: what is stored of it. None is repeated, none costs. */
const refusals: [string, ScriptStep['http'], FailureCode, Record<string, unknown>][] = [
  ['D48 no key', { kind: 'missing_key' }, 'key_missing', { status: 401, message: 'No cookie auth credentials found', retryable: false }],
  ['D48 no header', { kind: 'unknown_key' }, 'key_missing', { status: 401, message: 'Missing Authentication header' }],
  ['D48 a key that is not known', { status: 401 }, 'upstream_auth', { status: 401, message: 'User not found.' }],
  [
    'D48 no credit',
    { status: 402 },
    'upstream_credits',
    { affordableTokens: 5142, message: expect.stringMatching(affordable), remedyHint: expect.stringContaining('Add credits at') }
  ],
  ['D48 no credit, without a source', { kind: 'credits' }, 'upstream_credits', { affordableTokens: 33_333, retryable: false }],
  [
    'D48 the key’s limit',
    { kind: 'key_limit' },
    'key_limit',
    { affordableTokens: 3900, remedyHint: expect.stringContaining('usage limit') }
  ],
  [
    'D48 moderation',
    { status: 403 },
    'upstream_moderation',
    { reasons: ['violence'], flaggedInput: 'This is the beginning...and this the end.', provider: 'Anthropic' }
  ],
  ['a guardrail', { kind: 'guardrail' }, 'guardrail', { reasons: ['email address', 'internal project name'] }],
  [
    'D48 the data policy',
    { status: 404 },
    'data_policy',
    { failedRoutingStep: 'Filter by Data Policy', message: expect.stringContaining('https://openrouter.ai/settings/privacy') }
  ],
  ['a filter that leaves nobody', { kind: 'no_endpoints' }, 'no_endpoints', { failedRoutingStep: 'Filter by Tool Support' }],
  ['an unknown model', { status: 400 }, 'upstream_model', { message: expect.stringMatching(/is not a valid model ID$/) }],
  [
    'D51 a model that is gone',
    { kind: 'model_deprecated' },
    'upstream_model',
    { status: 404, fallbackModels: ['openai/gpt-5-mini', 'google/gemini-3-flash-preview'] }
  ],
  ['D48 too long', { kind: 'context_length' }, 'context_length', { overflowTokens: 12_000, contextTokens: 200_000 }],
  [
    'D49 too long, said in the second envelope',
    { kind: 'nested_raw' },
    'context_length',
    { message: expect.stringMatching(/^Requested token count exceeds .*131072/), provider: 'Anthropic', overflowTokens: 193 }
  ],
  ['thinking that cannot be turned off', { kind: 'reasoning_mandatory' }, 'reasoning_mandatory', { status: 400 }],
  ['an image in a tool’s place', { kind: 'tool_image' }, 'attachment_refused', { message: expect.stringMatching(/^Invalid 'messages/) }],
  [
    'D37 a signature, once there is nothing left to withhold',
    { kind: 'signature' },
    'upstream_invalid',
    { message: 'Corrupted thought signature.' }
  ],
  ['a validation report', { kind: 'validation' }, 'upstream_invalid', { status: 400, message: 'messages.0.content: Required' }],
  ['a body that is too large', { status: 413 }, 'request_too_large', { status: 413 }],
  ['a request that nobody can process', { status: 422 }, 'upstream_invalid', { status: 422 }],
  [
    'D50 free answers of a day',
    { kind: 'free_per_day' },
    'platform_rate_limit',
    { retryable: true, resetsAt: expect.stringMatching(/T00:00:00/) }
  ],
  [
    'D51 no capacity for 40 s',
    { kind: 'capacity' },
    'upstream_overloaded',
    { status: 503, retryAfterMs: 40_000, retryable: true, fallbackModels: ['openai/gpt-5-mini', 'google/gemini-3-flash-preview'] }
  ]
]

describe('refused before the stream', () => {
  useDatabase()

  test.each(refusals)('%s', async (_name, http, code, stored) => {
    const { failure, message, calls, rows } = await failedTurn([{ http }])
    expect(failure).toMatchObject({ code, generationId: expect.stringMatching(/^gen-/), ...stored })
    expect(message.metadata).toMatchObject({ status: 'failed', costState: 'billed', costPicoUsd: '0' })
    expect(message.parts.filter(part => part.type !== 'step-start')).toEqual([])
    expect(calls).toBe(1)
    expect(rows).toMatchObject([{ attempt: 0, errorCode: code, costState: 'billed', costPicoUsd: 0n }])
  })

  const imageTypes = [
    'invalid_image',
    'image_too_large',
    'image_too_small',
    'unsupported_image_format',
    'image_not_found',
    'image_download_failed'
  ]
  const types: [string, number, FailureCode][] = [
    ...imageTypes.map((type): [string, number, FailureCode] => [type, 400, 'attachment_refused']),
    ['permission_denied', 403, 'forbidden'],
    ['payment_required', 402, 'upstream_credits'],
    ['max_tokens_exceeded', 400, 'answer_limit'],
    ['string_too_long', 400, 'context_length'],
    ['content_policy_violation', 400, 'upstream_moderation'],
    ['unprocessable', 422, 'upstream_invalid'],
    // What every object answers to is no type.
    ['toString', 400, 'upstream_invalid'],
    ['constructor', 400, 'upstream_invalid']
  ]
  test.each(types)('error_type %s', async (type, status, code) => {
    const body = { error: { code: status, message: 'No.', metadata: { error_type: type } }, user_id: 'user_2simulated' }
    const { failure, calls } = await failedTurn([{ http: { status, body } }])
    expect(failure).toMatchObject({ code, message: 'No.' })
    expect(calls).toBe(1)
  })

  test('keys and account in quoted JSON, and a body of a megabyte: not stored', async () => {
    const raw = JSON.stringify({
      error: { message: 'Bad key sk-proj-abcdefgh1234', user_id: 'user_2simulated000' },
      echo: 'x'.repeat(1_000_000)
    })
    const { failure } = await failedTurn([
      { http: { status: 400, body: { error: { code: 400, message: 'Provider returned error', metadata: { raw } } } } }
    ])
    expect(failure.message).toBe('Bad key sk-proj-…')
    expect(JSON.stringify(failure).length).toBeLessThan(5000)
  })
})

test.each(['toString', 'constructor'])('an availability of %s is not known', code => {
  const error = upstreamError({ code: 404, message: 'No.', availability: { code } }, { phase: 'http', now: 0 })
  expect(failureCode(error)).toBe('upstream_model')
})

/** Each is asked three times in all; the second and third try are rows of their own. */
const repeated: [string, ScriptStep['http'], FailureCode, string][] = [
  [
    'D52 a page instead of an answer',
    { status: 502, body: '<!DOCTYPE html><h1>cloudflare</h1>' },
    'upstream_error',
    'Bad gateway: cloudflare'
  ],
  ['408', { status: 408 }, 'upstream_timeout', 'The provider answered 408.'],
  ['500', { status: 500 }, 'upstream_error', 'Internal Server Error'],
  ['503', { status: 503 }, 'upstream_overloaded', 'Upstream error from Anthropic: Service temporarily overloaded'],
  ['504', { status: 504 }, 'upstream_timeout', 'The provider answered 504.'],
  ['524', { status: 524, body: '<html>A timeout occurred</html>' }, 'upstream_timeout', 'HTTP 524: A timeout occurred'],
  ['529', { status: 529 }, 'upstream_overloaded', 'The provider answered 529.'],
  [
    'D50 429 of the shared pool',
    { status: 429 },
    'upstream_rate_limit',
    'anthropic/claude-sonnet-4.5 is temporarily rate-limited upstream. Please retry shortly.'
  ]
]

describe('asked again', () => {
  useDatabase()

  test.each(repeated)('%s', async (_name, http, code, message) => {
    const step: ScriptStep = { http: { ...http, ...atOnce } }
    const { failure, calls, rows } = await failedTurn([step, step, step])
    expect(failure).toMatchObject({ code, message, retryable: true })
    expect(calls).toBe(3)
    expect(rows.map(row => [row.attempt, row.errorCode, row.costState, row.costPicoUsd])).toEqual(
      [0, 1, 2].map(attempt => [attempt, code, 'billed', 0n])
    )
  })

  test("a provider's own limit is the provider's, in whatever words", async () => {
    const error = { code: 429, message: 'Rate limit exceeded: 20 requests', metadata: { provider_name: 'Venice' } }
    const step: ScriptStep = { http: { status: 429, body: { error }, ...atOnce } }
    const { failure } = await failedTurn([step, step, step])
    expect(failure).toMatchObject({ code: 'upstream_rate_limit', provider: 'Venice' })
  })

  test('credit held by running answers: once', async () => {
    const step: ScriptStep = { http: { kind: 'in_flight', ...atOnce } }
    const { failure, calls, rows } = await failedTurn([step, step])
    expect(failure).toMatchObject({ code: 'credits_in_flight', status: 402, retryable: true })
    expect(calls).toBe(2)
    expect(rows).toHaveLength(2)
  })

  test('D54 Stop during the wait: no further call, no failure', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ http: { status: 429, headers: { 'Retry-After': '20' } } }, { text: 'Never.' })
    const answer = driver.ask('Go.')
    await expect.poll(async () => (await database().generation.findMany()).length).toBe(2)
    const [running] = await database().message.findMany({ where: { status: 'streaming' } })
    const startedAt = performance.now()
    await stopTurn(localUserId, running?.id ?? '')
    const message = await answer
    expect(performance.now() - startedAt).toBeLessThan(2000)
    expect(message.metadata).toMatchObject({ status: 'stopped' })
    expect(message.metadata).not.toHaveProperty('failure')
    const [refused, uncalled] = await driver.ledger(message.id)
    expect(refused).toMatchObject({ costState: 'billed', costPicoUsd: 0n, openRouterId: expect.stringMatching(/^gen-/) })
    expect(uncalled).toMatchObject({ openRouterId: null })
    expect(await driver.requests()).toEqual([driver.requestFor([question('Go.', defaultModel)])])
  })
})

describe('the way on', () => {
  useDatabase()

  test('a second step that is refused does not blame the provider of the first', async () => {
    const call = { name: 'calculator', arguments: '{"expression":"1+1"}' }
    const { failure, message } = await failedTurn([{ toolCalls: [call] }, { http: { kind: 'credits' } }])
    expect(message.metadata?.provider).toBe('Anthropic')
    expect(failure).not.toHaveProperty('provider')
  })

  test('"Answer in 3,900" and "Other provider" reach the upstream', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'Short.' })
    await driver.ask('Go.', { maxTokens: 3900, routing: { ignore: ['Google AI Studio'] } })
    expect(await driver.requests()).toMatchObject([{ max_tokens: 3900, provider: { ignore: ['google-ai-studio'] } }])
    expect(await driver.violations()).toEqual([])
  })
})
