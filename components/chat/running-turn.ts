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
