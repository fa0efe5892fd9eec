import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'
import { log } from './log.ts'

/** How often the loop is looked at, and by that how fine a delay is seen. */
const tickMs = 50
/** A loop that stood still for longer is no server any more. */
const blockedMs = 2000
/** Half of the minute that delays are told of: at any time the last 30 to 60 s are known. */
const halfMs = 30_000
/** How long a block that is over still counts. */
const afterwardsMs = 10_000

/** Looks at how late timers come, which is how long everybody waits. */
export class LoopWatch {
  #current: RecordableHistogram = createHistogram()
  #previous: RecordableHistogram = createHistogram()
  #turnedAt: number
  #expectedAt: number
  #blockedUntil = Number.NEGATIVE_INFINITY
  readonly #now: () => number

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
    this.#turnedAt = now()
    this.#expectedAt = now() + tickMs
  }

  start(): void {
    setInterval(() => this.tick(), tickMs).unref()
  }

  tick(): void {
    const now = this.#now()
    const lateMs = Math.max(0, now - this.#expectedAt)
    this.#expectedAt = now + tickMs
    if (now - this.#turnedAt >= halfMs) {
      this.#previous = this.#current
      this.#current = createHistogram()
      this.#turnedAt = now
    }
    this.#current.record(Math.max(1, Math.round(lateMs)))
    if (lateMs < blockedMs) return
    this.#blockedUntil = now + afterwardsMs
    log('warn', 'loop.blocked', { blockedMs: Math.round(lateMs) })
  }

  /** The delay that one timer in a hundred of the last minute came with or above. */
  get delayMs(): number {
    return Math.max(this.#current.percentile(99), this.#previous.percentile(99))
  }

  /** It is blocked, or was a moment ago: whoever may, should ask another one. */
  get isBlocked(): boolean {
    const now = this.#now()
    return now < this.#blockedUntil || now - this.#expectedAt > blockedMs
  }
}
