import type { Clock } from '../../lib/openrouter/clock.ts'

interface Sleeper {
  at: number
  wake(): void
}

/** Time that passes when told to. Waits that `skips` accepts are over at once and noted in `skipped`. */
export class FakeClock implements Clock {
  #now = Date.UTC(2026, 10, 1)
  readonly #sleepers = new Set<Sleeper>()
  readonly #skips: (ms: number) => boolean
  readonly skipped: number[] = []

  constructor(skips: (ms: number) => boolean = ms => ms <= 1000) {
    this.#skips = skips
  }

  now = (): number => this.#now

  sleep = (ms: number, signal?: AbortSignal): Promise<void> => {
    if (signal?.aborted) return Promise.reject(signal.reason)
    if (this.#skips(ms)) {
      this.skipped.push(ms)
      this.#now += ms
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#sleepers.delete(sleeper)
        reject(signal?.reason)
      }
      const wake = () => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      }
      const sleeper = { at: this.#now + ms, wake }
      this.#sleepers.add(sleeper)
      signal?.addEventListener('abort', onAbort, { once: true })
    })
  }

  /** Moves on and wakes whoever is due. */
  pass(ms: number): void {
    this.#now += ms
    for (const sleeper of this.#sleepers) {
      if (sleeper.at > this.#now) continue
      this.#sleepers.delete(sleeper)
      sleeper.wake()
    }
  }
}
