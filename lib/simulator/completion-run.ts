import type { BillRow } from './bill.ts'
import { pricingOf } from './catalogue.ts'
import { type Charge, chargeCompletion } from './charge.ts'
import type { Completion } from './completion.ts'
import type { StreamEnd } from './play-stream.ts'
import { SentAnswer } from './sent-answer.ts'
import { SentMessage } from './sent-message.ts'
import type { SimulatorState, StreamRecord } from './state.ts'

export interface RunOptions {
  state: SimulatorState
  completion: Completion
  key: string
  sessionId: string | null
  stream: boolean
  /** Hash of the messages that are answered. */
  prefixHash: string
  /** Hash of the files among them. */
  filesHash: string
}

/** The books of one completion: what was sent, which row of the bill it becomes, what the validator will expect back. */
export class CompletionRun {
  readonly sent = new SentAnswer()
  readonly #options: RunOptions
  readonly #record: StreamRecord
  readonly #message: SentMessage
  #settled = false
  #opened = false

  constructor(options: RunOptions) {
    const { completion, key, sessionId, filesHash, state } = options
    const { sent } = this
    this.#options = options
    this.#message = new SentMessage({ completion, sent, key, sessionId, filesHash })
    this.#record = {
      generationId: completion.generationId,
      key,
      model: completion.requestedModel,
      sessionId,
      state: 'live',
      startedAt: completion.createdAtMs,
      get firstTokenAt() {
        return sent.firstTokenAtMs
      },
      endedAt: null,
      get completionTokens() {
        return sent.completionTokens
      }
    }
    state.recordStream(this.#record)
  }

  get settled(): boolean {
    return this.#settled
  }

  /** The usage object at this moment. */
  usageNow(failed: boolean): object | null {
    return this.#charge(failed).usage
  }

  /** Headers of a 200 leave: from now on it costs. */
  open(): void {
    this.#opened = true
    const { state, prefixHash } = this.#options
    state.memory.open(prefixHash, this.#message)
    state.bill.open(this.#row(this.#charge(false), { cancelled: true, reason: null, native: null }))
  }

  /** Refused before the stream: no row, nothing to remember. */
  refuse(status: number): void {
    const { state, key, prefixHash } = this.#options
    if (status === 400) state.memory.refuse(key, prefixHash)
    this.#close('done')
  }

  /** The body ended as the step wanted. */
  settle(end: StreamEnd): void {
    if (!this.#close(end.cut ? 'cut' : 'done')) return
    this.#book(end.failed, { cancelled: false, ...end.finish }, !end.cut && !end.failed)
  }

  /** The client went away: it pays for what was sent. */
  abort(): void {
    if (!this.#close('aborted') || !this.#opened) return
    this.#book(false, { cancelled: true, reason: null, native: null }, false)
  }

  #close(state: StreamRecord['state']): boolean {
    if (this.#settled) return false
    this.#settled = true
    this.#record.state = state
    this.#record.endedAt = Date.now()
    return true
  }

  #book(failed: boolean, outcome: Outcome, complete: boolean): void {
    const { state } = this.#options
    state.bill.settle(this.#row(this.#charge(failed), outcome))
    this.#message.complete = complete
    this.sent.compact()
    state.memory.close(this.#message)
  }

  #charge(failed: boolean): Charge {
    const { completion } = this.#options
    const { scriptedUsage, completionTokens, reasoningTokens } = this.sent
    const step = scriptedUsage ? { ...completion.step, usage: scriptedUsage } : completion.step
    return chargeCompletion({
      completion: { ...completion, step },
      pricing: pricingOf(completion.requestedModel),
      counted: { completionTokens, reasoningTokens },
      failed,
      profile: step.framing?.profile ?? 'P3'
    })
  }

  #row(charge: Charge, outcome: Outcome): BillRow {
    const { completion, key, sessionId, stream } = this.#options
    const { generation } = completion.step
    const { startedAt, firstTokenAt } = this.#record
    return {
      generationId: completion.generationId,
      key,
      model: completion.model,
      provider: completion.provider,
      sessionId,
      cost: generation?.cost === undefined ? charge.cost : String(generation.cost),
      upstreamCost: charge.upstreamCost,
      isByok: charge.isByok,
      usage: charge.usage,
      promptTokens: charge.promptTokens,
      completionTokens: charge.completionTokens,
      reasoningTokens: charge.reasoningTokens,
      cachedTokens: charge.cachedTokens,
      cancelled: generation?.cancelled ?? outcome.cancelled,
      streamed: stream,
      finishReason: outcome.reason,
      nativeFinishReason: outcome.native,
      createdAt: new Date(completion.createdAtMs).toISOString(),
      latencyMs: firstTokenAt === null ? null : firstTokenAt - startedAt,
      generationTimeMs: Date.now() - startedAt
    }
  }
}

interface Outcome {
  cancelled: boolean
  reason: string | null
  native: string | null
}
