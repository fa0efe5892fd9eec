import type { RetryChange } from '../chat/retry-settings.ts'

/** What can be done from inside a lane. The functions never change, so nothing is drawn anew for them. */
export interface LaneCommands {
  /** Asks a lane's question again; another model replaces the lane's. */
  retry: (answerId: string, change?: RetryChange) => void
  /** Asks a lane's model to go on with its answer. */
  goOn: (answerId: string) => void
  stop: (answerId: string) => void
  /** Shows another of a lane's answers. */
  choose: (lane: number, answerId: string) => void
  /** Makes a lane's branch the conversation, and goes there. */
  continueWith: (answerId: string) => void
  vote: (lane: number, answerId: string) => void
  /** Opens the difference to another lane. */
  diff: (answerId: string) => void
  /** Puts the question into the composer, unless something is written there. */
  edit: () => void
}
