import type { ComparisonDetail } from '../../lib/chat/comparison.ts'
import type { ChatMessage } from '../../lib/chat/message.ts'
import type { TurnRequest } from '../../lib/chat/turn-request.ts'

/** What a turn will be once it has arrived. */
export function expectedMessages(turn: TurnRequest): ChatMessage[] {
  const createdAt = new Date().toISOString()
  const question: ChatMessage[] =
    turn.trigger === 'submit-message'
      ? [
          {
            id: turn.message.id,
            role: 'user',
            parts: turn.message.parts.flatMap(part => (part.type === 'text' ? [part] : [])),
            metadata: { status: 'complete', parentId: turn.parentId, createdAt }
          }
        ]
      : []
  const { lane, model } = turn.settings
  const answer: ChatMessage = {
    id: turn.assistantMessageId,
    role: 'assistant',
    parts: [],
    metadata: {
      status: 'streaming',
      parentId: turn.trigger === 'submit-message' ? turn.message.id : turn.parentId,
      createdAt,
      model,
      ...(lane === undefined ? {} : { lane })
    }
  }
  return [...question, answer]
}

/** The comparison as it will be. */
export function withExpected(detail: ComparisonDetail, turn: TurnRequest, expected: readonly ChatMessage[]): ComparisonDetail {
  return {
    ...detail,
    messages: [...detail.messages, ...expected],
    settingsOf: { ...detail.settingsOf, [turn.assistantMessageId]: turn.settings }
  }
}
