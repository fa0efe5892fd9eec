import type { FileUIPart } from 'ai'
import { attachmentIdOf } from '../../lib/chat/attachment.ts'
import type { ChatMessage } from '../../lib/chat/message.ts'
import type { QuestionPart, TurnRequest } from '../../lib/chat/turn-request.ts'

export interface NewQuestion {
  text: string
  /** Stored ones. */
  files?: readonly FileUIPart[]
  /** The message that it follows, `null` for none; absent: the branch's end. */
  after?: string | null | undefined
  overBudget?: boolean
}

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

/** The question that a turn answers. */
export function answered(turn: TurnRequest): string {
  return turn.trigger === 'submit-message' ? turn.message.id : turn.parentId
}

/** What must be equal for a question to be the same one again. */
export function whatIsAsked(turn: TurnRequest): string {
  return JSON.stringify([turn.parentId, turn.trigger === 'submit-message' ? turn.message.parts : null, turn.settings, turn.overBudget])
}
