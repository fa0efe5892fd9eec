import type { ModelCatalogue } from '../../lib/chat/model-summary.ts'
import { type BillCall, pricePerMillion } from '../../lib/cost/bill.ts'
import { ledgerDecimals } from '../../lib/cost/format.ts'
import { picoUsdFromJson } from '../../lib/cost/pico-usd.ts'

/** What every row of a table is written with. */
export interface BillFormat {
  catalogue: ModelCatalogue
  /** When the page was made. */
  now: number
  /** Equal in a whole column. */
  decimals: number
  priceDecimals: number
}

export function billFormat(calls: readonly BillCall[], catalogue: ModelCatalogue, now: number): BillFormat {
  const prices = calls.flatMap(call => pricePerMillion(call) ?? [])
  return {
    catalogue,
    now,
    decimals: ledgerDecimals(calls.flatMap(call => (call.costPicoUsd === null ? [] : [picoUsdFromJson(call.costPicoUsd)]))),
    // Dollars per million are a million times larger: two digits less tell them apart.
    priceDecimals: ledgerDecimals(prices) - 2
  }
}
