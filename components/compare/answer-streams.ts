import type { TurnChunk } from '../../lib/chat/turn-chunk.ts'
import { bodyOf, type Connection, reconnectDelaysMs, untilOnlineOr } from '../chat/follow-turn.ts'
import { readEvents, SilentConnection } from '../chat/read-events.ts'
import { ApiError, request } from '../http/request-json.ts'

interface Followed {
  controller: ReadableStreamDefaultController<TurnChunk>
  /** The last event that was delivered; `null` before the first. */
  sequence: string | null
  /** What is so far, until its last event has come: cut off in it, the next connection brings it again. */
  piece: TurnChunk[]
}

/**
 * The chunks of all running answers of a page over one connection: a browser has six to one host, and a lane each would
 * leave none for Stop. A drop, and an answer that is added, are a new connection behind what was delivered.
 */
export class AnswerStreams {
  readonly #followed = new Map<string, Followed>()
  readonly #onConnection: (connection: Connection) => void
  #connection = new AbortController()
  #running = false
  #closed = false
  #isDue = false

  constructor(onConnection: (connection: Connection) => void) {
    this.#onConnection = onConnection
  }

  /** An answer from its start to its end; ends without `finish` when it had ended before. Errors when the connection is given up. */
  follow(messageId: string): ReadableStream<TurnChunk> {
    return new ReadableStream<TurnChunk>({
      start: controller => {
        this.#followed.set(messageId, { controller, sequence: null, piece: [] })
        this.#connectSoon()
      },
      cancel: () => {
        this.#followed.delete(messageId)
      }
    })
  }

  /** Leaves; what runs goes on in the server. */
  close(): void {
    this.#closed = true
    this.#followed.clear()
    this.#connection.abort()
  }

  /** Several that begin together share the next connection. */
  #connectSoon(): void {
    if (this.#isDue) return
    this.#isDue = true
    queueMicrotask(() => {
      this.#isDue = false
      this.#connect()
    })
  }

  #connect(): void {
    if (this.#closed) return
    if (this.#running) this.#connection.abort()
    else void this.#run()
  }

  async #run(): Promise<void> {
    this.#running = true
    let attempts = 0
    let lost = false
    while (this.#followed.size > 0) {
      this.#connection = new AbortController()
      const { signal } = this.#connection
      const outcome = await this.#read(signal, isNumbered => {
        if (lost) this.#onConnection('live')
        lost = false
        // What has no number is said to every connection: it may still bring nothing of a turn.
        if (isNumbered) attempts = 0
      })
      if (signal.aborted || outcome === 'silent') continue
      if (this.#followed.size === 0) break
      if (outcome !== 'lost' || attempts >= reconnectDelaysMs.length) {
        this.#giveUp(outcome === 'lost' ? new ApiError('connection_lost', 'The connection to Steno is lost.') : outcome)
        break
      }
      lost = true
      this.#onConnection('lost')
      await untilOnlineOr(reconnectDelaysMs[attempts] ?? 0, signal)
      attempts++
    }
    this.#running = false
  }

  /** One connection to its end. An error is one that another attempt would not mend. */
  async #read(signal: AbortSignal, onEvent: (isNumbered: boolean) => void): Promise<'lost' | 'silent' | ApiError> {
    try {
      for (const followed of this.#followed.values()) followed.piece = []
      const places = [...this.#followed].map(([messageId, { sequence }]) => (sequence === null ? messageId : `${messageId}.${sequence}`))
      const response = await request(`/api/chat/streams?answers=${places.join()}`, { signal, cache: 'no-store' })
      let speaking = ''
      for await (const event of readEvents(bodyOf(response), signal)) {
        onEvent(event.id !== undefined)
        if (event.event === 'answer') speaking = event.data
        else this.#deliver(speaking, event.data, event.id)
      }
      return 'lost'
    } catch (error) {
      if (error instanceof SilentConnection) return 'silent'
      return error instanceof ApiError && error.code !== 'offline' && error.code !== 'internal' ? error : 'lost'
    }
  }

  #deliver(messageId: string, data: string, id: string | undefined): void {
    const followed = this.#followed.get(messageId)
    if (!followed) return
    if (data === '[DONE]') {
      this.#followed.delete(messageId)
      followed.controller.close()
      return
    }
    followed.piece.push(JSON.parse(data) as TurnChunk)
    followed.sequence = id ?? followed.sequence
    if (followed.sequence === null) return
    for (const chunk of followed.piece) followed.controller.enqueue(chunk)
    followed.piece = []
  }

  #giveUp(error: ApiError): void {
    for (const { controller } of this.#followed.values()) controller.error(error)
    this.#followed.clear()
  }
}
