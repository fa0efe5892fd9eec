import { formatCost, ledgerDecimals } from '@/lib/cost/format.ts'
import { picoUsd } from '@/lib/cost/pico-usd.ts'
import { type CostReport, type OpenCalls, spentOf } from '@/lib/cost/report.ts'
import { OpenMark } from './open-mark.tsx'
import { ScrollBox } from './scroll-box.tsx'
import type { SlotWords } from './slot-words.ts'

interface SlotTableProps {
  report: CostReport
  words: readonly SlotWords[]
  title: string
  nameOf: (slug: string) => string
}

/** The chart's numbers. */
export function SlotTable({ report: { slots, series, byModel, zone, total }, words, title, nameOf }: SlotTableProps) {
  const hasOthers = byModel.length > series.length
  const rows = slots.map((slot, index) => {
    const { startsAt, amounts, others } = slot
    const cells = [...series.map(slug => BigInt(amounts[slug] ?? '0')), ...(hasOthers ? [BigInt(others)] : [])]
    return { slot, name: words[index]?.long ?? startsAt, cells, all: cells.reduce((sum, amount) => sum + amount, 0n) }
  })
  const decimals = ledgerDecimals(rows.flatMap(({ cells }) => cells.map(amount => picoUsd(amount))))
  const money = (amount: bigint, open: OpenCalls) => formatCost(spentOf({ ...open, picoUsd: String(amount) }), 'ledger', decimals)
  const columns = [...series.map(nameOf), ...(hasOthers ? ['Other'] : [])]
  const sums = columns.map((_, column) => rows.reduce((sum, { cells }) => sum + (cells[column] ?? 0n), 0n))
  return (
    <details className="mt-2">
      <summary className="hit inline-flex h-6 items-center text-ink-3 text-ui underline decoration-1 underline-offset-2 hover:text-ink">
        The same numbers as a table
      </summary>
      <ScrollBox label={`Table ${title.toLowerCase()}`}>
        <table className="w-full text-ui">
          <caption className="sr-only">{`${title}, ${zone}`}</caption>
          <thead>
            <tr className="border-line-strong border-b text-ink-3 [&>th]:h-9 [&>th]:whitespace-nowrap [&>th]:font-normal">
              <th scope="col" className="text-left">
                {title.replace('By ', '').replace(/^./, first => first.toUpperCase())}
              </th>
              {columns.map((name, index) => (
                <th key={series[index] ?? 'other'} scope="col" className="pl-3 text-right">
                  {name}
                </th>
              ))}
              <th scope="col" className="pl-3 text-right">
                All
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ slot, name, cells, all }) => (
              <tr key={slot.startsAt} className="border-line border-b [&>td]:pl-3">
                <th scope="row" className="h-8 whitespace-nowrap pr-4 text-left font-normal">
                  <time dateTime={slot.startsAt}>{name}</time>
                </th>
                {cells.map((amount, index) => (
                  <td key={series[index] ?? 'other'} className="column whitespace-nowrap text-ink-2">
                    {money(amount, slot)}
                  </td>
                ))}
                <td className="column whitespace-nowrap">
                  <OpenMark calls={slot} />
                  {money(all, slot)}
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr className="total border-t border-t-line-strong font-medium [&>td]:pl-3">
              <th scope="row" className="h-9 text-left font-medium">
                Total
              </th>
              {sums.map((amount, index) => (
                <td key={series[index] ?? 'other'} className="column whitespace-nowrap">
                  {money(amount, total)}
                </td>
              ))}
              <td className="column whitespace-nowrap">
                <OpenMark calls={total} />
                {money(BigInt(total.picoUsd), total)}
              </td>
            </tr>
          </tfoot>
        </table>
      </ScrollBox>
    </details>
  )
}
