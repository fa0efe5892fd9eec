import { formatCost } from '@/lib/cost/format.ts'
import { picoUsd } from '@/lib/cost/pico-usd.ts'
import type { CostReport } from '@/lib/cost/report.ts'
import type { SlotWords } from './slot-words.ts'

/** Colour and pattern of "Other". */
export const otherSeries = 8

interface ChartPiece {
  /** 1 to 8. */
  series: number
  /** Shares of the axis' height. */
  from: number
  to: number
}

interface ChartBar {
  words: SlotWords
  total: bigint
  pieces: ChartPiece[]
}

export interface ChartPlan {
  bars: ChartBar[]
  ticks: { at: number; label: string }[]
  /** Where an amount lies, as a share of the height. */
  heightOf: (amount: bigint) => number
  /** What the picture shows, in a sentence. */
  finding: string
}

/** Bars over time, each model a piece of them; `null` when no slot has an amount. */
export function planChart(
  report: Pick<CostReport, 'slots' | 'series'>,
  words: readonly SlotWords[],
  nameOf: (slug: string) => string
): ChartPlan | null {
  const stacks = report.slots.map(({ amounts, others }) => [
    ...report.series.map((slug, index) => ({ series: index + 1, amount: BigInt(amounts[slug] ?? '0') })),
    { series: otherSeries, amount: BigInt(others) }
  ])
  const totals = stacks.map(stack => stack.reduce((sum, { amount }) => sum + amount, 0n))
  const largest = totals.toSorted((left, right) => (left < right ? 1 : -1))[0] ?? 0n
  if (largest === 0n) return null
  const step = stepFor(largest)
  const steps = Number((largest + step - 1n) / step)
  const heightOf = (amount: bigint) => Number(amount) / (Number(step) * steps)
  const decimals = decimalsOf(step)
  return {
    bars: stacks.map((stack, index) => ({
      words: words[index] ?? { long: '', short: '', when: '' },
      total: totals[index] ?? 0n,
      pieces: stacked(stack, heightOf)
    })),
    ticks: Array.from({ length: steps + 1 }, (_, tick) => ({
      at: tick / steps,
      label: formatCost(picoUsd(step * BigInt(tick)), 'ledger', decimals)
    })),
    heightOf,
    finding: findingOf(stacks, totals, words, report.series.map(nameOf))
  }
}

function stacked(stack: readonly { series: number; amount: bigint }[], heightOf: (amount: bigint) => number): ChartPiece[] {
  let reached = 0n
  return stack.flatMap(({ series, amount }) => {
    if (amount === 0n) return []
    const from = heightOf(reached)
    reached += amount
    return { series, from, to: heightOf(reached) }
  })
}

/** A round step of which at most five reach the largest amount. */
function stepFor(largest: bigint): bigint {
  for (let magnitude = 1n; ; magnitude *= 10n) {
    const step = [1n, 2n, 5n].map(factor => factor * magnitude).find(candidate => candidate * 5n >= largest)
    if (step !== undefined) return step
  }
}

/** Whole dollars, cents, or as many decimals as the step has. */
function decimalsOf(step: bigint): number {
  const zeros = /0*$/.exec(step.toString())?.[0].length ?? 0
  return zeros >= 12 ? 0 : Math.max(2, 12 - zeros)
}

function findingOf(
  stacks: readonly { series: number; amount: bigint }[][],
  totals: readonly bigint[],
  words: readonly SlotWords[],
  names: readonly string[]
): string {
  const most = totals.reduce((best, total, index) => (total > (totals[best] ?? 0n) ? index : best), 0)
  const mainly = (stacks[most] ?? []).reduce((best, piece) => (piece.amount > best.amount ? piece : best))
  const name = mainly.series === otherSeries && names.length < otherSeries ? 'other models' : (names[mainly.series - 1] ?? 'other models')
  const total = formatCost(picoUsd(totals[most] ?? 0n), 'note')
  return `Most was spent ${words[most]?.when ?? ''}: ${total}, mainly on ${name}.`
}

/** Which of so many labels are shown when there is room for a few. */
export function labelEvery(count: number, most: number): number {
  return Math.max(1, Math.ceil(count / most))
}
