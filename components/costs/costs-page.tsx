import type { ReactNode } from 'react'
import type { ModelCatalogue } from '@/lib/chat/model-summary.ts'
import { formatCost, unknownFigure } from '@/lib/cost/format.ts'
import { paceOf } from '@/lib/cost/pace.ts'
import { picoUsd } from '@/lib/cost/pico-usd.ts'
import type { CostView } from '@/lib/cost/view.ts'
import { planChart } from './chart-geometry.ts'
import { costModelName, costTables } from './cost-names.ts'
import { CostTable } from './cost-table.tsx'
import { PeriodPicker } from './period-picker.tsx'
import { nothingSpent, ordinalDay } from './period-words.ts'
import { SeriesPatterns, SeriesSwatch } from './series-swatch.tsx'
import { SlotTable } from './slot-table.tsx'
import { grainWords, slotWords } from './slot-words.ts'
import { SpendChart, type SpendChartProps } from './spend-chart.tsx'
import { SummaryStrip } from './summary-strip.tsx'

interface CostsPageProps {
  view: CostView
  catalogue: ModelCatalogue
  /** Between the strip and the chart: what has its own data. */
  children: ReactNode
}

const approximately = '≈\u202f'

/** What was spent in a period: five figures, a chart, four tables. */
export function CostsPage({ view, catalogue, children }: CostsPageProps) {
  const { period, report, today } = view
  const zoneNote = (
    <p className="mt-3 text-ink-3 text-note">
      {`Days begin at midnight in ${period.zone}.${report.upstream === 'demo' ? ' Demo: simulated replies, nothing was billed.' : ''}`}
    </p>
  )
  return (
    <>
      {/* Its open lists close when another period is chosen. */}
      <PeriodPicker key={`${period.name} ${period.zone}`} view={view} />
      {report.total.requests === 0 ? (
        <>
          {zoneNote}
          <p className="mt-12 mb-4 font-serif text-title">{nothingSpent(period, today)}</p>
          {children}
        </>
      ) : (
        <>
          <SummaryStrip total={report.total} demo={report.upstream === 'demo'} rate={rateOf(view)} />
          {zoneNote}
          {children}
          <Chart view={view} catalogue={catalogue} />
          {costTables.map(table => (
            <CostTable key={table} report={report} table={table} catalogue={catalogue} />
          ))}
        </>
      )}
    </>
  )
}

/** Where a running day or month is going; of any other period, what a day of it was on average. */
function rateOf(view: CostView): { label: string; figure: string; note: string } {
  const { period, report, now, startsAt, endsAt } = view
  const spent = BigInt(report.total.picoUsd)
  const pace = paceOf(view, spent)
  if (pace !== null) {
    return {
      label: 'At this pace',
      figure: approximately + formatCost(picoUsd(pace), 'glance'),
      note: period.kind === 'day' ? 'by midnight' : `by the ${ordinalDay(period.last)}`
    }
  }
  const gone = Math.min(Date.parse(now), Date.parse(endsAt)) - Date.parse(startsAt)
  const [unitMs, note] = period.first === period.last ? [3_600_000, 'an hour'] : [86_400_000, 'a day']
  const known = gone > 0 && spent > 0n
  return {
    label: 'On average',
    figure: known
      ? approximately + formatCost(picoUsd((spent * BigInt(unitMs)) / BigInt(Math.max(gone, unitMs))), 'glance')
      : unknownFigure,
    note
  }
}

function Chart({ view, catalogue }: { view: CostView; catalogue: ModelCatalogue }) {
  const { report } = view
  const nameOf = (slug: string) => costModelName(catalogue, slug)
  const words = slotWords(report)
  const plan = planChart(report, words, nameOf)
  if (plan === null) return null
  const title = grainWords[report.grain]
  const hasOthers = report.byModel.length > report.series.length
  const legend = [...report.series.map(nameOf), ...(hasOthers ? ['Other'] : [])]
  return (
    <section aria-labelledby="by-time" className="mt-8">
      <SeriesPatterns />
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
        <h2 id="by-time" className="font-semibold text-body">
          {title}
        </h2>
        {legend.length > 1 && (
          <ul className="flex flex-wrap gap-x-4 gap-y-1 text-ink-2 text-note">
            {legend.map((name, index) => (
              <li key={report.series[index] ?? 'other'} className="flex items-center gap-2">
                <SeriesSwatch series={index + 1} />
                {name}
              </li>
            ))}
          </ul>
        )}
      </div>
      <SpendChart plan={plan} pace={paceLine(view)} />
      <SlotTable report={report} words={words} title={title} nameOf={nameOf} />
    </section>
  )
}

/** What each day to come would cost. */
function paceLine(view: CostView): SpendChartProps['pace'] {
  const { report, now, period } = view
  const pace = period.kind === 'month' ? paceOf(view, BigInt(report.total.picoUsd)) : null
  const from = report.slots.findIndex(({ startsAt }) => startsAt > now)
  if (pace === null || from === -1) return null
  const perSlot = pace / BigInt(report.slots.length)
  return { perSlot, from, words: `pace ${formatCost(picoUsd(perSlot), 'glance')} a day` }
}
