import { ownRows } from './own-rows.ts'
import { upstreamRows } from './upstream-rows.ts'

interface Proof {
  /** Where the title stands: a test file, its data, or a promise of tests/reliability. */
  file: string
  title: string
}

export interface FaultRow {
  row: number
  fault: string
  /** Tests that fail when Steno no longer bears this fault. */
  provenBy?: Proof[]
  /** Why this cannot happen to Steno. */
  notApplicable?: string
  /** What no test shows yet. */
  missing?: string
}

/** Every fault that Steno has to bear, and what shows that it does. scripts/fault-table.mjs checks it and counts. */
export const faultTable: FaultRow[] = [...upstreamRows, ...ownRows]
