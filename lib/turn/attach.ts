import 'server-only'
import type { ChatMessage } from '../chat/message.ts'
import { chunksOfParts } from '../chat/message-parts.ts'
import type { TurnChunk } from '../chat/turn-chunk.ts'
import { hiddenAmong } from '../db/comparisons.ts'
import { toChatMessage } from '../db/conversations.ts'
import { findMessage } from '../db/turns.ts'
import { NotFoundError } from '../errors.ts'
import { hub } from './hub.ts'
import { frame } from './live-turn.ts'
import { TurnAborted } from './turn-error.ts'

/** The stream of a message from its start: of its running turn, or of what is stored of an ended one. */
export async function attach(userId: string, messageId: string): Promise<ReadableStream<Uint8Array>> {
  const row = await findMessage(userId, messageId)
  if (!row) throw new NotFoundError('message')
  const live = hub().find(messageId)?.subscribe(null)
  if (live) return live
  // Between the two looks it may have ended: what the first one saw of it would be empty.
  const ended = row.status === 'streaming' ? await findMessage(userId, messageId) : row
  const hidden = await hiddenAmong([row.conversation])
  return storedStream(toChatMessage(ended ?? row, hidden.has(row.conversationId)))
}

/** The running turn's stream; `null` when it has ended, or `after` is not a place in it. */
export async function follow(userId: string, messageId: string, after: number | null): Promise<ReadableStream<Uint8Array> | null> {
  const row = await findMessage(userId, messageId)
  if (!row) throw new NotFoundError('message')
  return hub().find(messageId)?.subscribe(after) ?? null
}

/** Stops a running turn and waits until its end is stored. Stopping what has ended changes nothing. */
export async function stopTurn(userId: string, messageId: string): Promise<ChatMessage> {
  const row = await findMessage(userId, messageId)
  if (!row) throw new NotFoundError('message')
  const live = hub().find(messageId)
  if (!live) return toChatMessage(row)
  live.abort.abort(new TurnAborted('user'))
  await live.ended
  const ended = await findMessage(userId, messageId)
  if (!ended) throw new NotFoundError('message')
  return toChatMessage(ended)
}

function storedStream(message: ChatMessage): ReadableStream<Uint8Array> {
  const metadata = message.metadata ?? {}
  const chunks: TurnChunk[] = [
    { type: 'start', messageId: message.id, messageMetadata: metadata },
    ...chunksOfParts(message.parts),
    { type: 'finish-step' },
    { type: 'message-metadata', messageMetadata: metadata },
    { type: 'finish' }
  ]
  const text = `${chunks.map((chunk, index) => frame(index + 1, chunk)).join('')}data: [DONE]\n\n`
  return new Blob([text]).stream()
}
