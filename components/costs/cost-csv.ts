import type { ModelCatalogue } from '@/lib/chat/model-summary.ts'
import { csvText } from '@/lib/cost/csv.ts'
import { exactDollars } from '@/lib/cost/format.ts'
import type { PicoUsd } from '@/lib/cost/pico-usd.ts'
import { type CostReport, type CostRow, type CostSum, savingOf, spentOf, thinkingOf } from '@/lib/cost/report.ts'
import { type CostTableId, costModelName, costRowName, othersName, tableTitles } from './cost-names.ts'
import { rowsOf } from './cost-rows.ts'

const count = (value: number | null) => value?.toString() ?? ''
const dollars = (picoUsd: string) => exactDollars(BigInt(picoUsd))
const known = (amount: PicoUsd | null) => (amount === null ? '' : exactDollars(amount))

/** Figures of a sum: a token count that nobody said is empty, an amount has every recorded digit. */
const figures: readonly [string, (sum: CostSum) => string][] = [
  ['Calls', sum => count(sum.requests)],
  ['Pending', sum => count(sum.pending)],
  ['Unknown', sum => count(sum.unknown)],
  ['In (tokens)', sum => count(sum.inputTokens)],
  ['Cached (tokens)', sum => count(sum.cacheReadTokens)],
  ['Written (tokens)', sum => count(sum.cacheWriteTokens)],
  ['Out (tokens)', sum => count(sum.outputTokens)],
  ['Thought (tokens)', sum => count(sum.reasoningTokens)],
  ['Thinking (USD)', sum => known(thinkingOf(sum))],
  ['Cache saved (USD)', sum => known(savingOf(sum))],
  ['Answers', sum => count(sum.answers)],
  ['Thrown away', sum => count(sum.discarded)],
  ['Thrown away (USD)', sum => dollars(sum.discardedPicoUsd)],
  ['Providers with own keys (USD)', sum => dollars(sum.providerPicoUsd)],
  ['Fee for own keys (USD)', sum => dollars(sum.feePicoUsd)],
  ['Tool fees (USD)', sum => dollars(sum.toolFeePicoUsd)],
  ['Cost (USD)', sum => known(spentOf(sum))]
]

/** A table as it stands on the page, without its total. */
export function costTableAsCsv(report: CostReport, table: CostTableId, catalogue: ModelCatalogue): string {
  const line = ({ key, sum }: Pick<CostRow, 'key' | 'sum'>, name: string) => [
    name,
    key,
    ...figures.map(([, figure]) => ({ figure: figure(sum) }))
  ]
  return csvText([
    [tableTitles[table].column, 'Key', ...figures.map(([label]) => label)],
    ...rowsOf(report, table).map(row => line(row, costRowName(table, row, catalogue))),
    ...(table === 'conversation' && report.others ? [line({ key: '', sum: report.others.sum }, othersName(report.others.count))] : [])
  ])
}

/** The chart's numbers: from when to when, in UTC, what each model cost. */
export function slotsAsCsv(report: CostReport, catalogue: ModelCatalogue): string {
  const hasOthers = report.byModel.length > report.series.length
  return csvText([
    [
      'From',
      'To',
      'Pending',
      'Unknown',
      ...report.series.map(slug => `${costModelName(catalogue, slug)} (USD)`),
      ...(hasOthers ? ['Other (USD)'] : []),
      'All (USD)'
    ],
    ...report.slots.map(({ startsAt, endsAt, amounts, others, pending, unknown }) => {
      const series = report.series.map(slug => amounts[slug] ?? '0')
      const all = [...series, others].reduce((sum, amount) => sum + BigInt(amount), 0n)
      const cells = [...series, ...(hasOthers ? [others] : []), String(all)].map(picoUsd => known(spentOf({ picoUsd, pending, unknown })))
      return [startsAt, endsAt, ...[count(pending), count(unknown), ...cells].map(figure => ({ figure }))]
    })
  ])
}
