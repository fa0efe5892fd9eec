import { uuidv7 } from 'uuidv7'
import type { TurnRequest, TurnSettings } from '../../lib/chat/turn-request.ts'

/** Another answer to a question. */
export function retryTurn(conversationId: string, questionId: string, settings: TurnSettings): TurnRequest {
  return { trigger: 'regenerate-message', conversationId, parentId: questionId, assistantMessageId: uuidv7(), settings }
}

/** A question behind an answer, or one that begins anew (`parentId: null`). */
export function questionTurn(conversationId: string, text: string, parentId: string | null, settings: TurnSettings): TurnRequest {
  return {
    trigger: 'submit-message',
    conversationId,
    parentId,
    assistantMessageId: uuidv7(),
    message: { id: uuidv7(), parts: [{ type: 'text', text }] },
    settings
  }
}

/** What a turn asks in words; another answer asks for nothing new. */
export function askedTexts(turn: TurnRequest): string[] {
  return turn.trigger === 'submit-message' ? turn.message.parts.flatMap(part => (part.type === 'text' ? [part.text] : [])) : []
}
