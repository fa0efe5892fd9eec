import { exactDollars, formatCost, formatDuration, formatTokens, unknownFigure } from '../../lib/cost/format.ts'
import type { LaneFigures } from './lane-figures.ts'

export type FigureColumnId = 'lane' | 'first' | 'speed' | 'time' | 'in' | 'cached' | 'out' | 'thought' | 'cost'

export interface FigureColumn {
  id: Exclude<FigureColumnId, 'lane'>
  label: string
  /** In CSV, with the unit: numbers there are bare. */
  exactLabel: string
  value: (figures: LaneFigures) => number | bigint | null
  format: (figures: LaneFigures, decimals: number) => string
  /** Every recorded digit, for export. */
  exact: (figures: LaneFigures) => string
  /** Which end is the better one; absent where neither is. */
  best?: 'least' | 'most'
  /** Only answers that came to their proper end can be the best. */
  finishedOnly?: true
  /** Can be added up. */
  summed?: true
}

const narrowSpace = '\u202f'

/** The figures of a comparison, in the order in which they stand. */
export const figureColumns: readonly FigureColumn[] = [
  { ...milliseconds('first', 'First', 'First token (ms)', figures => figures.firstMs), best: 'least' },
  {
    id: 'speed',
    label: 'Speed',
    exactLabel: 'Speed (tokens/s)',
    value: figures => figures.tokensPerSecond,
    format: ({ tokensPerSecond }) => (tokensPerSecond === null ? unknownFigure : formatRate(tokensPerSecond)),
    exact: ({ tokensPerSecond }) => (tokensPerSecond === null ? '' : tokensPerSecond.toString()),
    best: 'most'
  },
  { ...milliseconds('time', 'Time', 'Time (ms)', figures => figures.timeMs), best: 'least', finishedOnly: true },
  tokens('in', 'In', figures => figures.inputTokens),
  tokens('cached', 'Cached', figures => figures.cachedTokens),
  tokens('out', 'Out', figures => figures.outputTokens),
  tokens('thought', 'Thought', figures => figures.reasoningTokens),
  {
    id: 'cost',
    label: 'Cost',
    exactLabel: 'Cost (USD)',
    value: figures => figures.costPicoUsd,
    format: ({ costPicoUsd, estimated }, decimals) => {
      const text = formatCost(costPicoUsd, 'ledger', decimals)
      return estimated && costPicoUsd !== null ? `≈${narrowSpace}${text}` : text
    },
    exact: ({ costPicoUsd }) => (costPicoUsd === null ? '' : exactDollars(costPicoUsd)),
    best: 'least',
    finishedOnly: true,
    summed: true
  }
]

/** "71/s" */
export function formatRate(tokensPerSecond: number): string {
  return `${tokensPerSecond < 9.95 ? tokensPerSecond.toFixed(1) : Math.round(tokensPerSecond).toLocaleString('en-US')}/s`
}

/** Decimals that a column of amounts needs so that its smallest still has three digits; 4 to 8. */
export function costDecimals(rows: readonly LaneFigures[]): number {
  const lengths = rows.flatMap(({ costPicoUsd }) => (costPicoUsd ? [costPicoUsd.toString().length] : []))
  return Math.min(8, Math.max(4, 15 - Math.min(15, ...lengths)))
}

/** Ids of the columns in which a row is the best; with a single candidate there is nothing to be better than. */
export function bestOf(rows: readonly LaneFigures[]): ReadonlyMap<LaneFigures, ReadonlySet<FigureColumnId>> {
  const won = new Map<LaneFigures, Set<FigureColumnId>>(rows.map(row => [row, new Set()]))
  for (const { id, value, best, finishedOnly } of figureColumns) {
    if (!best) continue
    const candidates = rows.filter(row => value(row) !== null && !row.estimated && (!finishedOnly || row.finished))
    const winner = sortedBy(candidates, value, best === 'least' ? 'ascending' : 'descending')[0]
    if (!winner || candidates.length < 2) continue
    for (const row of candidates) if (value(row) === value(winner)) won.get(row)?.add(id)
  }
  return won
}

export interface FigureSort {
  column: FigureColumnId
  direction: 'ascending' | 'descending'
}

/** Rows in order; what is not known stands at the end either way. */
export function sortFigures(rows: readonly LaneFigures[], { column, direction }: FigureSort): LaneFigures[] {
  const found = figureColumns.find(({ id }) => id === column)
  if (found) return sortedBy(rows, found.value, direction)
  const byLetter = [...rows].sort((left, right) => (left.letter < right.letter ? -1 : 1))
  return direction === 'ascending' ? byLetter : byLetter.reverse()
}

function sortedBy(rows: readonly LaneFigures[], value: FigureColumn['value'], direction: FigureSort['direction']): LaneFigures[] {
  const sign = direction === 'ascending' ? 1 : -1
  return [...rows].sort((left, right) => {
    const [a, b] = [value(left), value(right)]
    if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0)
    return a === b ? 0 : a < b ? -sign : sign
  })
}

function milliseconds(
  id: FigureColumn['id'],
  label: string,
  exactLabel: string,
  value: (figures: LaneFigures) => number | null
): FigureColumn {
  return {
    id,
    label,
    exactLabel,
    value,
    format: figures => formatDuration(value(figures)),
    exact: figures => value(figures)?.toString() ?? ''
  }
}

function tokens(id: FigureColumn['id'], label: string, value: (figures: LaneFigures) => number | null): FigureColumn {
  return {
    id,
    label,
    exactLabel: `${label} (tokens)`,
    value,
    format: figures => formatTokens(value(figures)),
    exact: figures => value(figures)?.toString() ?? '',
    summed: true
  }
}
