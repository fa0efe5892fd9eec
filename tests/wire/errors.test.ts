import { describe, expect, test } from 'vitest'
import type { OpenRouterError } from '../../lib/openrouter/errors.ts'
import { FakeClock } from './fake-clock.ts'
import { ask, errorOf, openHandler, reasoningOf, serveFixtures, textOf, typesOf, usagesOf, userMessage } from './harness.ts'
import { answer, chunk, done, ending, events, generationId, keepAlive, refusal, streamReply, text, thought, usageOf } from './stream.ts'

const server = serveFixtures()

const endless = (ms: number) => ms <= 16_000
const timeouts = { headersMs: 40_000 }

describe('errors in the stream', () => {
  test('D44 an error after "length": what came stays, its usage counts, then it throws', async () => {
    const plain = (piece: string) => ({ type: 'reasoning.text', text: piece, index: 0, format: null })
    const items = [
      keepAlive,
      thought(plain('We need')),
      thought(plain(' to respond to a greeting.'), { finish: 'length' }),
      chunk({ reasoning: null, reasoning_details: [] }, { finish: 'length' }),
      chunk(
        {},
        {
          error: { code: 400, message: 'Token limit reached' },
          provider: 'Minimax',
          usage: usageOf({ prompt_tokens: 43, completion_tokens: 10, cost: 0 })
        }
      ),
      done
    ]
    server.on('/chat/completions', streamReply(events(...items)))
    const outcome = await ask(server)
    expect(reasoningOf(outcome)).toBe('We need to respond to a greeting.')
    expect(typesOf(outcome)).toEqual(['reasoning', 'reasoning', 'usage'])
    expect(usagesOf(outcome)).toMatchObject([{ inputTokens: 43, outputTokens: 10, totalCost: 0 }])
    expect(errorOf(outcome)).toMatchObject({
      code: 400,
      upstreamMessage: 'Token limit reached',
      providerName: 'Minimax',
      generationId,
      phase: 'stream'
    })
    expect(server.requests).toHaveLength(1)
  })

  test('D45 a choice that failed without an error object: tried again, then surfaced by its native reason', async () => {
    server.on(
      '/chat/completions',
      streamReply(
        events({
          choices: [{ delta: { content: '', role: 'assistant' }, finish_reason: 'error', native_finish_reason: 'MALFORMED_FUNCTION_CALL' }]
        })
      )
    )
    const outcome = await ask(server, { clock: new FakeClock(endless), timeouts })
    expect(outcome.chunks).toEqual([])
    expect(errorOf(outcome)).toMatchObject({ phase: 'choice', code: null, generationId })
    expect(errorOf(outcome).message).toContain('MALFORMED_FUNCTION_CALL')
    expect(server.requests).toHaveLength(3)
  })

  test('D46 a provider that fails after the first words', async () => {
    const error = {
      code: 502,
      message: 'Provider disconnected',
      metadata: { error_type: 'provider_unavailable', raw: '{"why":"reset"}', provider_name: 'Acme' }
    }
    server.on('/chat/completions', streamReply(events(text('Hel'), chunk({}, { error, finish: 'error' }), done)))
    const outcome = await ask(server)
    expect(textOf(outcome)).toBe('Hel')
    expect(errorOf(outcome)).toMatchObject({
      code: 502,
      errorType: 'provider_unavailable',
      raw: { why: 'reset' },
      phase: 'stream',
      retryable: true
    })
    expect(errorOf(outcome).metadata).toEqual(error.metadata)
  })

  test('D46 an error object inside the choice', async () => {
    server.on(
      '/chat/completions',
      streamReply(events(text('Hel'), chunk({}, { finish: 'error', choiceError: { code: 502, message: 'Gone' } })))
    )
    expect(errorOf(await ask(server))).toMatchObject({ phase: 'choice', code: 502, upstreamMessage: 'Gone' })
  })

  test.each([
    ['with empty choices', { error: { code: 429, message: 'Worker limit reached' }, choices: [] }],
    ['alone', { error: { code: 429, message: 'Worker limit reached' } }]
  ])('D47 an error %s', async (_case, event) => {
    server.on('/chat/completions', streamReply(events(text('Hel'), event)))
    expect(errorOf(await ask(server))).toMatchObject({ code: 429, upstreamMessage: 'Worker limit reached' })
  })

  test('D47 an error of null on an ordinary chunk is none', async () => {
    server.on('/chat/completions', answer(text('Hi', { error: null }), ending()))
    const outcome = await ask(server)
    expect(outcome.error).toBeNull()
    expect(typesOf(outcome)).toEqual(['text', 'usage', 'finish'])
  })

  test('a code in words is a type', async () => {
    server.on('/chat/completions', streamReply(events(text('Hel'), { error: { code: 'server_error', message: 'Oops' } })))
    expect(errorOf(await ask(server))).toMatchObject({ code: null, errorType: 'server_error', retryable: true })
  })
})

describe('refused before the stream', () => {
  test.each([
    [401, { message: 'Missing Authentication header', metadata: undefined }],
    [400, { message: 'maximum context length is 4096 tokens', metadata: { provider_name: null, previous_errors: [{ code: 400 }] } }],
    [402, { message: 'can only afford 5142', metadata: { limit_source: 'openrouter_credits', remedy_hint: 'Add credits.' } }],
    [403, { message: 'requires moderation', metadata: { reasons: ['misc'], flagged_input: 'You are...eba.', provider_name: 'Meta' } }],
    [404, { message: 'No endpoints found', metadata: { routing_funnel: [{ step: 'Initial Endpoints' }], failed_routing_step: 'Filter' } }],
    [413, { message: 'Payload too large', metadata: undefined }]
  ])('D48 %i keeps its metadata, hides the user and is not repeated', async (status, body) => {
    server.on('/chat/completions', refusal(status, body, { 'X-Generation-Id': generationId }))
    const outcome = await ask(server)
    const error = errorOf(outcome)
    expect(error).toMatchObject({ code: status, phase: 'http', upstreamMessage: body.message, retryable: false, generationId })
    expect(error.metadata).toEqual(body.metadata)
    expect(JSON.stringify({ ...error })).not.toContain('user_')
    expect(outcome.chunks).toEqual([])
    expect(server.requests).toHaveLength(1)
  })

  test("D49 the provider's own sentence is found inside the wrapping", async () => {
    const details = JSON.stringify({
      error: { message: "Requested token count exceeds the model's maximum of 131072 tokens.", type: 'BadRequest' }
    })
    const raw = JSON.stringify({ error: { message: 'Backend request failed with status 400', code: 400, details } })
    server.on('/chat/completions', refusal(400, { message: 'Provider returned error', metadata: { raw, provider_name: 'GMICloud' } }))
    const error = errorOf(await ask(server))
    expect(error.upstreamMessage).toBe("Requested token count exceeds the model's maximum of 131072 tokens.")
    expect(error).toMatchObject({ providerName: 'GMICloud', raw: { error: { details: { error: { type: 'BadRequest' } } } } })
    expect(error.metadata?.raw).toBe(raw)
  })

  test('D52 a page of a proxy', async () => {
    const body = '<!DOCTYPE html><html><head><title>502</title><style>p{}</style></head><body>cloudflare says no</body></html>'
    server.on('/chat/completions', { status: 502, headers: { 'Content-Type': 'text/html' }, body })
    expect(errorOf(await ask(server, { maxRetries: 0 }))).toMatchObject({
      code: 502,
      upstreamMessage: 'Bad gateway: 502 cloudflare says no',
      retryable: true
    })
  })
})

describe('retries', () => {
  const shared = { message: 'Provider returned error', metadata: { raw: 'rate-limited upstream', provider_name: 'Liquid' } }

  function retried(outcomes: [number | null, number, number, number][]) {
    return (error: OpenRouterError, attempt: number, maxRetries: number, delayMs: number) =>
      outcomes.push([error.code, attempt, maxRetries, delayMs])
  }

  test('D50 429 with Retry-After: one call back, that wait, then the answer', async () => {
    server.on('/chat/completions', refusal(429, shared, { 'Retry-After': '1' }), answer(text('Hi'), ending()))
    const attempts: [number | null, number, number, number][] = []
    const clock = new FakeClock()
    const outcome = await ask(server, { onRetryAttempt: retried(attempts), clock })
    expect(textOf(outcome)).toBe('Hi')
    expect(attempts).toEqual([[429, 1, 2, 1000]])
    expect(clock.skipped).toEqual([1000])
    expect(server.requests).toHaveLength(2)
  })

  test('D50 without the header the metadata says how long', async () => {
    server.on(
      '/chat/completions',
      refusal(429, { ...shared, metadata: { ...shared.metadata, retry_after_seconds: 16 } }),
      answer(text('Hi'), ending())
    )
    const clock = new FakeClock(endless)
    expect(textOf(await ask(server, { clock, timeouts }))).toBe('Hi')
    expect(clock.skipped).toContain(16_000)
  })

  test('D50 a reset hours away is told, not slept', async () => {
    const clock = new FakeClock(endless)
    const headers = { 'X-RateLimit-Limit': '50', 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': String(clock.now() + 7_200_000) }
    server.on('/chat/completions', refusal(429, { message: 'Rate limit exceeded: free-models-per-day', metadata: { headers } }))
    expect(errorOf(await ask(server, { clock, timeouts }))).toMatchObject({ code: 429, retryAfterMs: 7_200_000, retryable: true })
    expect(server.requests).toHaveLength(1)
  })

  test('D51 the availability body: code from the status, its wait surfaced', async () => {
    const availability = { code: 'capacity_exhausted', retryable: true, retry_after: 40, fallback_models: ['acme/other'] }
    const body = { error: { message: 'At capacity', error_type: 'provider_overloaded', http_status: 503, availability } }
    server.on('/chat/completions', { status: 503, body: JSON.stringify(body) })
    expect(errorOf(await ask(server))).toMatchObject({
      code: 503,
      errorType: 'provider_overloaded',
      retryAfterMs: 40_000,
      body: { availability }
    })
    expect(server.requests).toHaveLength(1)
  })

  test('D53 nothing is sent again once words came out', async () => {
    server.on(
      '/chat/completions',
      streamReply(events(text('Hel'), { error: { code: 503, message: 'Overloaded' } })),
      answer(text('Hello'), ending())
    )
    const outcome = await ask(server, { clock: new FakeClock(endless), timeouts })
    expect(textOf(outcome)).toBe('Hel')
    expect(errorOf(outcome).code).toBe(503)
    expect(server.requests).toHaveLength(1)
  })

  test('D54 an abort ends the wait, and nothing more is sent', async () => {
    server.on('/chat/completions', refusal(429, shared, { 'Retry-After': '20' }))
    const controller = new AbortController()
    const reason = new DOMException('Stopped', 'AbortError')
    const handler = openHandler(server, { signal: controller.signal, onRetryAttempt: () => controller.abort(reason) })
    await expect(handler.createMessage('', [userMessage('Hi')]).next()).rejects.toBe(reason)
    expect(server.requests).toHaveLength(1)
  })

  test('D54 an abort between two tries without a wait sends nothing more either', async () => {
    server.on('/chat/completions', refusal(400, { message: 'Corrupted thought signature.' }))
    const controller = new AbortController()
    const reason = new DOMException('Stopped', 'AbortError')
    const handler = openHandler(server, { signal: controller.signal, onRetryAttempt: () => controller.abort(reason) })
    const step = { role: 'assistant' as const, content: 'Hi', reasoning_details: [{ type: 'reasoning.encrypted', data: 'x' }] }
    await expect(handler.createMessage('', [step]).next()).rejects.toBe(reason)
    expect(server.requests).toHaveLength(1)
  })

  test('a failed attempt hands its usage to onRetryAttempt, not to the chunks of the next', async () => {
    const failed = chunk({}, { error: { code: 502, message: 'Gone' }, usage: usageOf({ cost: 0.5 }) })
    server.on('/chat/completions', streamReply(events(failed)), answer(text('Hi'), ending()))
    const costs: (number | undefined)[] = []
    const named: string[] = []
    const options = { clock: new FakeClock(endless), timeouts, onGenerationId: (id: string) => named.push(id) }
    const outcome = await ask(server, { ...options, onRetryAttempt: error => costs.push(error.usage?.totalCost) })
    expect(costs).toEqual([0.5])
    expect(usagesOf(outcome)).toMatchObject([{ totalCost: 0.001 }])
    expect(named).toEqual([generationId, generationId])
  })

  test('credit held by running requests comes back: one retry', async () => {
    server.on(
      '/chat/completions',
      refusal(402, { message: 'In flight', metadata: { limit_source: 'openrouter_in_flight_budget' } }, { 'Retry-After': '2' })
    )
    const outcome = await ask(server, { clock: new FakeClock(endless), timeouts })
    expect(errorOf(outcome)).toMatchObject({ code: 402, retryable: true })
    expect(server.requests).toHaveLength(2)
  })

  test('a closed port is a network error that says so', async () => {
    const outcome = await ask(server, { baseUrl: 'http://127.0.0.1:9/api/v1', clock: new FakeClock(endless), timeouts })
    expect(errorOf(outcome)).toMatchObject({ phase: 'network', code: null, retryable: true })
    expect(errorOf(outcome).message).toMatch(/refused|could not be reached/)
  })
})
