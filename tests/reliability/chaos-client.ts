import { createParser } from 'eventsource-parser'
import { uuidv7 } from 'uuidv7'
import type { TurnRequest, TurnSettings } from '../../lib/chat/turn-request.ts'

/** Everything that a reader was shown of one answer. */
export interface Shown {
  text: string
  reasoning: string
  /** Sequence numbers as they came. */
  seqs: number[]
  /** The stream said that it was whole. */
  done: boolean
  /** As the stream last said. */
  status: string | null
}

export function nothingShown(): Shown {
  return { text: '', reasoning: '', seqs: [], done: false, status: null }
}

export function turnOf(model: string, text: string, settings: Partial<TurnSettings> = {}): TurnRequest {
  return {
    trigger: 'submit-message',
    conversationId: uuidv7(),
    parentId: null,
    assistantMessageId: uuidv7(),
    message: { id: uuidv7(), parts: [{ type: 'text', text }] },
    settings: { model, tools: [], ...settings }
  }
}

export function post(origin: string, turn: TurnRequest): Promise<Response> {
  return fetch(`${origin}/api/chat`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
    body: JSON.stringify(turn)
  })
}

/** Reads a stream into `shown` until it ends, breaks, `enough` says so, or so many `characters` have come; what was shown stays. */
export async function read(
  response: Response,
  shown: Shown,
  enough: (shown: Shown) => boolean = () => false,
  characters = Number.POSITIVE_INFINITY
): Promise<void> {
  let rest = characters
  const reader = response.body?.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader()
  const parser = createParser({ onEvent: ({ id, data }) => show(shown, id, data) })
  try {
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
      parser.feed(next.value.slice(0, rest))
      rest -= next.value.length
      if (rest <= 0 || enough(shown)) break
    }
  } catch {
    // The server was killed, or the connection cut: that is what is tried here.
  } finally {
    await reader?.cancel().catch(() => undefined)
  }
}

function show(shown: Shown, id: string | undefined, data: string): void {
  if (data === '[DONE]') {
    shown.done = true
    return
  }
  const chunk: { type: string; delta?: string; messageMetadata?: { status?: string } } = JSON.parse(data)
  if (id !== undefined) shown.seqs.push(Number(id))
  shown.status = chunk.messageMetadata?.status ?? shown.status
  if (chunk.type === 'text-delta') shown.text += chunk.delta ?? ''
  if (chunk.type === 'reasoning-delta') shown.reasoning += chunk.delta ?? ''
}

interface StoredPart {
  type: string
  text?: string
}

export interface StoredAnswer {
  status: string
  text: string
  reasoning: string
}

/** An answer as the conversation's page would show it; `null` when it is not there. */
export async function stored(origin: string, { conversationId, assistantMessageId }: TurnRequest): Promise<StoredAnswer | null> {
  const response = await fetch(`${origin}/api/conversations/${conversationId}`)
  if (response.status === 404) return null
  const detail: { messages: { id: string; parts: StoredPart[]; metadata: { status: string } }[] } = await response.json()
  const message = detail.messages.find(({ id }) => id === assistantMessageId)
  if (!message) return null
  const of = (type: string) => message.parts.map(part => (part.type === type ? (part.text ?? '') : '')).join('')
  return { status: message.metadata.status, text: of('text'), reasoning: of('reasoning') }
}
