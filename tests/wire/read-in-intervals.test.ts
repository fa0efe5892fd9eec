/** `beforeRead`: whoever shows text at intervals has the network read in the same ones. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { collect, finishOf, openHandler, serveFixtures, textOf, userMessage } from './harness.ts'
import { chunk, done, ending, events, text } from './stream.ts'

const server = serveFixtures()

/** A body that is only read when somebody asks, an event each time. */
function bodyOf(...items: Parameters<typeof events>) {
  const waiting = items.map(item => new TextEncoder().encode(events(item)))
  const body = { reads: 0 }
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const bytes = waiting.shift()
        if (!bytes) return controller.close()
        body.reads += 1
        controller.enqueue(bytes)
      }
    },
    { highWaterMark: 0 }
  )
  const fetch = () => Promise.resolve(new Response(stream, { headers: { 'Content-Type': 'text/event-stream' } }))
  return { body, fetch }
}

test('nothing is held back before the first words, and nothing read before the pause is over', async () => {
  const { body, fetch } = bodyOf(chunk({}), text('One'), text(' two'), ending(), done)
  const pauses: PromiseWithResolvers<void>[] = []
  const beforeRead = () => {
    const pause = Promise.withResolvers<void>()
    pauses.push(pause)
    return pause.promise
  }
  const answered = collect(openHandler(server, { fetch, beforeRead }), [userMessage('Hello')])
  await expect.poll(() => pauses.length).toBe(1)
  for (let turn = 0; turn < 10; turn++) await nextTurn()
  expect(body.reads, 'the empty event and the first words').toBe(2)
  pauses[0]?.resolve()
  await expect.poll(() => pauses.length).toBe(2)
  expect(body.reads).toBe(3)
  pauses[1]?.resolve()
  const outcome = await answered
  expect(textOf(outcome)).toBe('One two')
  expect(finishOf(outcome).reason).toBe('stop')
})

test('an abort does not wait for the pause', async () => {
  const controller = new AbortController()
  const { fetch } = bodyOf(text('One'), text(' two'), ending(), done)
  const beforeRead = () => {
    queueMicrotask(() => controller.abort(new Error('enough')))
    return new Promise<void>(() => undefined)
  }
  const outcome = await collect(openHandler(server, { fetch, beforeRead, signal: controller.signal }), [userMessage('Hello')])
  expect(outcome.error).toEqual(new Error('enough'))
  expect(textOf(outcome)).toBe('One')
})
