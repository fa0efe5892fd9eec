import type { ChatTransport, UIMessageChunk } from 'ai'
import type { ChatMessage } from '../../lib/chat/message.ts'
import type { TurnRequest } from '../../lib/chat/turn-request.ts'
import { ApiError, request } from '../http/request-json.ts'
import { type Connection, followTurn } from './follow-turn.ts'

interface TransportOptions {
  /** The server has the question: from here on nothing of it can be lost. */
  onAccepted: (turn: TurnRequest) => void
  onConnection: (connection: Connection) => void
}

type SendOptions = Parameters<ChatTransport<ChatMessage>['sendMessages']>[0]
type ReconnectOptions = Parameters<ChatTransport<ChatMessage>['reconnectToStream']>[0]

/** A POST that did not arrive is sent again; its `assistantMessageId` makes a second arrival harmless. */
const resendDelaysMs = [0, 500, 1_500]

/** Carries a turn: the body is the TurnRequest itself, never the transcript, and what comes back survives a lost network. */
export class TurnTransport implements ChatTransport<ChatMessage> {
  /** Re-attaching without `after` begins at the start of the answer. */
  readonly resumeStreamIsReplay = true
  readonly #options: TransportOptions

  constructor(options: TransportOptions) {
    this.#options = options
  }

  sendMessages = async ({ body, abortSignal }: SendOptions): Promise<ReadableStream<UIMessageChunk>> => {
    const turn = body as TurnRequest
    const response = await postTurn(turn, abortSignal)
    this.#options.onAccepted(turn)
    return followTurn({ messageId: turn.assistantMessageId, response, signal: abortSignal, onConnection: this.#options.onConnection })
  }

  /** `body` names the message; there may be several answers in one conversation. */
  reconnectToStream = async ({ body, abortSignal }: ReconnectOptions): Promise<ReadableStream<UIMessageChunk> | null> => {
    const { messageId } = body as { messageId: string }
    const init: RequestInit = { cache: 'no-store', ...(abortSignal ? { signal: abortSignal } : {}) }
    const response = await request(`/api/chat/${messageId}/stream`, init)
    if (response.status === 204) return null
    return followTurn({ messageId, response, signal: abortSignal, onConnection: this.#options.onConnection })
  }
}

/** The answer's stream begins once the server has the question. */
export async function postTurn(turn: TurnRequest, signal: AbortSignal | undefined): Promise<Response> {
  const init: RequestInit = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(turn),
    ...(signal ? { signal } : {})
  }
  let last: unknown
  for (const delayMs of resendDelaysMs) {
    if (delayMs > 0) await new Promise(resolve => setTimeout(resolve, delayMs))
    try {
      return await request('/api/chat', init)
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'offline') throw error
      last = error
    }
  }
  throw last
}
