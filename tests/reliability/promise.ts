/** What came of a promise that was put to the test. */
export interface Verdict {
  promise: string
  trials: number
  /** What was lost or wrong, in words; empty when it held. */
  losses: string[]
  /** What else was counted. */
  notes: string
  /** Why this machine cannot try it: neither held nor lost. */
  notRun?: string
}
