import type { UIMessageChunk } from 'ai'
import { z } from 'zod'
import type { MessageMetadata } from '../chat/message.ts'
import { mergeReasoningDetails, type ReasoningDetail } from '../openrouter/reasoning-details.ts'
import { isRecord } from '../openrouter/wire.ts'

/** The chunks that Steno sends; metadata comes in pieces that readers merge. */
export type TurnChunk = UIMessageChunk<Partial<MessageMetadata>>

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
  /** Nothing after it is read before everything before it is on disk. */
  | { kind: 'barrier' }

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

  add(entry: Exclude<JournalEntry, { kind: 'barrier' }>): void {
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

  /** What goes to disk. Hidden entries stand apart from the shown ones: between barriers their order does not matter. */
  encode(): EncodedEntry[] {
    return [
      ...this.chunks.map(encodeChunk),
      ...(this.#details.length > 0 ? [['d', mergeReasoningDetails(this.#details)] as const] : []),
      ...this.#others.map(encodeHidden)
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

/** Short forms, because this is written for every token: ["t", id, text], ["r", id, text], ["i", toolCallId, text]. */
type EncodedEntry =
  | readonly ['t' | 'r' | 'i', string, string]
  | readonly ['c', TurnChunk]
  | readonly ['d', readonly ReasoningDetail[]]
  | readonly ['h', JournalEntry]

function encodeChunk(chunk: TurnChunk): EncodedEntry {
  switch (chunk.type) {
    case 'text-delta':
      return ['t', chunk.id, chunk.delta]
    case 'reasoning-delta':
      return ['r', chunk.id, chunk.delta]
    case 'tool-input-delta':
      return ['i', chunk.toolCallId, chunk.inputTextDelta]
    default:
      return ['c', chunk]
  }
}

function encodeHidden(entry: JournalEntry): EncodedEntry {
  return ['h', entry]
}

const encodedEntry = z.union([
  z.tuple([z.enum(['t', 'r', 'i']), z.string(), z.string()]),
  z.tuple([z.literal('c'), z.looseObject({ type: z.string() })]),
  z.tuple([z.literal('d'), z.array(z.custom<ReasoningDetail>(value => isRecord(value) && typeof value.type === 'string'))]),
  z.tuple([z.literal('h'), z.looseObject({ kind: z.string() })])
])

/** One journal row: for each turn that had something to say its number and its entries. */
const journalRow = z.array(z.tuple([z.number(), z.string().nullable(), z.array(encodedEntry)]))

/** Serialises one row. `messageId` stands only in the first piece of a turn: afterwards its number is enough. */
export function encodeRow(pieces: readonly { turn: number; messageId: string | null; pending: PendingEntries }[]): string {
  return JSON.stringify(pieces.map(piece => [piece.turn, piece.messageId, piece.pending.encode()]))
}

/** Reads rows back, in order, into the entries of each message. */
export function decodeRows(rows: readonly string[]): Map<string, JournalEntry[]> {
  const messageOf = new Map<number, string>()
  const entriesOf = new Map<string, JournalEntry[]>()
  for (const row of rows) {
    for (const [turn, messageId, entries] of journalRow.parse(JSON.parse(row))) {
      if (messageId !== null) messageOf.set(turn, messageId)
      const owner = messageOf.get(turn)
      if (owner === undefined) continue
      const list = entriesOf.get(owner) ?? []
      list.push(...entries.map(decodeEntry))
      entriesOf.set(owner, list)
    }
  }
  return entriesOf
}

function decodeEntry(entry: z.infer<typeof encodedEntry>): JournalEntry {
  switch (entry[0]) {
    case 't':
      return { kind: 'chunk', chunk: { type: 'text-delta', id: entry[1], delta: entry[2] } }
    case 'r':
      return { kind: 'chunk', chunk: { type: 'reasoning-delta', id: entry[1], delta: entry[2] } }
    case 'i':
      return { kind: 'chunk', chunk: { type: 'tool-input-delta', toolCallId: entry[1], inputTextDelta: entry[2] } }
    case 'c':
      // Written by encodeChunk from this very type.
      return { kind: 'chunk', chunk: entry[1] as TurnChunk }
    case 'd':
      return { kind: 'details', details: entry[1] }
    case 'h':
      return entry[1] as JournalEntry
  }
}
