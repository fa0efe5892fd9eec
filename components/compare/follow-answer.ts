import type { ChatMessage } from '../../lib/chat/message.ts'
import { MessageParts } from '../../lib/chat/message-parts.ts'
import type { AnswerStreams } from './answer-streams.ts'

interface FollowAnswerOptions {
  streams: AnswerStreams
  message: ChatMessage
  /** Its parts grow on after this: who keeps the message takes a copy. */
  onMessage: (message: ChatMessage) => void
}

/** A running answer to its end. Throws when the connection is given up. */
export async function followAnswer({ streams, message, onMessage }: FollowAnswerOptions): Promise<void> {
  const reader = streams.follow(message.id).getReader()
  // What was read of it is repeated from its start.
  const answer = new MessageParts()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    answer.apply(next.value)
    const { parts, metadata } = answer.state
    onMessage({ ...message, parts, ...(message.metadata ? { metadata: { ...message.metadata, ...metadata } } : {}) })
  }
}
