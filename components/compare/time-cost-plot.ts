import { formatCost, formatDuration } from '../../lib/cost/format.ts'
import { picoUsd } from '../../lib/cost/pico-usd.ts'
import type { LaneFigures } from './lane-figures.ts'

interface PlotPoint {
  letter: string
  /** 0 to 1 along each axis. */
  x: number
  y: number
  running: boolean
}

interface PlotTick {
  at: number
  label: string
}

export interface TimeCostPlot {
  points: readonly PlotPoint[]
  xTicks: readonly PlotTick[]
  yTicks: readonly PlotTick[]
  /** What the picture shows, in a sentence. */
  finding: string
}

/** Time against cost of the lanes that have both; `null` when there is nothing to draw. */
export function timeCostPlot(rows: readonly LaneFigures[]): TimeCostPlot | null {
  const placed = rows.flatMap(row =>
    row.timeMs === null || row.costPicoUsd === null ? [] : [{ row, seconds: row.timeMs / 1000, dollars: Number(row.costPicoUsd) / 1e12 }]
  )
  if (placed.length === 0) return null
  const xAxis = axis(Math.max(...placed.map(({ seconds }) => seconds)))
  const yAxis = axis(Math.max(...placed.map(({ dollars }) => dollars)))
  return {
    points: placed.map(({ row, seconds, dollars }) => ({
      letter: row.letter,
      x: seconds / xAxis.end,
      y: dollars / yAxis.end,
      running: row.estimated
    })),
    xTicks: xAxis.steps.map(value => ({ at: value / xAxis.end, label: `${value}\u202fs` })),
    yTicks: yAxis.steps.map(value => ({ at: value / yAxis.end, label: value === 0 ? '$0' : `$${value}` })),
    finding: findingOf(rows)
  }
}

/** Round steps from 0 to above the largest value, four or five of them. */
function axis(largest: number): { end: number; steps: number[] } {
  const rough = (largest > 0 ? largest * 1.1 : 1) / 4
  const magnitude = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 2.5, 5, 10].find(factor => factor * magnitude >= rough) ?? 10) * magnitude
  const steps = Array.from({ length: 5 }, (_, index) => Number((index * step).toPrecision(3)))
  return { end: step * 4, steps }
}

function findingOf(rows: readonly LaneFigures[]): string {
  const ended = rows.filter(row => row.finished)
  const fastest = least(ended, ({ timeMs }) => timeMs)
  const cheapest = least(ended, ({ costPicoUsd }) => (costPicoUsd === null ? null : Number(costPicoUsd)))
  if (!fastest || !cheapest) return 'No lane has come to its end with both a time and a cost.'
  const time = formatDuration(fastest.timeMs)
  const cost = formatCost(cheapest.costPicoUsd ?? picoUsd(0n), 'note')
  if (fastest === cheapest) return `Lane ${fastest.letter} was the fastest and the cheapest: ${time}, ${cost}.`
  return `Lane ${fastest.letter} was the fastest (${time}), lane ${cheapest.letter} the cheapest (${cost}).`
}

function least(rows: readonly LaneFigures[], value: (row: LaneFigures) => number | null): LaneFigures | undefined {
  return rows.reduce<LaneFigures | undefined>((best, row) => {
    const now = value(row)
    if (now === null) return best
    const before = best ? value(best) : null
    return before === null || now < before ? row : best
  }, undefined)
}
