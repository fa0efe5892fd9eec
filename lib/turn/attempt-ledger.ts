import { uuidv7 } from 'uuidv7'
import type { TokenPrices } from '../cost/shares.ts'
import { type GenerationOutcome, type NewGeneration, noteOpenRouterId, openRetry, settleGeneration } from '../db/ledger.ts'
import type { AppError } from '../errors.ts'
import type { UsageChunk } from '../openrouter/chunks.ts'
import { OpenRouterError } from '../openrouter/errors.ts'
import { logError } from '../telemetry/log.ts'
import { costOfCall, nothingBilled, outcomeOfRecord, outcomeOfUsage } from './ledger-outcome.ts'
import { endOfError } from './to-failure.ts'

/** Keeps one ledger row per attempt: the handler retries by itself, and each try is a call that may cost. */
export class AttemptLedger {
  #current: NewGeneration
  #called = false
  startedAt = performance.now()
  timeToFirstTokenMs: number | null = null
  error: unknown = null
  /** Why the attempt must not be made. */
  #refusal: AppError | null = null
  /** Resolves when every write so far is on disk. */
  written: Promise<unknown> = Promise.resolve()
  readonly pending: string[] = []

  constructor(first: NewGeneration) {
    this.#current = first
  }

  /** The row of the attempt that is running. */
  get currentId(): string {
    return this.#current.id
  }

  /** Before each attempt's request: it goes out when its row is on disk, unless the turn was stopped until then or a budget is reached. */
  async call(signal: AbortSignal): Promise<void> {
    await this.written
    if (this.#refusal) throw this.#refusal
    this.#called = !signal.aborted
  }

  /** OpenRouter's id of the attempt, on disk before its cost is known. The step's end writes it too: an answer does not fail for this. */
  name(openRouterId: string): void {
    const { id } = this.#current
    this.#write(() => noteOpenRouterId(id, openRouterId).catch((error: unknown) => logError('ledger.name', error, { generationId: id })))
  }

  /** An attempt has failed before it said anything; another follows. */
  retry(error: OpenRouterError): void {
    this.error = error
    const settled = this.settle(error.usage, {
      openRouterId: error.generationId,
      provider: error.providerName,
      errorCode: endOfError(error).failure?.code ?? null
    })
    this.#current = { ...this.#current, id: uuidv7(), attempt: this.#current.attempt + 1, createdAt: new Date() }
    const next = this.#current
    this.#called = false
    this.error = null
    this.startedAt = performance.now()
    this.#write(() => settleGeneration(settled.id, settled.outcome))
    this.#write(async () => {
      this.#refusal = await openRetry(next)
    })
  }

  #write(write: () => PromiseLike<unknown>): void {
    this.written = this.written.then(write)
    // It is awaited at the step's end; until then a failure must not count as unhandled.
    this.written.catch(() => undefined)
  }

  /** What the current attempt's row becomes. `prices` are those of the model that answered. */
  settle(
    usage: UsageChunk | null,
    outcome: Partial<GenerationOutcome>,
    prices: TokenPrices = {}
  ): { id: string; outcome: Partial<GenerationOutcome> } {
    const { id } = this.#current
    // Aborted before it went out: what the handler still knows is of the attempt before.
    if (!this.#called) return { id, outcome: { ...nothingBilled, errorCode: outcome.errorCode ?? null } }
    const cost = this.#cost(usage, outcome.openRouterId ?? null, prices)
    if (cost.costState === 'pending') this.pending.push(id)
    return {
      id,
      outcome: {
        ...outcome,
        ...cost,
        timeToFirstTokenMs: this.timeToFirstTokenMs,
        durationMs: Math.round(performance.now() - this.startedAt)
      }
    }
  }

  #cost(usage: UsageChunk | null, openRouterId: string | null, prices: TokenPrices): Partial<GenerationOutcome> {
    const known =
      usage === null ? {} : usage.source === 'generation' ? outcomeOfRecord(usage.raw, prices) : outcomeOfUsage(usage.raw, prices)
    return costOfCall(known, { refused: isRefusal(this.error), openRouterId })
  }
}

/** Answered with a status of 400 or more, or never sent. */
function isRefusal(error: unknown): boolean {
  return error instanceof OpenRouterError && (error.phase === 'http' || error.neverSent)
}
