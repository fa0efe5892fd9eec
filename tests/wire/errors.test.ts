import { describe, expect, test } from 'vitest'
import { FakeClock } from './fake-clock.ts'
import { shown, spent, told } from './fixtures/expected-chunks.ts'
import { failure, failureOf, hi, sent } from './fixtures/expected-failures.ts'
import { ask, errorOf, serveFixtures } from './harness.ts'
import { answer, chunk, done, ending, events, generationId, keepAlive, refusal, streamReply, text, thought, usageOf } from './stream.ts'

const server = serveFixtures()

const endless = (ms: number) => ms <= 16_000
const timeouts = { headersMs: 40_000 }

test('a redirect is not followed: neither the key nor the question goes to another address', async () => {
  server.on('/chat/completions', { status: 307, headers: { Location: `${server.baseUrl}/elsewhere` } })
  const outcome = await ask(server)
  expect(failureOf(outcome)).toMatchObject({
    phase: 'http',
    code: 307,
    upstreamMessage: `Temporary redirect: the address that is set leads to ${server.baseUrl}/elsewhere, and is not followed`,
    retryable: false
  })
  expect(server.calls.map(({ path }) => path)).toEqual(['/chat/completions'])
})

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
    const figures = { inputTokens: 43, outputTokens: 10, totalCost: 0, reasoningTokens: 5, isByok: false, upstreamCost: 0.001 }
    expect(outcome.chunks).toEqual([
      ...shown(plain('We need'), plain(' to respond to a greeting.')),
      spent(usageOf({ prompt_tokens: 43, completion_tokens: 10, cost: 0 }), figures)
    ])
    const error = { code: 400, message: 'Token limit reached' }
    expect(failureOf(outcome)).toEqual(
      failure({ phase: 'stream', code: 400, upstreamMessage: error.message, providerName: 'Minimax', retryable: false, body: error })
    )
    expect(server.requests).toEqual([sent])
  })

  test.each(['annotations', 'reasoning_details'])(
    '%s that are nested without end fail the answer: nobody could write them down',
    async name => {
      const nested = `${'['.repeat(8000)}${']'.repeat(8000)}`
      const delta = `{"${name}":[{"type":"reasoning.text","index":0,"text":"","nested":${nested}}]}`
      server.on('/chat/completions', streamReply(`data: {"choices":[{"delta":${delta}}]}\n\n`))
      expect(failureOf(await ask(server))).toMatchObject({ upstreamMessage: 'The answer holds data that is nested too deep.' })
    }
  )

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
    expect(failureOf(outcome)).toEqual(
      failure({ phase: 'choice', upstreamMessage: expect.stringContaining('MALFORMED_FUNCTION_CALL'), retryable: true, body: {} })
    )
    expect(server.requests).toEqual([sent, sent, sent])
  })

  test('D46 a provider that fails after the first words', async () => {
    const error = {
      code: 502,
      message: 'Provider disconnected',
      metadata: { error_type: 'provider_unavailable', raw: '{"why":"reset"}', provider_name: 'Acme' }
    }
    server.on('/chat/completions', streamReply(events(text('Hel'), chunk({}, { error, finish: 'error' }), done)))
    const outcome = await ask(server)
    expect(outcome.chunks).toEqual(told('Hel'))
    expect(failureOf(outcome)).toEqual(
      failure({
        phase: 'stream',
        code: 502,
        upstreamMessage: 'Provider disconnected',
        errorType: 'provider_unavailable',
        providerName: 'Acme',
        raw: { why: 'reset' },
        metadata: error.metadata,
        retryable: true,
        body: error
      })
    )
    expect(server.requests).toEqual([sent])
  })

  test('D46 an error object inside the choice', async () => {
    server.on(
      '/chat/completions',
      streamReply(events(text('Hel'), chunk({}, { finish: 'error', choiceError: { code: 502, message: 'Gone' } })))
    )
    const outcome = await ask(server)
    expect(outcome.chunks).toEqual(told('Hel'))
    const body = { code: 502, message: 'Gone' }
    expect(failureOf(outcome)).toEqual(
      failure({ phase: 'choice', code: 502, upstreamMessage: 'Gone', providerName: 'Acme', retryable: true, body })
    )
    expect(server.requests).toEqual([sent])
  })

  test.each([
    ['with empty choices', { error: { code: 429, message: 'Worker limit reached' }, choices: [] }],
    ['alone', { error: { code: 429, message: 'Worker limit reached' } }]
  ])('D47 an error %s', async (_case, event) => {
    server.on('/chat/completions', streamReply(events(text('Hel'), event)))
    const outcome = await ask(server)
    expect(outcome.chunks).toEqual(told('Hel'))
    expect(failureOf(outcome)).toEqual(
      failure({
        phase: 'stream',
        code: 429,
        upstreamMessage: 'Worker limit reached',
        providerName: 'Acme',
        retryable: true,
        body: { code: 429, message: 'Worker limit reached' }
      })
    )
    expect(server.requests).toEqual([sent])
  })

  test('D47 an error of null on an ordinary chunk is none', async () => {
    server.on('/chat/completions', answer(text('Hi', { error: null }), ending()))
    const outcome = await ask(server)
    expect(outcome.error).toBeNull()
    expect(outcome.chunks).toEqual(hi)
  })

  test('a code in words is a type', async () => {
    server.on('/chat/completions', streamReply(events(text('Hel'), { error: { code: 'server_error', message: 'Oops' } })))
    expect(errorOf(await ask(server))).toMatchObject({ code: null, errorType: 'server_error', retryable: true })
  })
})

describe('refused before the stream', () => {
  test.each([
    [401, { message: 'Missing Authentication header', metadata: undefined }, {}],
    [
      400,
      { message: 'maximum context length is 4096 tokens', metadata: { provider_name: null, previous_errors: [{ code: 400 }] } },
      { contextTokens: 4096 }
    ],
    [
      402,
      { message: 'can only afford 5142', metadata: { limit_source: 'openrouter_credits', remedy_hint: 'Add credits.' } },
      { affordableTokens: 5142, limitSource: 'openrouter_credits', remedyHint: 'Add credits.' }
    ],
    [
      403,
      { message: 'requires moderation', metadata: { reasons: ['misc'], flagged_input: 'You are...eba.', provider_name: 'Meta' } },
      { reasons: ['misc'], flaggedInput: 'You are...eba.' }
    ],
    [
      404,
      { message: 'No endpoints found', metadata: { routing_funnel: [{ step: 'Initial Endpoints' }], failed_routing_step: 'Filter' } },
      { failedRoutingStep: 'Filter' }
    ],
    [413, { message: 'Payload too large', metadata: undefined }, {}]
  ])('D48 %i keeps its metadata, hides the user and is not repeated', async (status, body, facts) => {
    server.on('/chat/completions', refusal(status, body, { 'X-Generation-Id': generationId }))
    const outcome = await ask(server)
    const { metadata } = body
    expect(failureOf(outcome)).toEqual(
      failure({
        phase: 'http',
        code: status,
        upstreamMessage: body.message,
        providerName: (metadata && 'provider_name' in metadata && metadata.provider_name) || null,
        retryable: false,
        body: { code: status, message: body.message, ...(metadata && { metadata }) },
        facts,
        ...(metadata && { metadata })
      })
    )
    expect(JSON.stringify(failureOf(outcome))).not.toContain('user_')
    expect(outcome.chunks).toEqual([])
    expect(server.requests).toEqual([sent])
  })

  test("D49 the provider's own sentence is found inside the wrapping", async () => {
    const details = JSON.stringify({
      error: { message: "Requested token count exceeds the model's maximum of 131072 tokens.", type: 'BadRequest' }
    })
    const raw = JSON.stringify({ error: { message: 'Backend request failed with status 400', code: 400, details } })
    const wire = { message: 'Provider returned error', metadata: { raw, provider_name: 'GMICloud' } }
    server.on('/chat/completions', refusal(400, wire))
    const outcome = await ask(server)
    expect(outcome.chunks).toEqual([])
    expect(failureOf(outcome)).toEqual(
      failure({
        phase: 'http',
        code: 400,
        upstreamMessage: "Requested token count exceeds the model's maximum of 131072 tokens.",
        providerName: 'GMICloud',
        raw: { error: { message: 'Backend request failed with status 400', code: 400, details: JSON.parse(details) } },
        metadata: wire.metadata,
        facts: { contextTokens: 131_072 },
        generationId: null,
        retryable: false,
        body: { code: 400, ...wire }
      })
    )
    expect(server.requests).toEqual([sent])
  })

  test('D52 a page of a proxy', async () => {
    const body = '<!DOCTYPE html><html><head><title>502</title><style>p{}</style></head><body>cloudflare says no</body></html>'
    server.on('/chat/completions', { status: 502, headers: { 'Content-Type': 'text/html' }, body })
    const outcome = await ask(server, { maxRetries: 0 })
    expect(outcome.chunks).toEqual([])
    const upstreamMessage = 'Bad gateway: 502 cloudflare says no'
    expect(failureOf(outcome)).toEqual(
      failure({ phase: 'http', code: 502, upstreamMessage, generationId: null, retryable: true, body: {} })
    )
    expect(server.requests).toEqual([sent])
  })
})
