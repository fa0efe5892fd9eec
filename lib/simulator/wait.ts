/** Below this a timer is simply left to run out: cheaper than a listener per token. */
const briefMs = 250

/** Sleeps; returns early when the signal aborts. Never rejects: who waits looks at the signal. */
export function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return Promise.resolve()
  if (ms < briefMs) return new Promise(resolve => setTimeout(resolve, ms))
  return new Promise(resolve => {
    const finish = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      resolve()
    }
    const timer = setTimeout(finish, ms)
    signal.addEventListener('abort', finish)
  })
}

/** Of a step that a test may tell to go on: the end of its waits, besides that of its connection. */
export function orReleased(signal: AbortSignal, { released }: { released?: AbortSignal }): AbortSignal {
  return released ? AbortSignal.any([signal, released]) : signal
}

/**
 * Keeps a rate of tokens against the clock, not against the last token: a late timer is made up for, so that the mean is exact
 * with hundreds of streams.
 */
export class Pace {
  readonly #intervalMs: number
  #startedAtMs: number | null = null
  #count = 0
  #unpaced = 0

  constructor(tokensPerSecond: number | undefined) {
    this.#intervalMs = tokensPerSecond ? 1000 / tokensPerSecond : 0
  }

  /** Resolves when the next token is due. `undefined`: at once, nothing to await. */
  next(signal: AbortSignal): Promise<void> | undefined {
    if (this.#intervalMs === 0) return this.#breathe()
    this.#startedAtMs ??= performance.now()
    const dueInMs = this.#startedAtMs + this.#count++ * this.#intervalMs - performance.now()
    return dueInMs > 0 ? wait(dueInMs, signal) : undefined
  }

  /** After a stall the rate goes on from now; nothing is caught up. */
  restart(): void {
    this.#startedAtMs = null
    this.#count = 0
  }

  /** As fast as possible, but other streams want to live too. */
  #breathe(): Promise<void> | undefined {
    this.#unpaced++
    return this.#unpaced % 64 === 0 ? new Promise(resolve => setImmediate(resolve)) : undefined
  }
}
