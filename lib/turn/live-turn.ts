import { maskMetadata } from '../chat/blind.ts'
import { chunksOfParts, MessageParts } from '../chat/message-parts.ts'
import { isTemporary } from '../chat/temporary.ts'
import type { TurnChunk } from '../chat/turn-chunk.ts'
import { type JournalEntry, PendingEntries } from './journal-entry.ts'

/** A reader gets at most this many bytes behind; then it is cut off and comes back with `?after=`. */
const maxBehindBytes = 1024 * 1024
const encoder = new TextEncoder()
const doneFrame = encoder.encode('data: [DONE]\n\n')
/** A comment while the model is silent, so that nobody on the way takes the connection for dead. */
const heartbeatMs = 15_000
const heartbeatFrame = encoder.encode(':\n\n')

/** One SSE event; `seq` counts a turn's shown chunks from 1, the same numbers for every reader. `null`: nobody can go on behind it. */
export function frame(seq: number | null, chunk: TurnChunk): string {
  return `${seq === null ? '' : `id: ${seq}\n`}data: ${JSON.stringify(chunk)}\n\n`
}

interface Committed {
  /** Of the last chunk in `bytes`. */
  seq: number
  bytes: Uint8Array
}

/**
 * A turn in the memory of this process: what waits for the journal, what is committed, and who listens.
 * Readers are given only what is committed; the last one leaving changes nothing.
 */
export class LiveTurn {
  readonly messageId: string
  readonly conversationId: string
  readonly userId: string
  /** Of a temporary chat: shown as all others are, and never written down. */
  readonly isTemporary: boolean
  /** Names the turn in journal rows. */
  readonly number: number
  readonly abort = new AbortController()
  readonly ended: Promise<void>
  pending = new PendingEntries()
  /** First journal row that speaks of this turn; `null` before there is one. */
  firstRow: number | null = null
  readonly message = new MessageParts()
  #seq = 0
  #shownAt = performance.now()
  readonly #log: Committed[] = []
  readonly #readers = new Set<ReadableStreamDefaultController<Uint8Array>>()
  readonly #end = Promise.withResolvers<void>()
  #isEnded = false
  /** A blind comparison before its vote. */
  #isHidden: boolean
  readonly #heartbeat: NodeJS.Timeout

  constructor(options: { messageId: string; conversationId: string; userId: string; number: number; isHidden: boolean }) {
    this.messageId = options.messageId
    this.conversationId = options.conversationId
    this.userId = options.userId
    this.isTemporary = isTemporary(options.messageId)
    this.number = options.number
    this.#isHidden = options.isHidden
    this.ended = this.#end.promise
    this.#heartbeat = setInterval(() => {
      for (const reader of this.#readers) this.#give(reader, heartbeatFrame)
    }, heartbeatMs)
    this.#heartbeat.unref()
  }

  add(entry: JournalEntry): void {
    this.pending.add(entry)
  }

  /** Shows chunks that are on disk: serialised once, for all readers. */
  show(chunks: readonly TurnChunk[]): void {
    if (chunks.length === 0) return
    let text = ''
    for (const chunk of chunks) {
      this.message.apply(chunk)
      text += this.#frame(++this.#seq, chunk)
    }
    this.#shownAt = performance.now()
    const bytes = encoder.encode(text)
    this.#log.push({ seq: this.#seq, bytes })
    for (const reader of this.#readers) this.#give(reader, bytes)
  }

  /** The one way of a chunk to a reader. What stays here, and is stored, is whole. */
  #frame(seq: number | null, chunk: TurnChunk): string {
    const masked = this.#isHidden && 'messageMetadata' in chunk && chunk.messageMetadata
    return frame(seq, masked ? { ...chunk, messageMetadata: maskMetadata(masked) } : chunk)
  }

  /** Shows from now on who answers. */
  reveal(): void {
    if (!this.#isHidden) return
    this.#isHidden = false
    this.show([{ type: 'message-metadata', messageMetadata: this.message.state.metadata }])
  }

  #give(reader: ReadableStreamDefaultController<Uint8Array>, bytes: Uint8Array): void {
    reader.enqueue(bytes)
    // An error, not a close: a clean end without `finish` would look like a complete answer.
    if ((reader.desiredSize ?? 0) < 0) this.#drop(reader, new Error('Reader too slow'))
  }

  #drop(reader: ReadableStreamDefaultController<Uint8Array>, error: Error): void {
    this.#readers.delete(reader)
    reader.error(error)
  }

  /** Ends all readers properly: everything has been shown. */
  close(): void {
    this.#isEnded = true
    clearInterval(this.#heartbeat)
    for (const reader of this.#readers) {
      reader.enqueue(doneFrame)
      reader.close()
    }
    this.#readers.clear()
    this.#end.resolve()
  }

  /** Ends all readers with an error: what follows could not be kept. */
  fail(error: Error): void {
    this.#isEnded = true
    clearInterval(this.#heartbeat)
    for (const reader of [...this.#readers]) this.#drop(reader, error)
    this.#end.resolve()
  }

  get isEnded(): boolean {
    return this.#isEnded
  }

  /**
   * From the start (everything so far as one delta per part), or the raw rest after `after`. `null` when `after` lies in
   * the middle of a chunk group or ahead of the turn, which no reader of ours can have seen.
   */
  subscribe(after: number | null): ReadableStream<Uint8Array> | null {
    const prefix = after === null ? [this.#replay()] : this.#rest(after)
    if (prefix === null) return null
    if (after !== null && !this.#isEnded) prefix.unshift(this.#silence())
    let reader: ReadableStreamDefaultController<Uint8Array> | null = null
    return new ReadableStream<Uint8Array>(
      {
        start: controller => {
          reader = controller
          for (const bytes of prefix) controller.enqueue(bytes)
          if (this.#isEnded) {
            controller.enqueue(doneFrame)
            controller.close()
          } else this.#readers.add(controller)
        },
        cancel: () => {
          if (reader) this.#readers.delete(reader)
        }
      },
      new ByteLengthQueuingStrategy({ highWaterMark: maxBehindBytes })
    )
  }

  #replay(): Uint8Array {
    const { parts, metadata } = this.message.state
    const start: TurnChunk = { type: 'start', messageId: this.messageId, messageMetadata: { ...metadata, quietMs: this.#quietMs } }
    const chunks = [start, ...chunksOfParts(parts)]
    // The last one has the number of all of them: a reader that is cut off before has nothing to go on behind, and begins again.
    return encoder.encode(chunks.map((chunk, index) => this.#frame(index === chunks.length - 1 ? this.#seq : null, chunk)).join(''))
  }

  get #quietMs(): number {
    return Math.round(performance.now() - this.#shownAt)
  }

  /** For a reader that comes back. It is no event of the turn and has no number. */
  #silence(): Uint8Array {
    const chunk: TurnChunk = { type: 'message-metadata', messageMetadata: { quietMs: this.#quietMs } }
    return encoder.encode(frame(null, chunk))
  }

  #rest(after: number): Uint8Array[] | null {
    if (after > this.#seq) return null
    const index = this.#log.findIndex(entry => entry.seq > after)
    if (index < 0) return []
    const before = this.#log[index - 1]?.seq ?? 0
    return before === after ? this.#log.slice(index).map(entry => entry.bytes) : this.#partialRest(after, index)
  }

  /** A connection can break between two events of one write: the rest of that write is cut out by its ids. */
  #partialRest(after: number, index: number): Uint8Array[] | null {
    const group = this.#log[index]
    if (!group) return null
    const text = new TextDecoder().decode(group.bytes)
    const at = text.indexOf(`id: ${after + 1}\n`)
    if (at < 0) return null
    return [encoder.encode(text.slice(at)), ...this.#log.slice(index + 1).map(entry => entry.bytes)]
  }
}
