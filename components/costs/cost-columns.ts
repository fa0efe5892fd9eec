import { formatCost, formatTokens, ledgerDecimals, unknownFigure } from '@/lib/cost/format.ts'
import { type PicoUsd, picoUsdFromJson } from '@/lib/cost/pico-usd.ts'
import { type CostSum, type OpenCalls, savingOf, spentOf, thinkingOf } from '@/lib/cost/report.ts'

export type CostColumnId = 'calls' | 'in' | 'cached' | 'written' | 'out' | 'thought' | 'thinking' | 'saved' | 'discarded' | 'cost' | 'share'

type MoneyField = Extract<keyof CostSum, `${string}icoUsd`>
type TokenField = Extract<keyof CostSum, `${string}Tokens`>

export interface CostColumn {
  id: CostColumnId
  label: string
  /** The narrowest screen, or on a desktop the narrowest page, that has room for it. */
  from: 'phone' | 'tablet' | 'desktop'
  format: (sum: CostSum, context: ColumnContext) => string
}

export interface ColumnContext {
  /** Of each column of dollars. */
  decimals: (field: MoneyField) => number
  total: CostSum
}

/** The figures of every table. What they are called in a file is in cost-csv.ts. */
export const costColumns: readonly CostColumn[] = [
  { id: 'calls', label: 'Calls', from: 'desktop', format: ({ requests }) => formatTokens(requests) },
  tokens('in', 'In', 'inputTokens', 'tablet'),
  tokens('cached', 'Cached', 'cacheReadTokens', 'tablet'),
  tokens('written', 'Written', 'cacheWriteTokens', 'desktop'),
  tokens('out', 'Out', 'outputTokens', 'phone'),
  tokens('thought', 'Thought', 'reasoningTokens', 'tablet'),
  dollars('thinking', 'Thinking', 'reasoningPicoUsd', thinkingOf),
  dollars('saved', 'Cache saved', 'cacheSavedPicoUsd', savingOf),
  {
    id: 'discarded',
    label: 'Thrown away',
    from: 'desktop',
    format: ({ discarded, answers }) => (answers === 0 ? unknownFigure : `${formatTokens(discarded)} of ${formatTokens(answers)}`)
  },
  {
    id: 'cost',
    label: 'Cost',
    from: 'phone',
    format: (sum, { decimals }) => formatCost(spentOf(sum), 'ledger', decimals('picoUsd'))
  },
  { id: 'share', label: 'Share', from: 'tablet', format: ({ picoUsd }, { total }) => shareOf(picoUsd, total.picoUsd) }
]

/** Something of it is pending or unknown. */
export function costIsOpen({ pending, unknown }: OpenCalls): boolean {
  return pending + unknown > 0
}

/** "35.5%"; a dash where there is nothing to be a part of. */
export function shareOf(part: string, whole: string): string {
  if (BigInt(whole) <= 0n) return unknownFigure
  const perMille = Number((BigInt(part) * 10_000n) / BigInt(whole)) / 10
  return `${(Math.round(perMille) / 10).toFixed(1)}%`
}

/** Equal decimals in each column of dollars, enough for its smallest amount. */
export function decimalsOf(sums: readonly CostSum[]): ColumnContext['decimals'] {
  const found = new Map<MoneyField, number>()
  return field => {
    const decimals = found.get(field) ?? ledgerDecimals(sums.map(sum => picoUsdFromJson(sum[field])))
    found.set(field, decimals)
    return decimals
  }
}

function tokens(id: CostColumnId, label: string, field: TokenField, from: CostColumn['from']): CostColumn {
  return { id, label, from, format: sum => formatTokens(sum[field]) }
}

function dollars(id: CostColumnId, label: string, field: MoneyField, amountOf: (sum: CostSum) => PicoUsd | null): CostColumn {
  return { id, label, from: 'desktop', format: (sum, { decimals }) => formatCost(amountOf(sum), 'ledger', decimals(field)) }
}
