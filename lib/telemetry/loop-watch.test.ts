import { expect, test, vi } from 'vitest'
import { LoopWatch } from './loop-watch.ts'

test('a loop that stood still for two seconds is logged once, and counts as blocked for a while after', () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  let now = 0
  const watch = new LoopWatch(() => now)
  const tickAfter = (ms: number) => {
    now += ms
    watch.tick()
  }
  for (let tick = 0; tick < 20; tick++) tickAfter(51)
  expect([watch.isBlocked, watch.delayMs, write.mock.calls]).toEqual([false, 1, []])
  now += 2500
  expect(watch.isBlocked, 'before its timer came').toBe(true)
  watch.tick()
  expect(JSON.parse(String(write.mock.calls[0]?.[0]))).toMatchObject({ event: 'loop.blocked', blockedMs: 2450 })
  expect(watch.delayMs).toBeGreaterThan(2000)
  for (let tick = 0; tick < 190; tick++) tickAfter(50)
  expect(watch.isBlocked).toBe(true)
  for (let tick = 0; tick < 20; tick++) tickAfter(50)
  expect([watch.isBlocked, write.mock.calls.length]).toEqual([false, 1])
  // More than a minute later nobody knows of it.
  for (let tick = 0; tick < 1300; tick++) tickAfter(50)
  expect(watch.delayMs).toBe(1)
  write.mockRestore()
})
