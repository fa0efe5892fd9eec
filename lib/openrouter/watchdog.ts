import type { StreamTimeouts } from '../chat/timeouts.ts'
import type { Clock } from './clock.ts'

/** Which limit ran out, and for `silent` and `stalled` whether words had come; the `errorType` of an error of phase `timeout`. */
export type TimeoutKind = 'no_response' | 'no_content' | 'silent' | 'stalled' | 'too_long'

interface Deadline {
  at: number
  kind: TimeoutKind
  limitMs: number
}

/**
 * Watches one call. It sleeps until the nearest deadline and looks again, also when headers and first content come; a delta costs no timer. Only the
 * upstream's time counts: while the consumer keeps us waiting, deadlines move along.
 */
export class StreamWatchdog {
  readonly #clock: Clock
  readonly #timeouts: StreamTimeouts
  readonly #onExpire: (kind: TimeoutKind, limitMs: number) => void
  #isStopped = false
  /** Of the sleep that is slept. */
  #sleep = new AbortController()
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
    this.#sleep.abort()
  }

  bytesArrived(): void {
    this.#bytesAt = this.#now()
  }

  contentArrived(): void {
    const isFirst = this.#contentAt === null
    this.#contentAt = this.#bytesAt
    if (isFirst) this.#sleep.abort()
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
    this.#isStopped = true
    this.#sleep.abort()
  }

  /** The clock without the time that the consumer took. */
  #now(): number {
    return (this.#heldSince ?? this.#clock.now()) - this.#heldMs
  }

  async #watch(): Promise<void> {
    while (!this.#isStopped) {
      const deadline = this.#nextDeadline()
      const remainingMs = deadline.at - this.#now()
      if (remainingMs <= 0) {
        this.#onExpire(deadline.kind, deadline.limitMs)
        return
      }
      this.#sleep = new AbortController()
      // Cut short when it is stopped, or when a limit begins that may be nearer.
      await this.#clock.sleep(remainingMs, this.#sleep.signal).catch(() => undefined)
    }
  }

  #nextDeadline(): Deadline {
    const { headersMs, firstContentMs, silenceMs, stalledMs, totalMs } = this.#timeouts
    const deadlines = [deadlineOf('too_long', this.#startedAt, totalMs)]
    if (this.#headersAt === null) deadlines.push(deadlineOf('no_response', this.#startedAt, headersMs))
    else {
      deadlines.push(deadlineOf(this.#contentAt === null ? 'silent' : 'stalled', this.#bytesAt, silenceMs))
      if (this.#contentAt === null) deadlines.push(deadlineOf('no_content', this.#headersAt, firstContentMs))
      else deadlines.push(deadlineOf('stalled', this.#contentAt, stalledMs))
    }
    return deadlines.reduce((nearest, deadline) => (deadline.at < nearest.at ? deadline : nearest))
  }
}

function deadlineOf(kind: TimeoutKind, since: number, limitMs: number): Deadline {
  return { at: since + limitMs, kind, limitMs }
}
