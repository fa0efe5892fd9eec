import { describe, expect, test } from 'vitest'
import type { OpenRouterError } from '../../lib/openrouter/errors.ts'
import { FakeClock } from './fake-clock.ts'
import { bodyOf } from './fixtures/body-of.ts'
import { spent } from './fixtures/expected-chunks.ts'
import { failure, failureOf, sent } from './fixtures/expected-failures.ts'
import { kimiRepeatedId } from './fixtures/open-models.ts'
import { o3EncryptedOnly } from './fixtures/openai.ts'
import { ask, errorOf, finishOf, fragmentsOf, reasoningOf, serveFixtures, typesOf } from './harness.ts'
import { ending, events, generationId, keepAlive, streamReply, text, thought, usageOf } from './stream.ts'

const server = serveFixtures()

describe('end of the stream', () => {
  test('D03 a cut stream is truncated, keeps its prefix and never finishes; its bill is for the caller to look up', async () => {
    const kept = o3EncryptedOnly.items.slice(0, 50)
    server.on('/chat/completions', streamReply(events(...kept), { headers: { 'X-Generation-Id': '' } }))
    const outcome = await ask(server, { openRouterModelId: 'openai/o3' })
    expect(outcome.chunks).toEqual(o3EncryptedOnly.chunks.slice(0, 50))
    const upstreamMessage = 'The answer was cut off.'
    expect(failureOf(outcome)).toEqual(
      failure({ phase: 'truncated', upstreamMessage, providerName: 'OpenAI', retryable: true, body: null })
    )
    expect(outcome.handler.partial).toEqual({
      details: [o3EncryptedOnly.detail],
      toolCalls: [],
      usage: null,
      generationId,
      model: 'openai/o3',
      provider: 'OpenAI'
    })
    // Output was shown: nothing is sent again, and the error does not wait for a bill.
    expect(server.requests).toEqual([{ ...sent, model: 'openai/o3' }])
    expect(server.callsTo('/generation')).toHaveLength(0)
    const data = { native_tokens_prompt: 9, native_tokens_completion: 49, total_cost: 0.00041, is_byok: false }
    server.on('/generation', { body: JSON.stringify({ data }) })
    expect(await outcome.handler.getApiStreamUsage()).toEqual({
      ...spent(data, { inputTokens: 9, outputTokens: 49, totalCost: 0.00041, isByok: false }),
      source: 'generation'
    })
    expect(server.callsTo('/generation').map(call => call.query)).toEqual([`?id=${generationId}`])
  })

  test('D04 [DONE] is the end even when no reason came', async () => {
    server.on('/chat/completions', streamReply(bodyOf(kimiRepeatedId)))
    const outcome = await ask(server, { openRouterModelId: kimiRepeatedId.model })
    expect(outcome.error).toBeNull()
    expect(outcome.chunks).toEqual(kimiRepeatedId.chunks)
    expect(finishOf(outcome)).toMatchObject({ reason: null, toolCalls: [{ index: 0, id: '0', name: 'llm_version', arguments: '{}' }] })
    expect(finishOf(outcome)).not.toHaveProperty('warning')
    expect(server.requests).toEqual([{ ...sent, model: kimiRepeatedId.model }])
  })

  test('D05 comments and then nothing: tried again, then truncated', async () => {
    server.on('/chat/completions', streamReply(events(keepAlive, keepAlive, keepAlive, keepAlive, keepAlive)))
    const attempts: [string, number, number][] = []
    const clock = new FakeClock(ms => ms <= 10_000)
    const onRetryAttempt = (error: OpenRouterError, attempt: number, maxRetries: number) =>
      attempts.push([error.phase, attempt, maxRetries])
    const outcome = await ask(server, { onRetryAttempt, clock, timeouts: { headersMs: 40_000 } })
    expect(outcome.chunks).toEqual([])
    const upstreamMessage = 'The answer ended before it began.'
    expect(failureOf(outcome)).toEqual(failure({ phase: 'truncated', upstreamMessage, retryable: true, body: null }))
    expect(attempts).toEqual([
      ['truncated', 1, 2],
      ['truncated', 2, 2]
    ])
    expect(server.requests).toEqual([sent, sent, sent])
  })

  const overloaded = {
    message: 'Upstream error from Acme: Service temporarily overloaded',
    code: 503,
    metadata: { error_type: 'provider_overloaded' }
  }

  test('D06 a 200 with a JSON error is an error, not an empty answer', async () => {
    server.on('/chat/completions', { body: JSON.stringify({ id: 'gen-1', error: overloaded }) })
    const outcome = await ask(server, { maxRetries: 0 })
    expect(outcome.chunks).toEqual([])
    expect(failureOf(outcome)).toEqual(
      failure({
        phase: 'stream',
        code: 503,
        upstreamMessage: overloaded.message,
        errorType: 'provider_overloaded',
        providerName: 'Acme',
        metadata: overloaded.metadata,
        retryable: true,
        generationId: 'gen-1',
        body: overloaded
      })
    )
    expect(server.requests).toEqual([sent])
  })

  test('D06 it is tried again, and the answer of the second try is the answer', async () => {
    server.on('/chat/completions', { body: JSON.stringify({ error: overloaded }) }, streamReply(bodyOf(o3EncryptedOnly)))
    const outcome = await ask(server, { openRouterModelId: 'openai/o3' })
    expect(outcome.chunks).toEqual(o3EncryptedOnly.chunks)
    expect(server.requests).toEqual(Array(2).fill({ ...sent, model: 'openai/o3' }))
  })

  test('D06 credit refused with status 200 is as final as with 402', async () => {
    const body = { message: 'Insufficient credits', code: 402 }
    server.on('/chat/completions', { body: JSON.stringify({ error: body }) })
    const outcome = await ask(server)
    expect(outcome.chunks).toEqual([])
    expect(failureOf(outcome)).toEqual(
      failure({ phase: 'stream', code: 402, upstreamMessage: body.message, generationId: null, retryable: false, body })
    )
    expect(server.requests).toEqual([sent])
  })

  test('a reset in the middle keeps what came and is not sent again', async () => {
    server.on('/chat/completions', streamReply(events(thought({ type: 'reasoning.text', text: 'Hm' })), { end: 'reset' }))
    const outcome = await ask(server)
    expect(reasoningOf(outcome)).toBe('Hm')
    expect(errorOf(outcome).phase).toBe('truncated')
    expect(server.requests).toHaveLength(1)
  })

  test('reason and usage make an answer whole without [DONE], with a warning', async () => {
    server.on('/chat/completions', streamReply(events(text('Hi'), ending())))
    expect(finishOf(await ask(server))).toMatchObject({ reason: 'stop', warning: 'no_done' })
  })

  test('an answer whose last line lacks its line break is whole', async () => {
    server.on('/chat/completions', streamReply(`${events(text('Hi'), ending())}data: [DONE]`))
    expect(finishOf(await ask(server)).warning).toBeUndefined()
  })

  test.each([['text/html'], ['text/event-stream']])('a page instead of an answer (%s) is bad data', async contentType => {
    server.on('/chat/completions', {
      headers: { 'Content-Type': contentType },
      body: '<html>\n<body>Sign in to the network</body>\n</html>\n'
    })
    const error = errorOf(await ask(server))
    expect(error).toMatchObject({ phase: 'bad_data' })
    expect(error.message).toContain('Not an API answer')
    expect(server.requests).toHaveLength(1)
  })

  test('a completion that was not streamed is read like one, entries verbatim', async () => {
    const details = [
      { type: 'reasoning.text', text: 'A', format: null, index: 0 },
      { type: 'reasoning.text', text: 'B', format: null, index: 0 }
    ]
    const message = {
      role: 'assistant',
      content: 'Hi',
      reasoning: 'AB',
      reasoning_details: details,
      tool_calls: [{ id: 'x', type: 'function', function: { name: 'f', arguments: '' } }]
    }
    const body = { id: generationId, choices: [{ index: 0, message, finish_reason: 'tool_calls' }], usage: usageOf() }
    server.on('/chat/completions', { body: `\n         \n${JSON.stringify(body)}` })
    const outcome = await ask(server)
    expect(typesOf(outcome)).toEqual(['reasoning', 'text', 'tool_calls', 'usage', 'finish'])
    expect(finishOf(outcome).details).toEqual(details)
    expect(fragmentsOf(outcome)).toEqual([[0, 'x', 'f', '{}']])
  })
})
