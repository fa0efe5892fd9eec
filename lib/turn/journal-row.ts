import { z } from 'zod'
import type { TurnChunk } from '../chat/turn-chunk.ts'
import type { ReasoningDetail } from '../openrouter/reasoning-details.ts'
import { isRecord } from '../openrouter/wire.ts'
import type { JournalEntry } from './journal-entry.ts'

/** Where a turn's latest delta went; the next one to the same place is written as its bare text. */
interface Target {
  type: 't' | 'r' | 'i'
  id: string
}

/**
 * Writes and reads journal rows. A row is one flush: `[[turn, …entries], …]`, short because it is written for every
 * token. `["o", messageId]` says whose turn a number is, `["t" | "r" | "i", id, text]` are deltas of text, reasoning and
 * tool input, a bare string goes on where the delta before it went, `["c", chunk]` is any other chunk, `["d", details]`
 * and `["h", entry]` are hidden. Both ends remember the same thing: the last target of each turn.
 */
export class RowWriter {
  readonly #targets = new Map<number, Target>()

  write(pieces: readonly { turn: number; messageId: string | null; entries: readonly JournalEntry[] }[]): string {
    return JSON.stringify(
      pieces.map(({ turn, messageId, entries }) => [
        turn,
        ...(messageId === null ? [] : [['o', messageId]]),
        ...entries.map(entry => this.#encode(turn, entry))
      ])
    )
  }

  /** The turn has ended: nothing of it will be written any more. */
  forget(turn: number): void {
    this.#targets.delete(turn)
  }

  #encode(turn: number, entry: JournalEntry): unknown {
    if (entry.kind === 'details') return ['d', entry.details]
    if (entry.kind !== 'chunk') return ['h', entry]
    const { chunk } = entry
    switch (chunk.type) {
      case 'text-delta':
        return this.#delta(turn, { type: 't', id: chunk.id }, chunk.delta)
      case 'reasoning-delta':
        return this.#delta(turn, { type: 'r', id: chunk.id }, chunk.delta)
      case 'tool-input-delta':
        return this.#delta(turn, { type: 'i', id: chunk.toolCallId }, chunk.inputTextDelta)
      default:
        return ['c', chunk]
    }
  }

  #delta(turn: number, target: Target, text: string): unknown {
    const last = this.#targets.get(turn)
    if (last?.type === target.type && last.id === target.id) return text
    this.#targets.set(turn, target)
    return [target.type, target.id, text]
  }
}

const encodedEntry = z.union([
  z.string(),
  z.tuple([z.literal('o'), z.string()]),
  z.tuple([z.enum(['t', 'r', 'i']), z.string(), z.string()]),
  z.tuple([z.literal('c'), z.custom<TurnChunk>(value => isRecord(value) && typeof value.type === 'string')]),
  z.tuple([z.literal('d'), z.array(z.custom<ReasoningDetail>(value => isRecord(value) && typeof value.type === 'string'))]),
  z.tuple([z.literal('h'), z.custom<JournalEntry>(value => isRecord(value) && typeof value.kind === 'string')])
])

const journalRow = z.array(z.tuple([z.number()], encodedEntry))

/** Reads rows back, oldest first, into the entries of each message. */
export function readRows(rows: readonly string[]): Map<string, JournalEntry[]> {
  const reader = new RowReader()
  for (const row of rows) for (const [turn, ...entries] of journalRow.parse(JSON.parse(row))) reader.read(turn, entries)
  return reader.entriesOf
}

class RowReader {
  readonly entriesOf = new Map<string, JournalEntry[]>()
  readonly #turns = new Map<number, { entries: JournalEntry[]; target: Target | null }>()

  read(number: number, encoded: readonly z.infer<typeof encodedEntry>[]): void {
    for (const entry of encoded) {
      if (typeof entry !== 'string' && entry[0] === 'o') {
        const turn = { entries: [], target: null }
        this.#turns.set(number, turn)
        this.entriesOf.set(entry[1], turn.entries)
        continue
      }
      // Rows of before the oldest living turn are dropped: what is left may begin in the middle of an ended one.
      const turn = this.#turns.get(number)
      const decoded = turn && decode(entry, turn)
      if (decoded) turn.entries.push(decoded)
    }
  }
}

function decode(entry: z.infer<typeof encodedEntry>, turn: { target: Target | null }): JournalEntry | null {
  if (typeof entry === 'string') return turn.target && delta(turn.target, entry)
  switch (entry[0]) {
    case 't':
    case 'r':
    case 'i':
      turn.target = { type: entry[0], id: entry[1] }
      return delta(turn.target, entry[2])
    case 'c':
      return { kind: 'chunk', chunk: entry[1] }
    case 'd':
      return { kind: 'details', details: entry[1] }
    case 'h':
      return entry[1]
    case 'o':
      return null
  }
}

function delta({ type, id }: Target, text: string): JournalEntry {
  const chunks = {
    t: { type: 'text-delta', id, delta: text },
    r: { type: 'reasoning-delta', id, delta: text },
    i: { type: 'tool-input-delta', toolCallId: id, inputTextDelta: text }
  } as const
  return { kind: 'chunk', chunk: chunks[type] }
}
