import type { ChatSettings } from '../../lib/chat/chat-settings.ts'
import type { ConversationDetail, CostTotal } from '../../lib/chat/conversation.ts'
import type { ChatMessage } from '../../lib/chat/message.ts'
import type { TurnRequest } from '../../lib/chat/turn-request.ts'
import { ApiError } from '../http/request-json.ts'
import type { Draft } from './draft.ts'
import type { Connection } from './follow-turn.ts'
import type { NewQuestion } from './new-question.ts'
import type { RunningTurn } from './running-turn.ts'

/** What went wrong between this page and Steno; what went wrong upstream is in the message itself. */
export interface Problem {
  during: 'send' | 'connection' | 'stop' | 'read' | 'save'
  error: ApiError
  /** What a question was to follow that came while another one was being answered. */
  parentId?: string | null
}

export interface SessionOptions {
  conversationId: string
  detail: ConversationDetail | null
  draft: Draft
  /** The server has the question. */
  onAccepted: (turn: TurnRequest) => void
}

/** Everything about a conversation that is not in the branch itself. */
export interface SessionState {
  tree: readonly ChatMessage[]
  title: string
  cost: CostTotal | null
  /** A page of a long branch begins with its end: the first message there, and how many questions stand before. */
  earlier: ConversationDetail['earlier'] | null
  /** What the next question is asked with; `null` before the first one, until something is chosen. */
  settings: ChatSettings | null
  /** What the branch on screen was last asked with. */
  branchSettings: ChatSettings | null
  running: RunningTurn | null
  connection: Connection
  problem: Problem | null
}

/** What was there before a question was sent, and what of it came from the field. */
export interface Before {
  messages: ChatMessage[]
  asked: NewQuestion | null
}

/** Of a conversation as it was read, or of one that has not begun. */
export function stateOf(detail: ConversationDetail | null): SessionState {
  return {
    tree: detail?.messages ?? [],
    title: detail?.title ?? '',
    cost: detail?.cost ?? null,
    earlier: detail?.earlier ?? null,
    settings: detail?.settings ?? null,
    branchSettings: detail?.branchSettings ?? null,
    running: null,
    connection: 'live',
    problem: null
  }
}

/** What a reading changes. Settings that the server does not have yet stay. */
export function afterReading(detail: ConversationDetail, unsaved: ChatSettings | null, problem: Problem | null): Partial<SessionState> {
  const { messages: tree, title, cost, settings, branchSettings } = detail
  return { tree, title, cost, branchSettings, settings: unsaved ?? settings, problem: unlessRead(problem) }
}

/** What is still wrong then: what could not be read is read, what could not be saved is sent again, and what was deleted is back. */
export function unlessRead(problem: Problem | null): Problem | null {
  const isRead = problem?.during === 'read' && (problem.error.code === 'not_found' || problem.error.code === 'offline')
  return isRead || problem?.during === 'save' ? null : problem
}

/** There is nothing to be read any more. */
export const deletedProblem: Problem = { during: 'read', error: new ApiError('not_found', 'No such conversation.') }

/** A stream could not be followed. Where there is no such answer any more no line was cut, and nobody writes on: a temporary chat goes with its process. */
export function afterLoss(error: ApiError, messages: ChatMessage[]): { problem: Problem; messages: ChatMessage[] } {
  if (error.code !== 'not_found') return { problem: { during: 'connection', error }, messages }
  return { problem: { during: 'read', error }, messages: messages.map(brokenOff) }
}

function brokenOff(message: ChatMessage): ChatMessage {
  return message.metadata?.status === 'streaming' ? { ...message, metadata: { ...message.metadata, status: 'interrupted' } } : message
}
