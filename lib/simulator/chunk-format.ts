import type { Completion, Delta } from './completion.ts'

/** P1 to 2026-02, P2 2026-03, P3 since 2026-04-27 (docs/wire.md). */
export type ChunkProfile = 'P1' | 'P2' | 'P3'

export interface Finish {
  reason: string | null
  native: string | null
}

const unfinished: Finish = { reason: null, native: null }

/**
 * Writes the JSON of one stream's chunks in the key order of its profile. The envelope is serialised once, because a bench
 * sends thousands of chunks a second from the machine that it measures.
 */
export class ChunkFormat {
  readonly profile: ChunkProfile
  readonly #head: string

  constructor(completion: Completion, profile: ChunkProfile) {
    this.profile = profile
    const id = completion.generationId
    const object = 'chat.completion.chunk'
    const created = Math.floor(completion.createdAtMs / 1000)
    const { model, provider } = completion
    const envelope = profile === 'P1' ? { id, provider, model, object, created } : { id, object, created, model, provider }
    this.#head = JSON.stringify(envelope).slice(0, -1)
  }

  delta(delta: Delta, finish: Finish = unfinished): string {
    return `${this.#head},"choices":[${this.#choice(delta, finish)}]}`
  }

  /** The last chunk: in P1 without a reason, in P2 without a choice, in P3 with the finish repeated. */
  usage(usage: object, finish: Finish): string {
    if (this.profile === 'P2') return this.chunk({ choices: [], usage })
    const choice = this.#choice({ content: '', role: 'assistant' }, this.profile === 'P1' ? unfinished : finish)
    return `${this.#head},"choices":[${choice}],"usage":${JSON.stringify(usage)}}`
  }

  /** Any other chunk: the envelope and these fields. */
  chunk(fields: object): string {
    return `${this.#head},${JSON.stringify(fields).slice(1)}`
  }

  #choice(delta: Delta, finish: Finish): string {
    const early = this.profile === 'P1'
    const { role, content, ...rest } = delta
    const body = early ? { role, content, ...rest } : delta
    const tail = `"finish_reason":${JSON.stringify(finish.reason)},"native_finish_reason":${JSON.stringify(finish.native)}`
    return `{"index":0,"delta":${JSON.stringify(body)},${tail}${early ? ',"logprobs":null' : ''}}`
  }
}
