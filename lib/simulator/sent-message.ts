import type { Completion, ReasoningDetail } from './completion.ts'
import type { Family } from './family.ts'
import { mergeFragments } from './merge-fragments.ts'
import type { SentAnswer, SentToolCall } from './sent-answer.ts'

/**
 * An answer as its client must have understood it. Known from its first byte on and read live: a client may stop it and ask on
 * before this process has seen the connection close.
 */
export class SentMessage {
  readonly generationId: string
  readonly key: string
  readonly sessionId: string | null
  /** The slug that was asked for. */
  readonly model: string
  readonly family: Family
  readonly provider: string
  /** Of the files in the request that it answers. */
  readonly filesHash: string
  /** `false` while it runs, and after an abort, a cut or an error: the client may hold only the beginning. */
  complete = false
  readonly #sent: SentAnswer

  constructor(options: { completion: Completion; sent: SentAnswer; key: string; sessionId: string | null; filesHash: string }) {
    const { completion, sent, key, sessionId, filesHash } = options
    this.generationId = completion.generationId
    this.key = key
    this.sessionId = sessionId
    this.model = completion.requestedModel
    this.family = completion.family
    this.provider = completion.provider
    this.filesHash = filesHash
    this.#sent = sent
  }

  get text(): string {
    return this.#sent.text
  }

  get toolCalls(): SentToolCall[] {
    return this.#sent.toolCalls.filter(call => call !== undefined)
  }

  get annotations(): Record<string, unknown>[] {
    return this.#sent.annotations
  }

  get details(): ReasoningDetail[] {
    return mergeFragments(this.#sent.fragments)
  }
}
