import { describe, expect, test } from 'vitest'
import type { UsageChunk } from '../../lib/openrouter/chunks.ts'
import { FakeClock } from './fake-clock.ts'
import { claudeCacheStream, claudeMultiTool, claudeVertex } from './fixtures/anthropic.ts'
import { bodyOf } from './fixtures/body-of.ts'
import { finished, spent, told } from './fixtures/expected-chunks.ts'
import { sent } from './fixtures/expected-failures.ts'
import { advisorTool } from './fixtures/odd-answers.ts'
import { minimaxNullFormat } from './fixtures/open-models.ts'
import { usage } from './fixtures/usage.ts'
import { ask, errorOf, openHandler, serveFixtures, usagesOf, userMessage } from './harness.ts'
import { answer, chunk, done, ending, events, generationId, streamReply, text, usageOf } from './stream.ts'

const server = serveFixtures()
const acme = { model: 'acme/model', provider: 'Acme' }

const record = {
  id: generationId,
  native_tokens_prompt: 285,
  native_tokens_completion: 25,
  native_tokens_cached: 0,
  native_tokens_reasoning: 0,
  is_byok: false,
  upstream_inference_cost: 0,
  total_cost: 0.000164
}
const bill = { body: JSON.stringify({ data: record }) }
const looked = {
  ...spent(record, { inputTokens: 285, outputTokens: 25, totalCost: 0.000164, reasoningTokens: 0, isByok: false, upstreamCost: 0 }),
  source: 'generation'
}
const notFound = { status: 404, body: JSON.stringify({ error: { message: `Generation ${generationId} not found`, code: 404 } }) }

/** What the handler makes of an answer "Hi" with this usage object. */
async function usageRead(raw: Record<string, unknown>): Promise<UsageChunk[]> {
  server.on('/chat/completions', answer(text('Hi'), ending('stop', raw)))
  const outcome = await ask(server)
  expect(outcome.chunks.filter(({ type }) => type !== 'usage')).toEqual([...told('Hi'), finished(acme, { reason: 'stop', native: 'stop' })])
  return usagesOf(outcome)
}

describe('usage in the stream', () => {
  test.each([
    ['with an empty reason', claudeVertex],
    ['without choices', claudeCacheStream],
    ['with the reason once more', claudeMultiTool]
  ])('D09 a usage chunk %s: one usage, one finish, one completion of each call', async (_shape, fixture) => {
    server.on('/chat/completions', streamReply(bodyOf(fixture)))
    const { chunks } = await ask(server, { openRouterModelId: fixture.model })
    expect(chunks).toEqual(fixture.chunks)
    expect(chunks.map(({ type }) => type).filter(type => type === 'usage' || type === 'finish')).toEqual(['usage', 'finish'])
  })

  test.each([
    ['the cost stands for all of it', claudeMultiTool, 0.001285],
    ['a discount lies below the upstream price', minimaxNullFormat, 0.000059415],
    ['server tools lie above it, and nobody speaks of own keys', advisorTool, 0.0145476]
  ])('D10 %s', async (_rule, fixture, total) => {
    server.on('/chat/completions', streamReply(bodyOf(fixture)))
    const outcome = await ask(server, { openRouterModelId: fixture.model })
    expect(outcome.chunks).toEqual(fixture.chunks)
    expect(usagesOf(outcome)).toMatchObject([{ totalCost: total, costKnown: true }])
  })

  test('D10 an own key is billed by the provider', async () => {
    const raw = { ...usage({ prompt: 9171, completion: 113, cost: 0, upstream: 0.0360795, reasoning: 55 }), is_byok: true }
    expect(await usageRead(raw)).toEqual([
      spent(raw, { inputTokens: 9171, outputTokens: 113, totalCost: 0.0360795, reasoningTokens: 55, isByok: true, upstreamCost: 0.0360795 })
    ])
  })

  test("D10 an own key with OpenRouter's fee", async () => {
    const raw = { ...usage({ prompt: 9171, completion: 113, cost: 0.0018, upstream: 0.036, reasoning: 55 }), is_byok: true }
    const totalCost = expect.closeTo(0.0378, 12)
    expect(await usageRead(raw)).toEqual([
      {
        ...spent(raw, { inputTokens: 9171, outputTokens: 113, totalCost: 0, reasoningTokens: 55, isByok: true, upstreamCost: 0.036 }),
        totalCost
      }
    ])
  })

  test('D11 what is written to the cache is no input', async () => {
    const raw = usage({ prompt: 2572, completion: 10, cost: 0.009684, written: 2569 })
    expect(await usageRead(raw)).toEqual([
      spent(raw, {
        inputTokens: 3,
        cacheWriteTokens: 2569,
        outputTokens: 10,
        totalCost: 0.009684,
        reasoningTokens: 0,
        isByok: false,
        upstreamCost: 0.009684
      })
    ])
  })

  test('D11 what is read from it is no input either', async () => {
    const raw = usage({ prompt: 2649, completion: 10, cost: 0.00122, cached: 2569, written: 79 })
    expect(await usageRead(raw)).toEqual([
      spent(raw, {
        inputTokens: 1,
        cacheReadTokens: 2569,
        cacheWriteTokens: 79,
        outputTokens: 10,
        totalCost: 0.00122,
        reasoningTokens: 0,
        isByok: false,
        upstreamCost: 0.00122
      })
    ])
  })

  test('D11 more cached than there was is no negative input', async () => {
    const raw = usage({ prompt: 5, completion: 1, cost: 0, cached: 9 })
    const figures = {
      inputTokens: 0,
      cacheReadTokens: 9,
      outputTokens: 1,
      totalCost: 0,
      reasoningTokens: 0,
      isByok: false,
      upstreamCost: 0
    }
    expect(await usageRead(raw)).toEqual([spent(raw, figures)])
  })

  test('D12 nulls in the usage cost neither the text nor the rest of it; the cost is not known, which is not 0', async () => {
    const raw = usageOf({
      cost: null,
      prompt_tokens_details: null,
      completion_tokens_details: { reasoning_tokens: null },
      cost_details: null
    })
    expect(await usageRead(raw)).toEqual([spent(raw, { inputTokens: 10, outputTokens: 20, totalCost: 0, costKnown: false, isByok: false })])
    expect(server.callsTo('/generation')).toHaveLength(0)
  })
})

describe('usage looked up afterwards', () => {
  const withoutUsage = streamReply(events(text('Hi'), chunk({}, { finish: 'stop' }), done))
  const end = finished(acme, { reason: 'stop', native: 'stop' })

  test('D13 a missing usage is asked for four times, with the key and the id of the header', async () => {
    server.on('/chat/completions', withoutUsage)
    server.on('/generation', notFound, notFound, notFound, bill)
    const clock = new FakeClock()
    const { chunks } = await ask(server, { clock })
    expect(chunks).toEqual([...told('Hi'), looked, end])
    const lookups = server.callsTo('/generation').map(({ query, headers }) => [query, headers.authorization])
    expect(lookups).toEqual(Array(4).fill([`?id=${generationId}`, 'Bearer sk-or-v1-test']))
    expect(clock.skipped).toEqual([500, 250, 500, 1000])
  })

  test('D13 the id of the header counts, not that of the chunks', async () => {
    server.on(
      '/chat/completions',
      streamReply(events(text('Hi', { id: 'gen-other' }), chunk({}, { finish: 'stop', id: 'gen-other' }), done))
    )
    server.on('/generation', bill)
    const outcome = await ask(server)
    expect(outcome.chunks).toEqual([...told('Hi'), looked, end])
    expect(server.callsTo('/generation').map(({ query }) => query)).toEqual([`?id=${generationId}`])
  })

  test('D13 a bill that is not there yet is no usage, not zeros', async () => {
    server.on('/chat/completions', withoutUsage)
    server.on('/generation', notFound)
    const { chunks } = await ask(server)
    expect(chunks).toEqual([...told('Hi'), end])
    expect(server.callsTo('/generation')).toHaveLength(4)
  })

  test('D13 a quoted total_cost counts', async () => {
    server.on('/chat/completions', withoutUsage)
    const raw = { ...record, total_cost: '0.04', native_tokens_cached: 200 }
    server.on('/generation', { body: JSON.stringify({ data: raw }) })
    const { chunks } = await ask(server)
    expect(chunks).toEqual([...told('Hi'), { ...looked, raw, totalCost: 0.04, inputTokens: 85, cacheReadTokens: 200 }, end])
  })

  test('D14 a usage that is there is not asked for', async () => {
    server.on('/chat/completions', streamReply(bodyOf(claudeMultiTool)))
    server.on('/generation', bill)
    expect((await ask(server, { openRouterModelId: claudeMultiTool.model })).chunks).toEqual(claudeMultiTool.chunks)
    expect(server.callsTo('/generation')).toHaveLength(0)
  })

  test('D14 a refused lookup is not repeated', async () => {
    server.on('/chat/completions', withoutUsage)
    server.on('/generation', { status: 401, body: '{"error":{"message":"User not found.","code":401}}' })
    const { chunks } = await ask(server)
    expect(chunks).toEqual([...told('Hi'), end])
    expect(server.callsTo('/generation')).toHaveLength(1)
  })

  test('after an error the caller decides, and may ask', async () => {
    server.on('/chat/completions', streamReply(events(text('Hi'))))
    server.on('/generation', bill)
    const outcome = await ask(server)
    expect(errorOf(outcome).phase).toBe('truncated')
    expect(server.callsTo('/generation')).toHaveLength(0)
    expect(await outcome.handler.getApiStreamUsage()).toEqual(looked)
  })
})

describe('abort', () => {
  test('D15 drops the connection and throws the reason; the bill can still be asked for', async () => {
    server.on('/chat/completions', streamReply(events(text('a'), text('b'), text('c'), text('d')), { end: 'hang' }))
    server.on('/generation', bill)
    const controller = new AbortController()
    const reason = new DOMException('Stopped', 'AbortError')
    const named: string[] = []
    const handler = openHandler(server, { signal: controller.signal, onGenerationId: id => named.push(id) })
    const seen: unknown[] = []
    const reading = async () => {
      for await (const piece of handler.createMessage('', [userMessage('Hello')])) {
        seen.push(piece)
        if (seen.length === 3) controller.abort(reason)
      }
    }
    await expect(reading()).rejects.toBe(reason)
    expect(seen).toEqual(told('a', 'b', 'c'))
    await server.calls[0]?.aborted
    expect(named).toEqual([generationId])
    expect(server.callsTo('/generation')).toHaveLength(0)
    expect(server.requests).toEqual([sent])
    expect(await handler.getApiStreamUsage()).toEqual(looked)
  })

  test('a consumer that stops reading drops the connection too', async () => {
    server.on('/chat/completions', streamReply(events(text('a'), text('b')), { end: 'hang' }))
    for await (const piece of openHandler(server).createMessage('', [])) if (piece.type === 'text') break
    await server.calls[0]?.aborted
    expect(server.requests).toHaveLength(1)
  })
})
