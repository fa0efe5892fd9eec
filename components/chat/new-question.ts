import type { FileUIPart } from 'ai'
import { attachmentIdOf } from '../../lib/chat/attachment.ts'
import type { ChatMessage } from '../../lib/chat/message.ts'
import type { QuestionPart, TurnRequest, TurnSettings } from '../../lib/chat/turn-request.ts'

export interface NewQuestion {
  text: string
  /** Stored ones. */
  files?: readonly FileUIPart[]
  /** The message that it follows, `null` for none; absent: the branch's end. */
  after?: string | null | undefined
  overBudget?: boolean
}

/** A turn with a question of its own. */
export type AskedTurn = Extract<TurnRequest, { trigger: 'submit-message' }>

/** The user has confirmed it beyond the budgets that ask. */
export function confirmed(overBudget: boolean | undefined): { overBudget?: true } {
  return overBudget ? { overBudget: true } : {}
}

/** A question's parts as they are sent and as they are shown; none when there is nothing to ask. */
export function partsOf({ text, files = [] }: NewQuestion): { sent: QuestionPart[]; shown: ChatMessage['parts'] } {
  const words = text.trim() === '' ? [] : [{ type: 'text' as const, text }]
  const attached = files.flatMap(({ url }): QuestionPart[] => {
    const attachmentId = attachmentIdOf(url)
    return attachmentId === null ? [] : [{ type: 'file', attachmentId }]
  })
  return { sent: [...attached, ...words], shown: [...files, ...words] }
}

interface Place {
  conversationId: string
  parentId: string | null
  settings: TurnSettings
  /** The question's. */
  id: string
  answerId: string
}

/** The turn that asks a question. */
export function turnOf(asked: NewQuestion, { conversationId, parentId, settings, id, answerId }: Place): AskedTurn {
  return {
    trigger: 'submit-message',
    conversationId,
    parentId,
    assistantMessageId: answerId,
    message: { id, parts: partsOf(asked).sent },
    settings,
    ...confirmed(asked.overBudget)
  }
}

/** The turn that answers a question anew. */
export function turnAgain(
  questionId: string,
  { conversationId, settings, answerId, overBudget }: Omit<Place, 'id' | 'parentId'> & { overBudget: boolean }
): TurnRequest {
  return {
    trigger: 'regenerate-message',
    conversationId,
    parentId: questionId,
    assistantMessageId: answerId,
    settings,
    ...confirmed(overBudget)
  }
}

/** A question as it is shown before the server has it. */
export function questionOf({ message, parentId }: AskedTurn, asked: NewQuestion): ChatMessage {
  return {
    id: message.id,
    role: 'user',
    parts: partsOf(asked).shown,
    metadata: { status: 'complete', parentId, createdAt: new Date().toISOString() }
  }
}

/** The question that a turn answers. */
export function answered(turn: TurnRequest): string {
  return turn.trigger === 'submit-message' ? turn.message.id : turn.parentId
}

/** What must be equal for a question to be the same one again. */
export function whatIsAsked(turn: TurnRequest): string {
  return JSON.stringify([turn.parentId, turn.trigger === 'submit-message' ? turn.message.parts : null, turn.settings, turn.overBudget])
}
