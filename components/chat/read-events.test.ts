// Real: a stream that goes on and falls silent. Scripted: the clock.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readEvents, SilentConnection } from './read-events.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('a connection is given up 45 s after its last sign of life, and not before', async () => {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  const heard: string[] = []
  const outcome = (async () => {
    for await (const event of readEvents(readable, new AbortController().signal)) heard.push(event.data)
  })().catch((error: unknown) => error)
  for (const data of ['one', 'two', 'three']) {
    await vi.advanceTimersByTimeAsync(44_000)
    await writer.write(new TextEncoder().encode(`data: ${data}\n\n`))
  }
  await vi.advanceTimersByTimeAsync(44_000)
  expect(heard).toEqual(['one', 'two', 'three'])
  await vi.advanceTimersByTimeAsync(1_001)
  expect(await outcome).toBeInstanceOf(SilentConnection)
})
