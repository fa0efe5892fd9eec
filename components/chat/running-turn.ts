import type { TurnRequest } from '../../lib/chat/turn-request.ts'
import { answered } from './new-question.ts'

/** An answer that is being written. */
export interface RunningTurn {
  messageId: string
  /** The question it answers. */
  parentId: string | null
  model: string | undefined
  /** On this page's clock; `null` when the turn was not started here. */
  startedAt: number | null
  stopping: boolean
}

/** A turn that is asked for here and now. */
export function runningOf(turn: TurnRequest): RunningTurn {
  const { assistantMessageId: messageId, settings } = turn
  return { messageId, parentId: answered(turn), model: settings.model, startedAt: Date.now(), stopping: false }
}
