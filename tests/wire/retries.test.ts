import { describe, expect, test } from 'vitest'
import type { OpenRouterError } from '../../lib/openrouter/errors.ts'
import { FakeClock } from './fake-clock.ts'
import { told } from './fixtures/expected-chunks.ts'
import { failure, failureOf, hi, sent } from './fixtures/expected-failures.ts'
import { ask, errorOf, openHandler, serveFixtures, userMessage } from './harness.ts'
import { answer, chunk, ending, events, generationId, refusal, streamReply, text, usageOf } from './stream.ts'

const server = serveFixtures()

const endless = (ms: number) => ms <= 16_000
const timeouts = { headersMs: 40_000 }

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
    expect(outcome.chunks).toEqual(hi)
    expect(attempts).toEqual([[429, 1, 2, 1000]])
    expect(clock.skipped).toEqual([1000])
    expect(server.requests).toEqual([sent, sent])
  })

  test('D50 without the header the metadata says how long', async () => {
    server.on(
      '/chat/completions',
      refusal(429, { ...shared, metadata: { ...shared.metadata, retry_after_seconds: 16 } }),
      answer(text('Hi'), ending())
    )
    const clock = new FakeClock(endless)
    expect((await ask(server, { clock, timeouts })).chunks).toEqual(hi)
    expect(clock.skipped).toContain(16_000)
    expect(server.requests).toEqual([sent, sent])
  })

  test('D50 a reset hours away is told, not slept', async () => {
    const clock = new FakeClock(endless)
    const headers = { 'X-RateLimit-Limit': '50', 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': String(clock.now() + 7_200_000) }
    const wire = { message: 'Rate limit exceeded: free-models-per-day', metadata: { headers } }
    server.on('/chat/completions', refusal(429, wire))
    const resetsAt = clock.now() + 7_200_000
    const outcome = await ask(server, { clock, timeouts })
    expect(outcome.chunks).toEqual([])
    expect(failureOf(outcome)).toEqual(
      failure({
        phase: 'http',
        code: 429,
        upstreamMessage: wire.message,
        metadata: wire.metadata,
        retryAfterMs: 7_200_000,
        facts: { resetsAt },
        generationId: null,
        retryable: true,
        body: { code: 429, ...wire }
      })
    )
    expect(server.requests).toEqual([sent])
  })

  test('D51 the availability body: code from the status, its wait surfaced', async () => {
    const availability = { code: 'capacity_exhausted', retryable: true, retry_after: 40, fallback_models: ['acme/other'] }
    const body = { error: { message: 'At capacity', error_type: 'provider_overloaded', http_status: 503, availability } }
    server.on('/chat/completions', { status: 503, body: JSON.stringify(body) })
    const outcome = await ask(server)
    expect(outcome.chunks).toEqual([])
    expect(failureOf(outcome)).toEqual(
      failure({
        phase: 'http',
        code: 503,
        upstreamMessage: 'At capacity',
        errorType: 'provider_overloaded',
        retryAfterMs: 40_000,
        facts: { fallbackModels: ['acme/other'], availability: 'capacity_exhausted' },
        generationId: null,
        retryable: true,
        body: body.error
      })
    )
    expect(server.requests).toEqual([sent])
  })

  test('D53 nothing is sent again once words came out', async () => {
    server.on(
      '/chat/completions',
      streamReply(events(text('Hel'), { error: { code: 503, message: 'Overloaded' } })),
      answer(text('Hello'), ending())
    )
    const outcome = await ask(server, { clock: new FakeClock(endless), timeouts })
    expect(outcome.chunks).toEqual(told('Hel'))
    const body = { code: 503, message: 'Overloaded' }
    expect(failureOf(outcome)).toEqual(
      failure({ phase: 'stream', code: 503, upstreamMessage: 'Overloaded', providerName: 'Acme', retryable: true, body })
    )
    expect(server.requests).toEqual([sent])
  })

  test('D54 an abort ends the wait, and nothing more is sent', async () => {
    server.on('/chat/completions', refusal(429, shared, { 'Retry-After': '20' }))
    const controller = new AbortController()
    const reason = new DOMException('Stopped', 'AbortError')
    const handler = openHandler(server, { signal: controller.signal, onRetryAttempt: () => controller.abort(reason) })
    await expect(handler.createMessage('', [userMessage('Hello')]).next()).rejects.toBe(reason)
    expect(server.requests).toEqual([sent])
  })

  test('D54 an abort between two tries without a wait sends nothing more either', async () => {
    server.on('/chat/completions', refusal(400, { message: 'Corrupted thought signature.' }))
    const controller = new AbortController()
    const reason = new DOMException('Stopped', 'AbortError')
    const handler = openHandler(server, { signal: controller.signal, onRetryAttempt: () => controller.abort(reason) })
    const step = { role: 'assistant' as const, content: 'Hi', reasoning_details: [{ type: 'reasoning.encrypted', data: 'x' }] }
    await expect(handler.createMessage('', [step]).next()).rejects.toBe(reason)
    expect(server.requests).toEqual([{ ...sent, messages: [step] }])
  })

  test('a failed attempt hands its usage to onRetryAttempt, not to the chunks of the next', async () => {
    const failed = chunk({}, { error: { code: 502, message: 'Gone' }, usage: usageOf({ cost: 0.5 }) })
    server.on('/chat/completions', streamReply(events(failed)), answer(text('Hi'), ending()))
    const costs: (number | undefined)[] = []
    const named: string[] = []
    const options = { clock: new FakeClock(endless), timeouts, onGenerationId: (id: string) => named.push(id) }
    const outcome = await ask(server, { ...options, onRetryAttempt: error => costs.push(error.usage?.totalCost) })
    expect(costs).toEqual([0.5])
    expect(outcome.chunks).toEqual(hi)
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
