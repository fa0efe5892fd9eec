import type { ServerResponse } from 'node:http'
import { finishReasonOf } from './answer-deltas.ts'
import { BodyWriter } from './body-writer.ts'
import { ChunkFormat, type Finish } from './chunk-format.ts'
import type { Completion } from './completion.ts'
import { errorChunks } from './error-chunks.ts'
import { nativeFinishReason } from './family.ts'
import { playAnswer, type ScriptedError, type Stall } from './play-answer.ts'
import { playScriptedEvents } from './play-scripted-events.ts'
import type { SentAnswer } from './sent-answer.ts'
import { orReleased, Pace, wait } from './wait.ts'

/** How a body ended. `failed`: with an error of the wire, so that nothing is charged. */
export interface StreamEnd {
  cut: boolean
  failed: boolean
  finish: Finish
}

const brokenOff: StreamEnd = { cut: true, failed: false, finish: { reason: null, native: null } }

/** What a stream needs of its surroundings. */
export interface StreamContext {
  response: ServerResponse
  completion: Completion
  /** Filled as deltas leave. */
  sent: SentAnswer
  /** Aborts when the client is gone. */
  signal: AbortSignal
  /** The usage object at this moment; `null` to send none. */
  usageNow(failed: boolean): object | null
}

/** Plays a completion as server-sent events, to its end, its error, or the client's goodbye. */
export async function playStream(context: StreamContext): Promise<StreamEnd> {
  const player = new StreamPlayer(context)
  const events = context.completion.scripted
  const end = events ? await playScriptedEvents(context, events, player.writer) : await player.play()
  player.writer.flush()
  return end
}

class StreamPlayer {
  readonly writer: BodyWriter
  readonly #context: StreamContext
  readonly #format: ChunkFormat
  readonly #pace: Pace
  #dataEvents = 0

  constructor(context: StreamContext) {
    const { step } = context.completion
    this.#context = context
    this.writer = new BodyWriter(context.response, step.framing)
    this.#format = new ChunkFormat(context.completion, step.framing?.profile ?? 'P3')
    this.#pace = new Pace(step.tokensPerSecond)
  }

  async play(): Promise<StreamEnd> {
    const { completion, signal, sent } = this.#context
    const { step } = completion
    await this.#waitForFirstToken()
    for (let count = 0; count < (step.framing?.comments ?? 0); count++) await this.writer.comment()
    for (const event of playAnswer(completion)) {
      if (signal.aborted) break
      if (event.type === 'stall') await this.#stall(event.stall)
      else if (event.type === 'error') {
        const end = await this.#fail(event.error)
        if (end) return end
      } else {
        if (event.answer.tokens > 0) await this.#pace.next(signal)
        if (signal.aborted) break
        sent.add(event.answer)
        await this.#data(this.#format.delta(event.answer.delta))
      }
    }
    return signal.aborted ? brokenOff : await this.#finish()
  }

  async #finish(): Promise<StreamEnd> {
    const { completion, usageNow } = this.#context
    const { step } = completion
    const reason = finishReasonOf(step)
    const native = step.nativeFinishReason ?? (reason === null ? null : nativeFinishReason(completion.family, reason))
    const finish = { reason, native }
    if (reason !== null) await this.#data(this.#format.delta({ content: '', role: 'assistant' }, finish))
    const usage = usageNow(false)
    if (usage) await this.#data(this.#format.usage(usage, finish))
    await this.#done()
    return { cut: false, failed: reason === 'error', finish }
  }

  /** `undefined` when the answer goes on. */
  async #fail(error: ScriptedError): Promise<StreamEnd | undefined> {
    const { completion, response, usageNow } = this.#context
    for (const chunk of errorChunks(this.#format, completion, error, error.kind === 'E2' ? usageNow(true) : null)) await this.#data(chunk)
    switch (error.kind) {
      case 'bad_json':
        return undefined
      case 'E6_reset':
        this.writer.flush()
        await settled()
        response.socket?.resetAndDestroy()
        return brokenOff
      case 'E6_fin':
        this.writer.flush()
        response.socket?.end()
        return brokenOff
      case 'E6_comments_only':
        for (let count = 0; count < 5; count++) await this.writer.comment()
        return brokenOff
      case 'E6_cut':
      case 'empty':
        return brokenOff
      default:
        await this.#done()
        return { cut: false, failed: true, finish: { reason: 'error', native: null } }
    }
  }

  async #done(): Promise<void> {
    const { framing } = this.#context.completion.step
    if (framing?.comments) await this.writer.comment()
    if (framing?.done !== false) await this.writer.data('[DONE]')
  }

  async #data(json: string): Promise<void> {
    if (this.#dataEvents++ > 0 && this.#context.completion.step.framing?.comments) await this.writer.comment()
    await this.writer.data(json)
  }

  async #waitForFirstToken(): Promise<void> {
    const { firstTokenMs } = this.#context.completion.step
    if (firstTokenMs) await this.#idle(firstTokenMs, true)
  }

  async #stall({ seconds, comments }: Stall): Promise<void> {
    this.writer.flush()
    await this.#idle(seconds * 1000, comments ?? false)
    this.#pace.restart()
  }

  /** Silence, or one comment at the start and one a second. */
  async #idle(durationMs: number, comments: boolean): Promise<void> {
    const signal = orReleased(this.#context.signal, this.#context.completion.step)
    const endsAt = performance.now() + durationMs
    for (let left = durationMs; left >= 1 && !signal.aborted; left = endsAt - performance.now()) {
      if (comments) await this.writer.comment()
      await wait(comments ? Math.min(left, 1000) : left, signal)
    }
  }
}

/** Lets written bytes reach the kernel: a reset right after a write would swallow them. */
function settled(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, 5))
}
