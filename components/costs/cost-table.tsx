import Link from 'next/link'
import type { ReactNode } from 'react'
import type { ModelCatalogue } from '@/lib/chat/model-summary.ts'
import type { CostReport, CostSum } from '@/lib/cost/report.ts'
import { classNames } from '../ui/class-names.ts'
import { otherSeries } from './chart-geometry.ts'
import { type ColumnContext, type CostColumn, costColumns, decimalsOf } from './cost-columns.ts'
import { type CostTableId, costRowName, othersName, tableTitles } from './cost-names.ts'
import { rowsOf } from './cost-rows.ts'
import { OpenMark } from './open-mark.tsx'
import { ScrollBox } from './scroll-box.tsx'
import { SeriesSwatch } from './series-swatch.tsx'

const shownFrom: Record<CostColumn['from'], string> = { phone: '', tablet: 'max-md:hidden', desktop: 'hidden @marginalia:table-cell' }

interface CostTableProps {
  report: CostReport
  table: CostTableId
  catalogue: ModelCatalogue
}

/** Who, what for, or where: each line's tokens and money, and all of it. */
export function CostTable({ report, table, catalogue }: CostTableProps) {
  const { title, column } = tableTitles[table]
  const rows = rowsOf(report, table)
  const { total, others } = report
  const context: ColumnContext = { total, decimals: decimalsOf([...rows.map(({ sum }) => sum), ...(others ? [others.sum] : []), total]) }
  return (
    <section aria-labelledby={`by-${table}`} className="mt-12">
      <h2 id={`by-${table}`} className="font-semibold text-body">
        {title}
      </h2>
      <ScrollBox label={`Table ${title.toLowerCase()}`} fits>
        <table className="w-full text-ui">
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr className="z-10 border-line-strong border-b bg-page @marginalia:sticky @marginalia:top-0">
              <th scope="col" className="h-9 pr-4 text-left font-normal text-ink-3">
                {column}
              </th>
              {costColumns.map(({ id, label, from }) => (
                <th
                  key={id}
                  scope="col"
                  className={classNames('h-9 whitespace-nowrap pl-3 text-right font-normal text-ink-3', shownFrom[from])}
                >
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <Line key={row.key} sum={row.sum} context={context}>
                {table === 'model' && report.byModel.length > 1 && <SeriesSwatch series={seriesOf(report, row.key)} />}
                {table === 'conversation' && typeof row.title === 'string' ? (
                  <Link href={`/costs/${row.key}`} prefetch={false} className="hit truncate hover:underline" title={row.title}>
                    {row.title}
                  </Link>
                ) : (
                  <span className={classNames('truncate', row.title === null && 'text-ink-3')} title={row.key}>
                    {costRowName(table, row, catalogue)}
                  </span>
                )}
              </Line>
            ))}
            {table === 'conversation' && others && (
              <Line sum={others.sum} context={context}>
                <span className="text-ink-3">{othersName(others.count)}</span>
              </Line>
            )}
          </tbody>
          <tfoot>
            <tr className="total border-t border-t-line-strong font-medium">
              <th scope="row" className="h-9.5 pr-4 text-left font-medium">
                Total
              </th>
              <Figures sum={total} context={context} />
            </tr>
          </tfoot>
        </table>
      </ScrollBox>
    </section>
  )
}

function seriesOf({ series }: CostReport, slug: string): number {
  const index = series.indexOf(slug)
  return index === -1 ? otherSeries : index + 1
}

function Line({ sum, context, children }: { sum: CostSum; context: ColumnContext; children: ReactNode }) {
  return (
    <tr className="border-line border-b">
      <th scope="row" className="h-9.5 w-1/2 max-w-0 pr-4 text-left font-normal md:w-1/4 @marginalia:w-1/5">
        <span className="flex min-w-0 items-center gap-2.5">{children}</span>
      </th>
      <Figures sum={sum} context={context} />
    </tr>
  )
}

function Figures({ sum, context }: { sum: CostSum; context: ColumnContext }) {
  return costColumns.map(({ id, from, format }) => (
    <td key={id} className={classNames('column whitespace-nowrap pl-3', id === 'cost' ? 'text-ink' : 'text-ink-2', shownFrom[from])}>
      {id === 'cost' && <OpenMark calls={sum} />}
      {format(sum, context)}
    </td>
  ))
}
