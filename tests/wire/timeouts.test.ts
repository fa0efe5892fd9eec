import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { OpenRouterHandlerOptions } from '../../lib/openrouter/handler.ts'
import { FakeClock } from './fake-clock.ts'
import { collect, errorOf, openHandler, serveFixtures, textOf, userMessage } from './harness.ts'
import { events, keepAlive, streamReply, text } from './stream.ts'

const server = serveFixtures()

/** Asks, lets `passing` move the clock while the answer hangs, and gathers the end. */
async function whileHanging(passing: (clock: FakeClock) => Promise<void>, options: Partial<OpenRouterHandlerOptions> = {}) {
  const clock = new FakeClock()
  const arrived = Promise.withResolvers<void>()
  const telling = async (url: string, init: RequestInit) => {
    const response = await fetch(url, init)
    const told = new TransformStream<Uint8Array, Uint8Array>({
      transform: (bytes, controller) => {
        controller.enqueue(bytes)
        arrived.resolve()
      }
    })
    return new Response(response.body?.pipeThrough(told), response)
  }
  const outcome = collect(openHandler(server, { clock, fetch: telling, ...options }), [userMessage('Hi')])
  await arrived.promise
  await wait(5)
  await passing(clock)
  return outcome
}

async function steps(clock: FakeClock, ms: number, count: number): Promise<void> {
  for (let step = 0; step < count; step++) {
    clock.pass(ms)
    await wait(1)
  }
}

describe('limits of time', () => {
  test('no headers in 30 s: tried once more, then a timeout', async () => {
    const calls: AbortSignal[] = []
    const never = (_url: string, init: RequestInit) => {
      if (init.signal) calls.push(init.signal)
      return new Promise<Response>(() => undefined)
    }
    const clock = new FakeClock()
    const outcome = collect(openHandler(server, { clock, fetch: never }), [userMessage('Hi')])
    await wait(5)
    await steps(clock, 10_000, 12)
    expect(errorOf(await outcome)).toMatchObject({ phase: 'timeout', errorType: 'no_response', retryable: true })
    expect(calls.map(({ aborted }) => aborted)).toEqual([true, true])
  })

  test('comments without content end after 180 s', async () => {
    server.on('/chat/completions', streamReply(events(keepAlive), { end: 'hang' }))
    const timeouts = { silenceMs: 1_000_000 }
    const outcome = await whileHanging(clock => steps(clock, 60_000, 3), { timeouts })
    expect(errorOf(outcome)).toMatchObject({ phase: 'timeout', errorType: 'no_content' })
    expect(server.requests).toHaveLength(1)
  })

  test('silence in the middle ends after 60 s, with what came', async () => {
    server.on('/chat/completions', streamReply(events(text('Hel')), { end: 'hang' }))
    const outcome = await whileHanging(clock => steps(clock, 30_000, 2))
    expect(textOf(outcome)).toBe('Hel')
    expect(errorOf(outcome)).toMatchObject({ phase: 'timeout', errorType: 'stalled', providerName: 'Acme' })
    expect(errorOf(outcome).message).toContain('60 s')
  })

  test('an answer that stands still ends after 90 s', async () => {
    server.on('/chat/completions', streamReply(events(text('Hel'), keepAlive), { end: 'hang' }))
    const outcome = await whileHanging(clock => steps(clock, 30_000, 3), { timeouts: { silenceMs: 1_000_000 } })
    expect(errorOf(outcome)).toMatchObject({ phase: 'timeout', errorType: 'stalled' })
  })

  test('an answer without end is ended after 15 min', async () => {
    server.on('/chat/completions', streamReply(events(text('Hel')), { end: 'hang' }))
    const timeouts = { silenceMs: 10_000_000, stalledMs: 10_000_000 }
    const outcome = await whileHanging(clock => steps(clock, 900_000, 1), { timeouts })
    expect(errorOf(outcome)).toMatchObject({ phase: 'timeout', errorType: 'too_long' })
  })

  test("time that the consumer takes is not the upstream's", async () => {
    server.on('/chat/completions', streamReply(events(text('Hel')), { end: 'hang' }))
    const clock = new FakeClock()
    const controller = new AbortController()
    const iterator = openHandler(server, { clock, signal: controller.signal }).createMessage('', [userMessage('Hi')])
    expect(await iterator.next()).toMatchObject({ value: { text: 'Hel' } })
    await steps(clock, 60_000, 10)
    const rest = iterator.next()
    await steps(clock, 30_000, 1)
    controller.abort(new Error('stopped by the test'))
    await expect(rest).rejects.toThrow('stopped by the test')
  })
})
