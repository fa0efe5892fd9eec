import type { BillRow } from '../../../lib/simulator/bill.ts'
import { picoOf } from '../../../lib/simulator/exact-dollars.ts'
import type { RecordedRequest } from '../../../lib/simulator/state.ts'

/** What the audit reads of a ledger row. */
export interface LedgerRow {
  openRouterId: string | null
  kind: string
  attempt: number
  costState: string
  costPicoUsd: bigint | null
  /** `null`: nothing went wrong, or somebody pressed Stop. */
  errorCode: string | null
}

export interface Books {
  rows: readonly LedgerRow[]
  bill: readonly BillRow[]
  requests: readonly RecordedRequest[]
}

/** What the ledger of one conversation says against what was called and billed. Empty lists, and a difference of 0, are the truth. */
export interface Audit {
  /** Σ of the billed rows. */
  billedPicoUsd: bigint
  /** Σ of the bill's rows that the ledger calls unknown: by their id, or among the calls whose id died with its process. */
  unknownPicoUsd: bigint
  /** Rows that say more or less than the bill has under the same id. */
  wrong: string[]
  /** Rows without a final word, and unknown ones that hold an amount all the same. */
  unsettled: LedgerRow[]
  /** Rows of calls that were refused before the stream, and do not say that they cost nothing. */
  refusedOpen: LedgerRow[]
  /** Calls whose id no row has. Only a call that was running when it was stopped or killed may be among them. */
  lostCalls: number
  /** Unknown rows without an id: their call was never named, or its process died before it was made. */
  unnamed: number
  unknown: number
}

export function audit({ rows, bill, requests }: Books): Audit {
  const billOf = new Map(bill.map(row => [row.generationId, amountOf(row)]))
  const named = new Set(rows.flatMap(row => row.openRouterId ?? []))
  const refused = new Set(requests.filter(({ status }) => status !== null && status >= 400).map(({ generationId }) => generationId))
  const billed = rows.filter(row => row.costState === 'billed')
  const unknown = rows.filter(row => row.costState === 'unknown')
  const amountUnder = (id: string | null) => (id === null ? 0n : (billOf.get(id) ?? 0n))
  return {
    billedPicoUsd: sum(billed.map(row => row.costPicoUsd ?? 0n)),
    unknownPicoUsd:
      sum(unknown.map(row => amountUnder(row.openRouterId))) + sum([...billOf].map(([id, amount]) => (named.has(id) ? 0n : amount))),
    wrong: billed
      .filter(row => row.costPicoUsd !== amountUnder(row.openRouterId))
      .map(row => `${row.openRouterId}: ${row.costPicoUsd} in the ledger, ${amountUnder(row.openRouterId)} on the bill`),
    unsettled: rows.filter(row => row.costState === 'pending' || (row.costState === 'unknown' && row.costPicoUsd !== null)),
    refusedOpen: rows.filter(row => refused.has(row.openRouterId) && row.errorCode !== null && row.costPicoUsd !== 0n),
    lostCalls: requests.filter(request => request.generationId === null || !named.has(request.generationId)).length,
    unnamed: unknown.filter(row => row.openRouterId === null).length,
    unknown: unknown.length
  }
}

function amountOf(row: BillRow): bigint {
  return picoOf(row.cost) + (row.isByok ? picoOf(row.upstreamCost) : 0n)
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n)
}
