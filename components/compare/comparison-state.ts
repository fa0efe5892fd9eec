import type { ComparisonDetail } from '../../lib/chat/comparison.ts'
import type { Connection } from '../chat/follow-turn.ts'
import type { Problem } from '../chat/session-state.ts'
import type { Comparison } from './rounds.ts'

/** What is on screen beside the answers, which are stores of their own. */
export interface ComparisonState {
  detail: ComparisonDetail
  shape: Comparison
  /** Answers that are being written. */
  running: ReadonlySet<string>
  connection: Connection
  problem: Problem | null
}

/** What the page changes of a comparison. */
export interface ComparisonChange {
  title?: string
  notes?: string
  selectedLeafId?: string
  continued?: true
}
