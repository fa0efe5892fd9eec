import type { Clock } from './clock.ts'

/** How long an answer may take to move on, in milliseconds. */
export interface StreamTimeouts {
  /** Until the response's headers. */
  headersMs: number
  /** From the headers to the first content, while keep-alive comments say that the provider works. */
  firstContentMs: number
  /** Without a single byte. */
  silenceMs: number
  /** Without content in the middle of an answer, comments or not. */
  stalledMs: number
  /** The whole call. */
  totalMs: number
}

export const defaultTimeouts: StreamTimeouts = {
  headersMs: 30_000,
  firstContentMs: 180_000,
  silenceMs: 60_000,
  stalledMs: 90_000,
  totalMs: 900_000
}

/** Which limit ran out; the `errorType` of an error of phase `timeout`. */
export type TimeoutKind = 'no_response' | 'no_content' | 'silent' | 'stalled' | 'too_long'

interface Deadline {
  at: number
  kind: TimeoutKind
  limitMs: number
}

/**
 * Watches one call. It sleeps until the nearest deadline and looks again, so that a delta costs no timer. Only the
 * upstream's time counts: while the consumer keeps us waiting, deadlines move along.
 */
export class StreamWatchdog {
  readonly #clock: Clock
  readonly #timeouts: StreamTimeouts
  readonly #onExpire: (kind: TimeoutKind, limitMs: number) => void
  readonly #stopped = new AbortController()
  readonly #startedAt: number
  #headersAt: number | null = null
  #contentAt: number | null = null
  #bytesAt = 0
  /** Since when the consumer has been holding the stream; `null` while we wait for the upstream. */
  #heldSince: number | null = null
  #heldMs = 0

  constructor(clock: Clock, timeouts: StreamTimeouts, onExpire: (kind: TimeoutKind, limitMs: number) => void) {
    this.#clock = clock
    this.#timeouts = timeouts
    this.#onExpire = onExpire
    this.#startedAt = this.#now()
    void this.#watch()
  }

  headersArrived(): void {
    this.#headersAt = this.#now()
    this.#bytesAt = this.#headersAt
  }

  bytesArrived(): void {
    this.#bytesAt = this.#now()
  }

  contentArrived(): void {
    this.#contentAt = this.#bytesAt
  }

  /** The consumer has the floor. */
  pause(): void {
    this.#heldSince = this.#clock.now()
  }

  resume(): void {
    if (this.#heldSince !== null) this.#heldMs += this.#clock.now() - this.#heldSince
    this.#heldSince = null
  }

  stop(): void {
    this.#stopped.abort()
  }

  /** The clock without the time that the consumer took. */
  #now(): number {
    return (this.#heldSince ?? this.#clock.now()) - this.#heldMs
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stopped
    while (!signal.aborted) {
      const deadline = this.#nextDeadline()
      const remainingMs = deadline.at - this.#now()
      if (remainingMs <= 0) {
        this.#onExpire(deadline.kind, deadline.limitMs)
        return
      }
      try {
        await this.#clock.sleep(remainingMs, signal)
      } catch {
        // Stopped: the only reason a sleep is cut short.
        return
      }
    }
  }

  #nextDeadline(): Deadline {
    const { headersMs, firstContentMs, silenceMs, stalledMs, totalMs } = this.#timeouts
    const deadlines = [deadlineOf('too_long', this.#startedAt, totalMs)]
    if (this.#headersAt === null) deadlines.push(deadlineOf('no_response', this.#startedAt, headersMs))
    else {
      deadlines.push(deadlineOf('silent', this.#bytesAt, silenceMs))
      if (this.#contentAt === null) deadlines.push(deadlineOf('no_content', this.#headersAt, firstContentMs))
      else deadlines.push(deadlineOf('stalled', this.#contentAt, stalledMs))
    }
    return deadlines.reduce((nearest, deadline) => (deadline.at < nearest.at ? deadline : nearest))
  }
}

function deadlineOf(kind: TimeoutKind, since: number, limitMs: number): Deadline {
  return { at: since + limitMs, kind, limitMs }
}
