import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OpenRouterError } from '../../lib/openrouter/errors.ts'
import { FakeClock } from './fake-clock.ts'
import { ask, errorOf, finishOf, fragmentsOf, reasoningOf, serveFixtures, textOf, typesOf, usagesOf } from './harness.ts'
import { answer, done, ending, events, generationId, keepAlive, streamReply, text, thought, toolCall, usageOf } from './stream.ts'

const server = serveFixtures()

const encrypted = { type: 'reasoning.encrypted', data: 'gAAAAABq'.repeat(40), id: 'rs_0123456789', format: 'openai-responses-v1', index: 0 }

describe('framing', () => {
  const items = [
    keepAlive,
    keepAlive,
    thought(encrypted),
    ': ',
    text('Grüße 👋🏽 '),
    keepAlive,
    text('aus Köln'),
    toolCall(0, { id: 'call_1', name: 'add', arguments: '' }),
    toolCall(0, { arguments: '{"a": "✓"}' }),
    ending('tool_calls'),
    done
  ]

  test('D01 comments, CRLF and a cut after any byte change nothing', async () => {
    const lines = events(...items)
    server.on('/chat/completions', streamReply(lines))
    const whole = await ask(server)
    expect(textOf(whole)).toBe('Grüße 👋🏽 aus Köln')
    for (const body of [lines, lines.replaceAll('\n', '\r\n')]) {
      for (const pieceBytes of [1, 2, 3, 5]) {
        server.on('/chat/completions', streamReply(body, { pieceBytes }))
        expect((await ask(server)).chunks).toEqual(whole.chunks)
      }
    }
  })

  test('D02 a cost of 0 is a cost: nothing is looked up', async () => {
    server.on('/chat/completions', answer(text('Hello there, friend.'), ending('stop', usageOf({ cost: 0 }))))
    const outcome = await ask(server)
    expect(usagesOf(outcome)).toMatchObject([{ totalCost: 0, costKnown: true }])
    expect(server.callsTo('/generation')).toHaveLength(0)
  })

  test('D07 a line of six megabytes is read at once', async () => {
    const url = `data:image/png;base64,${'iVBORw0K'.repeat(750_000)}`
    server.on('/chat/completions', answer({ choices: [{ delta: { images: [{ type: 'image_url', image_url: { url } }] } }] }, ending()))
    const startedAt = performance.now()
    const outcome = await ask(server)
    expect(performance.now() - startedAt).toBeLessThan(1000)
    const [image] = outcome.chunks
    expect(image?.type === 'image' && image.url === url).toBe(true)
  })

  test('one event above 28 MiB ends the answer as too_large, with what came before', async () => {
    server.on('/chat/completions', streamReply(events(text('kept'), { pad: 'x'.repeat(28 * 1024 * 1024) })))
    const outcome = await ask(server)
    expect(textOf(outcome)).toBe('kept')
    expect(errorOf(outcome)).toMatchObject({ phase: 'too_large', retryable: false, generationId })
  })

  test('D08 an event that is no JSON ends the answer, with what came before', async () => {
    server.on(
      '/chat/completions',
      streamReply(`${events(text('kept'))}data: {"choices":[{"delta"\n\n${events(text('lost'), ending(), done)}`)
    )
    const outcome = await ask(server)
    expect(textOf(outcome)).toBe('kept')
    expect(errorOf(outcome)).toMatchObject({ phase: 'bad_data' })
    expect(errorOf(outcome).message).toContain('{"choices":[{"delta"')
    expect(server.requests).toHaveLength(1)
  })

  test('a prototype key in an event is no answer of the API', async () => {
    server.on('/chat/completions', streamReply(`data: {"__proto__":{"polluted":true},"choices":[]}\n\n${events(done)}`))
    expect(errorOf(await ask(server))).toMatchObject({ phase: 'bad_data' })
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  test('bytes that are no UTF-8 are replaced and reported', async () => {
    const [before, after] = events(text('A-B'), ending(), done).split('-B')
    server.on('/chat/completions', streamReply(Buffer.concat([Buffer.from(before ?? ''), Buffer.from([0xff]), Buffer.from(after ?? '')])))
    const outcome = await ask(server)
    expect(textOf(outcome)).toBe('A\uFFFD')
    expect(finishOf(outcome).warning).toBe('invalid_utf8')
  })
})

describe('end of the stream', () => {
  test('D03 a cut stream is truncated, keeps its prefix and never finishes', async () => {
    const items = [thought(encrypted), ...Array.from({ length: 49 }, (_, index) => text(`word${index} `))]
    server.on('/chat/completions', streamReply(events(...items), { headers: { 'X-Generation-Id': '' } }))
    const outcome = await ask(server)
    expect(textOf(outcome)).toMatch(/^word0 .*word48 $/)
    expect(typesOf(outcome)).not.toContain('finish')
    expect(errorOf(outcome)).toMatchObject({ phase: 'truncated', generationId, retryable: true })
    expect(outcome.handler.lastGenerationId).toBe(generationId)
    expect(outcome.handler.partial).toMatchObject({ details: [encrypted], provider: 'Acme', usage: null })
    expect(server.requests).toHaveLength(1)
    expect(server.callsTo('/generation')).toHaveLength(0)
  })

  test('D03 any cut keeps a prefix of the chunks and never succeeds', async () => {
    const items = [
      text('One '),
      thought(encrypted),
      text('two '),
      toolCall(0, { id: 'call_1', name: 'add', arguments: '{"a":1}' }),
      text('three')
    ]
    const bytes = Buffer.from(events(...items))
    server.on('/chat/completions', streamReply(bytes, {}))
    const whole = await ask(server)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: bytes.length - 1 }), async length => {
        server.on('/chat/completions', streamReply(bytes.subarray(0, length)))
        const cut = await ask(server, { maxRetries: 0 })
        expect(cut.chunks).toEqual(whole.chunks.slice(0, cut.chunks.length))
        expect(errorOf(cut).phase).toBe('truncated')
      }),
      { numRuns: 60 }
    )
  })

  test('D04 [DONE] is the end even when no reason came', async () => {
    server.on(
      '/chat/completions',
      answer(toolCall(0, { id: '0', name: 'version', arguments: '{}' }), { ...text(''), choices: [], usage: usageOf() })
    )
    const outcome = await ask(server)
    expect(finishOf(outcome)).toMatchObject({ reason: null, toolCalls: [{ index: 0, id: '0', name: 'version', arguments: '{}' }] })
    expect(usagesOf(outcome)).toHaveLength(1)
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

  test('D05 comments and then nothing: tried again, then truncated', async () => {
    server.on('/chat/completions', streamReply(events(keepAlive, keepAlive, keepAlive, keepAlive, keepAlive)))
    const attempts: [number, number][] = []
    const clock = new FakeClock(ms => ms <= 10_000)
    const onRetryAttempt = (_error: OpenRouterError, attempt: number, maxRetries: number) => attempts.push([attempt, maxRetries])
    const outcome = await ask(server, { onRetryAttempt, clock, timeouts: { headersMs: 40_000 } })
    expect(errorOf(outcome).phase).toBe('truncated')
    expect(attempts).toEqual([
      [1, 2],
      [2, 2]
    ])
    expect(server.requests).toHaveLength(3)
  })

  test('D06 a 200 with a JSON error is an error, not an empty answer', async () => {
    const error = {
      message: 'Upstream error from Acme: Service temporarily overloaded',
      code: 503,
      metadata: { error_type: 'provider_overloaded' }
    }
    server.on('/chat/completions', { body: JSON.stringify({ id: 'gen-1', error }) })
    const outcome = await ask(server, { maxRetries: 0 })
    expect(outcome.chunks).toEqual([])
    expect(errorOf(outcome)).toMatchObject({ code: 503, errorType: 'provider_overloaded', retryable: true, generationId: 'gen-1' })
  })

  test('D06 credit refused with status 200 is as final as with 402', async () => {
    server.on('/chat/completions', { body: JSON.stringify({ error: { message: 'Insufficient credits', code: 402 } }) })
    expect(errorOf(await ask(server))).toMatchObject({ code: 402, retryable: false })
    expect(server.requests).toHaveLength(1)
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
