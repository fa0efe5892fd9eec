import { describe, expect, test } from 'vitest'
import { FakeClock } from './fake-clock.ts'
import { ask, errorOf, finishOf, fragmentsOf, openHandler, serveFixtures, textOf, typesOf, usagesOf } from './harness.ts'
import { answer, chunk, done, ending, events, generationId, streamReply, text, toolCall, usageOf } from './stream.ts'

const server = serveFixtures()

const bill = {
  data: {
    id: generationId,
    native_tokens_prompt: 285,
    native_tokens_completion: 25,
    native_tokens_cached: 0,
    native_tokens_reasoning: 0,
    is_byok: false,
    upstream_inference_cost: 0,
    total_cost: 0.000164
  }
}
const notFound = { status: 404, body: JSON.stringify({ error: { message: `Generation ${generationId} not found`, code: 404 } }) }

describe('usage in the stream', () => {
  test.each([
    ['with an empty reason', chunk({}, { usage: usageOf() })],
    ['without choices', { ...chunk({}), choices: [], usage: usageOf() }],
    ['with the reason once more', ending('tool_calls')]
  ])('D09 a usage chunk %s: one usage, one finish, one completion of the call', async (_shape, last) => {
    server.on(
      '/chat/completions',
      answer(toolCall(0, { id: 'a', name: 'f', arguments: '' }), chunk({}, { finish: 'tool_calls', native: 'tool_use' }), last)
    )
    const outcome = await ask(server)
    expect(typesOf(outcome)).toEqual(['tool_calls', 'usage', 'finish'])
    expect(fragmentsOf(outcome)).toEqual([[0, 'a', 'f', '{}']])
    expect(finishOf(outcome)).toMatchObject({ reason: 'tool_calls', native: 'tool_use' })
  })

  test.each([
    ['the cost stands for all of it', { cost: 0.001285, cost_details: { upstream_inference_cost: 0.001285 } }, 0.001285],
    ['a discount lies below the upstream price', { cost: 0.000059415, cost_details: { upstream_inference_cost: 0.0000699 } }, 0.000059415],
    ['server tools lie above it', { cost: 0.0145476, is_byok: undefined, cost_details: { upstream_inference_cost: 0.0001776 } }, 0.0145476],
    ['an own key is billed by the provider', { cost: 0, is_byok: true, cost_details: { upstream_inference_cost: 0.0360795 } }, 0.0360795],
    ['an own key with a fee', { cost: 0.0018, is_byok: true, cost_details: { upstream_inference_cost: 0.036 } }, 0.0378]
  ])('D10 %s', async (_rule, usage, total) => {
    server.on('/chat/completions', answer(text('Hi'), ending('stop', usageOf(usage))))
    const [seen] = usagesOf(await ask(server))
    expect(seen?.totalCost).toBeCloseTo(total, 12)
    expect(seen?.costKnown).toBe(true)
  })

  test.each([
    [
      'written',
      { prompt_tokens: 2572, prompt_tokens_details: { cached_tokens: 0, cache_write_tokens: 2569 } },
      { inputTokens: 3, cacheWriteTokens: 2569, cacheReadTokens: 0 }
    ],
    [
      'read',
      { prompt_tokens: 2649, prompt_tokens_details: { cached_tokens: 2569, cache_write_tokens: 79 } },
      { inputTokens: 1, cacheWriteTokens: 79, cacheReadTokens: 2569 }
    ],
    [
      'more than the prompt',
      { prompt_tokens: 5, prompt_tokens_details: { cached_tokens: 9 } },
      { inputTokens: 0, cacheReadTokens: 9, cacheWriteTokens: 0 }
    ]
  ])('D11 cached tokens are taken out of the input: %s', async (_case, usage, expected) => {
    server.on('/chat/completions', answer(text('Hi'), ending('stop', usageOf(usage))))
    expect(usagesOf(await ask(server))).toMatchObject([expected])
  })

  test('D12 nulls in the usage cost neither the text nor the rest of it', async () => {
    const usage = usageOf({ cost: null, prompt_tokens_details: null, completion_tokens_details: { reasoning_tokens: null } })
    server.on('/chat/completions', answer(text('Hi'), ending('stop', usage)))
    const outcome = await ask(server)
    expect(textOf(outcome)).toBe('Hi')
    expect(usagesOf(outcome)).toMatchObject([{ inputTokens: 10, outputTokens: 20, totalCost: 0, costKnown: false, raw: usage }])
    expect(usagesOf(outcome)[0]).not.toHaveProperty('reasoningTokens')
  })
})

describe('usage looked up afterwards', () => {
  const withoutUsage = streamReply(events(text('Hi'), chunk({}, { finish: 'stop' }), done))

  test('D13 a missing usage is asked for four times, with the id of the header', async () => {
    server.on('/chat/completions', withoutUsage)
    server.on('/generation', notFound, notFound, notFound, { body: JSON.stringify(bill) })
    const clock = new FakeClock()
    const outcome = await ask(server, { clock })
    expect(typesOf(outcome)).toEqual(['text', 'usage', 'finish'])
    expect(usagesOf(outcome)).toMatchObject([
      { inputTokens: 285, outputTokens: 25, totalCost: 0.000164, costKnown: true, source: 'generation' }
    ])
    const lookups = server.callsTo('/generation')
    expect(lookups).toHaveLength(4)
    expect(lookups.every(({ headers }) => headers.authorization === 'Bearer sk-or-v1-test')).toBe(true)
    expect(clock.skipped).toEqual([500, 250, 500, 1000])
  })

  test('D13 a bill that is not there yet is no usage, not zeros', async () => {
    server.on('/chat/completions', withoutUsage)
    server.on('/generation', notFound)
    const outcome = await ask(server)
    expect(typesOf(outcome)).toEqual(['text', 'finish'])
    expect(server.callsTo('/generation')).toHaveLength(4)
  })

  test('D13 a quoted total_cost counts', async () => {
    server.on('/chat/completions', withoutUsage)
    server.on('/generation', { body: JSON.stringify({ data: { ...bill.data, total_cost: '0.04', native_tokens_cached: 200 } }) })
    expect(usagesOf(await ask(server))).toMatchObject([{ totalCost: 0.04, inputTokens: 85, cacheReadTokens: 200 }])
  })

  test('D14 a refused lookup is not repeated', async () => {
    server.on('/chat/completions', withoutUsage)
    server.on('/generation', { status: 401, body: '{"error":{"message":"User not found.","code":401}}' })
    expect(usagesOf(await ask(server))).toEqual([])
    expect(server.callsTo('/generation')).toHaveLength(1)
  })

  test('after an error the caller decides, and may ask', async () => {
    server.on('/chat/completions', streamReply(events(text('Hi'))))
    server.on('/generation', { body: JSON.stringify(bill) })
    const outcome = await ask(server)
    expect(errorOf(outcome).phase).toBe('truncated')
    expect(server.callsTo('/generation')).toHaveLength(0)
    expect(await outcome.handler.getApiStreamUsage()).toMatchObject({ totalCost: 0.000164, generationId })
  })
})

describe('abort', () => {
  test('D15 drops the connection and throws the reason', async () => {
    server.on('/chat/completions', streamReply(events(text('a'), text('b'), text('c'), text('d')), { end: 'hang' }))
    server.on('/generation', { body: JSON.stringify(bill) })
    const controller = new AbortController()
    const reason = new DOMException('Stopped', 'AbortError')
    const named: string[] = []
    const handler = openHandler(server, { signal: controller.signal, onGenerationId: id => named.push(id) })
    const seen: string[] = []
    const reading = async () => {
      for await (const piece of handler.createMessage('', [{ role: 'user', content: 'Hello' }])) {
        if (piece.type === 'text') seen.push(piece.text)
        if (seen.length === 3) controller.abort(reason)
      }
    }
    await expect(reading()).rejects.toBe(reason)
    expect(seen).toEqual(['a', 'b', 'c'])
    await server.calls[0]?.aborted
    expect(named).toEqual([generationId])
    expect(await handler.getApiStreamUsage()).toMatchObject({ totalCost: 0.000164 })
  })

  test('a consumer that stops reading drops the connection too', async () => {
    server.on('/chat/completions', streamReply(events(text('a'), text('b')), { end: 'hang' }))
    for await (const piece of openHandler(server).createMessage('', [])) if (piece.type === 'text') break
    await server.calls[0]?.aborted
    expect(server.requests).toHaveLength(1)
  })
})
