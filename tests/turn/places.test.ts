/** Places among the live turns: several are given at once, in the order in which they were asked for. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

// Read when lib/env.ts is imported.
process.env.STENO_LIVE_TURNS = '4'
const { Hub } = await import('../../lib/turn/hub.ts')

describe('places', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  /** `null` while it is not decided. */
  function asked(hub: InstanceType<typeof Hub>, count: number): { answer: boolean | null } {
    const request: { answer: boolean | null } = { answer: null }
    void hub.takePlaces(count).then(answer => {
      request.answer = answer
    })
    return request
  }

  test('come all at once, first come, first served', async () => {
    const hub = new Hub()
    const requests = [3, 2, 1].map(count => asked(hub, count))
    const answers = async () => {
      await vi.advanceTimersByTimeAsync(0)
      return requests.map(({ answer }) => answer)
    }
    expect(await answers()).toEqual([true, null, null])
    hub.releasePlace()
    expect(await answers()).toEqual([true, true, null])
    hub.releasePlace()
    expect(await answers()).toEqual([true, true, true])
  })

  test('who waits in vain makes room, and what can never be had is refused at once', async () => {
    const hub = new Hub()
    const first = asked(hub, 3)
    const many = asked(hub, 4)
    await vi.advanceTimersByTimeAsync(29_000)
    const one = asked(hub, 1)
    const tooMany = asked(hub, 5)
    await vi.advanceTimersByTimeAsync(0)
    expect([first, many, one, tooMany].map(({ answer }) => answer)).toEqual([true, null, null, false])
    await vi.advanceTimersByTimeAsync(1000)
    expect([many, one].map(({ answer }) => answer)).toEqual([false, true])
  })
})
