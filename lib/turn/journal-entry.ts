import type { TurnChunk } from '../chat/turn-chunk.ts'
import { mergeReasoningDetails, type ReasoningDetail } from '../openrouter/reasoning-details.ts'

/**
 * What a running turn writes down. A `chunk` is shown to browsers once it is on disk; everything else only lets a
 * killed step be rebuilt: what the wire carried and a browser never sees.
 */
export type JournalEntry =
  | { kind: 'chunk'; chunk: TurnChunk }
  | { kind: 'details'; details: readonly ReasoningDetail[] }
  | { kind: 'tool-call'; index: number; wireId: string; name: string; toolCallId: string }
  | { kind: 'annotation'; annotation: unknown }
  /** A call has its OpenRouter id: after a crash the only way to its cost. */
  | { kind: 'generation'; generationId: string; openRouterId: string }

/** Where a turn says what happens to it: written down first, then shown. */
export interface TurnJournal {
  add(entry: JournalEntry): void
  /** Resolves when everything so far is on disk and shown. */
  settled(): Promise<void>
  /**
   * When to read on: `null` is now. While text waits to be committed a read would only wait with it; held back until the
   * commit is due, one read takes what several would have.
   */
  readAgain(): Promise<void> | null
}

/** Chunks whose neighbours of the same id join into one. */
type DeltaChunk = Extract<TurnChunk, { type: 'text-delta' | 'reasoning-delta' | 'tool-input-delta' }>

function joined(left: TurnChunk, right: TurnChunk): DeltaChunk | null {
  if (left.type === 'text-delta' && right.type === 'text-delta' && left.id === right.id) {
    return { ...left, delta: left.delta + right.delta }
  }
  if (left.type === 'reasoning-delta' && right.type === 'reasoning-delta' && left.id === right.id) {
    return { ...left, delta: left.delta + right.delta }
  }
  if (left.type === 'tool-input-delta' && right.type === 'tool-input-delta' && left.toolCallId === right.toolCallId) {
    return { ...left, inputTextDelta: left.inputTextDelta + right.inputTextDelta }
  }
  return null
}

/** What one turn gathered since the last commit, neighbours merged: the fewer and longer, the cheaper for everyone after. */
export class PendingEntries {
  readonly chunks: TurnChunk[] = []
  #details: ReasoningDetail[] = []
  #others: JournalEntry[] = []
  /** Characters waiting, about. */
  size = 0

  add(entry: JournalEntry): void {
    switch (entry.kind) {
      case 'chunk': {
        const last = this.chunks.at(-1)
        const merged = last && joined(last, entry.chunk)
        if (merged) this.chunks[this.chunks.length - 1] = merged
        else this.chunks.push(entry.chunk)
        this.size += deltaLength(entry.chunk)
        break
      }
      case 'details':
        this.#details.push(...entry.details)
        this.size += 100 * entry.details.length
        break
      default:
        this.#others.push(entry)
        this.size += 100
    }
  }

  get isEmpty(): boolean {
    return this.chunks.length === 0 && this.#details.length === 0 && this.#others.length === 0
  }

  /** Everything, as it goes to disk. Hidden entries follow the shown ones: between barriers their order does not matter. */
  entries(): JournalEntry[] {
    return [
      ...this.chunks.map(chunk => ({ kind: 'chunk' as const, chunk })),
      ...(this.#details.length > 0 ? [{ kind: 'details' as const, details: mergeReasoningDetails(this.#details) }] : []),
      ...this.#others
    ]
  }
}

function deltaLength(chunk: TurnChunk): number {
  switch (chunk.type) {
    case 'text-delta':
    case 'reasoning-delta':
      return chunk.delta.length
    case 'tool-input-delta':
      return chunk.inputTextDelta.length
    case 'file':
      return chunk.url.length
    default:
      return 100
  }
}
