import type { UIMessageChunk } from 'ai'
import { ApiError, request } from '../http/request-json.ts'
import { readEvents, SilentConnection } from './read-events.ts'

export type Connection = 'live' | 'lost'

interface FollowOptions {
  messageId: string
  /** The answer that was just given: of the POST, or of a re-attach. */
  response: Response
  signal: AbortSignal | undefined
  onConnection: (connection: Connection) => void
}

/** Waits before each attempt to reconnect; about a minute in all. `online` cuts a wait short. */
export const reconnectDelaysMs = [250, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]

/**
 * A turn's chunks to its end, over as many connections as it takes: after a drop it goes on behind the last event that
 * was delivered, and its reader does not notice. Ends early, without `finish`, when the turn ended meanwhile: the
 * conversation then has the rest.
 */
export function followTurn({ messageId, response, signal, onConnection }: FollowOptions): ReadableStream<UIMessageChunk> {
  const cancelled = new AbortController()
  const anySignal = signal ? AbortSignal.any([signal, cancelled.signal]) : cancelled.signal
  const chunks = chunksOf({ messageId, response, signal: anySignal, onConnection })
  return new ReadableStream<UIMessageChunk>({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next()
        if (done) controller.close()
        else controller.enqueue(value)
      } catch (error) {
        controller.error(error)
      }
    },
    cancel() {
      cancelled.abort()
    }
  })
}

type ChunksOptions = FollowOptions & { signal: AbortSignal }

async function* chunksOf({ messageId, response, signal, onConnection }: ChunksOptions): AsyncGenerator<UIMessageChunk> {
  let current: Response | null = response
  let sequence: string | null = null
  let attempts = 0
  let lost = false
  while (current) {
    let silent = false
    // What is so far comes in one piece, which its last event gives a number: cut off in it, the next connection brings it again.
    const piece: UIMessageChunk[] = []
    try {
      for await (const event of readEvents(bodyOf(current), signal)) {
        if (event.data === '[DONE]') return
        piece.push(JSON.parse(event.data) as UIMessageChunk)
        const isWhole = sequence !== null || event.id !== undefined
        if (isWhole) yield* piece.splice(0)
        if (lost) onConnection('live')
        lost = false
        // What has no number is said to every connection: it may still bring nothing of the turn.
        if (event.id === undefined) continue
        sequence = event.id
        attempts = 0
      }
    } catch (error) {
      // Whatever broke, the way on is the same: connect again behind what was delivered.
      if (signal.aborted) throw error
      silent = error instanceof SilentConnection
    }
    if (signal.aborted) return
    if (!silent) {
      lost = true
      onConnection('lost')
    }
    current = await reconnect({ messageId, sequence, signal, firstAttempt: attempts })
    attempts = silent ? 0 : attempts + 1
  }
}

export function bodyOf(response: Response): ReadableStream<Uint8Array> {
  if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream')) {
    throw new ApiError('bad_answer', 'Steno sent something that is no answer.')
  }
  return response.body
}

interface ReconnectOptions {
  messageId: string
  sequence: string | null
  signal: AbortSignal
  /** How many connections in a row brought nothing. */
  firstAttempt: number
}

/** The rest of the stream; `null` when the turn has ended. */
async function reconnect({ messageId, sequence, signal, firstAttempt }: ReconnectOptions): Promise<Response | null> {
  const query = sequence === null ? '' : `?after=${encodeURIComponent(sequence)}`
  let last: unknown
  for (const delayMs of reconnectDelaysMs.slice(firstAttempt)) {
    await untilOnlineOr(delayMs, signal)
    signal.throwIfAborted()
    try {
      const response = await request(`/api/chat/${messageId}/stream${query}`, { signal, cache: 'no-store' })
      return response.status === 204 ? null : response
    } catch (error) {
      if (signal.aborted || (error instanceof ApiError && error.code === 'not_found')) throw error
      last = error
    }
  }
  throw new ApiError('connection_lost', 'The connection to Steno is lost.', { cause: last })
}

export function untilOnlineOr(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer)
      globalThis.removeEventListener?.('online', done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, delayMs)
    globalThis.addEventListener?.('online', done)
    signal.addEventListener('abort', done)
  })
}
