import type { CostTotal } from '@/lib/chat/conversation.ts'
import { type CostDepth, formatCost } from '@/lib/cost/format.ts'
import { picoUsdFromJson } from '@/lib/cost/pico-usd.ts'

export interface TotalText {
  /** The amount; `null` when none of it is known. */
  text: string | null
  state: 'settled' | 'pending' | 'unknown'
  /** What a screen reader adds to the figure. */
  spoken: string
}

/** A sum in words (`decimals` only matters in a ledger column): "at least $1.23" while something is pending or unknown, and no zero for what nobody knows. */
export function totalOf(cost: CostTotal, depth: CostDepth, decimals?: number): TotalText {
  const amount = picoUsdFromJson(cost.picoUsd)
  const state = cost.pending > 0 ? 'pending' : cost.unknown > 0 ? 'unknown' : 'settled'
  if (state === 'settled') return { text: formatCost(amount, depth, decimals), state, spoken: '' }
  if (amount === 0n) return { text: null, state, spoken: state === 'pending' ? 'cost pending' : 'cost unknown' }
  const figure = formatCost(amount, depth, decimals)
  return {
    text: depth === 'glance' ? `≥${figure}` : `at least ${figure}`,
    state,
    spoken: state === 'pending' ? ', some of it pending' : ', some of it unknown'
  }
}
