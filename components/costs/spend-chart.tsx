import { Fragment, useId } from 'react'
import { formatCost } from '@/lib/cost/format.ts'
import { picoUsd } from '@/lib/cost/pico-usd.ts'
import { classNames } from '../ui/class-names.ts'
import { type ChartPlan, labelEvery } from './chart-geometry.ts'
import { seriesFill } from './series-swatch.tsx'

const height = 208
const top = 8
const bottom = 28
const plot = height - top - bottom
const y = (share: number) => top + (1 - share) * plot

export interface SpendChartProps {
  plan: ChartPlan
  /** Of the slots to come, with the words beside its line. */
  pace: { perSlot: bigint; from: number; words: string } | null
}

/** Bars over time. Widths are shares of whatever there is, so that type keeps its size on every screen. */
export function SpendChart({ plan, pace }: SpendChartProps) {
  const titleId = useId()
  const { bars, ticks } = plan
  const slot = 100 / bars.length
  const width = slot * (bars.length > 12 ? 0.74 : 0.4)
  return (
    <div className="flex">
      <svg aria-hidden="true" width="52" height={height} className="shrink-0">
        {ticks.map(({ at, label }) => (
          <text key={label} x="44" y={y(at) + 4} textAnchor="end" fontSize="12" className="figures fill-ink-3">
            {label}
          </text>
        ))}
      </svg>
      <svg role="img" aria-labelledby={titleId} width="100%" height={height} className="min-w-0 flex-1 overflow-visible">
        <title id={titleId}>{plan.finding}</title>
        {ticks.map(({ at, label }) => (
          <line key={label} x1="0" x2="100%" y1={y(at)} y2={y(at)} className={at === 0 ? 'stroke-line-strong' : 'stroke-line'} />
        ))}
        {bars.map(({ words, total, pieces }, index) => (
          <g key={words.when + words.short + String(index)}>
            {total > 0n && <title>{`${words.long}: ${formatCost(picoUsd(total), 'note')}`}</title>}
            {pieces.map(({ series, from, to }) => {
              // A hairline of the page's own colour keeps neighbours apart.
              const gap = from === 0 ? 0 : Math.min(1, ((to - from) * plot) / 2)
              return (
                <rect
                  key={series}
                  x={`${index * slot + (slot - width) / 2}%`}
                  width={`${width}%`}
                  y={y(to)}
                  height={(to - from) * plot - gap}
                  fill={seriesFill(series)}
                />
              )
            })}
          </g>
        ))}
        {pace && (
          <Fragment>
            <line
              x1={`${pace.from * slot}%`}
              x2="100%"
              y1={y(plan.heightOf(pace.perSlot))}
              y2={y(plan.heightOf(pace.perSlot))}
              strokeDasharray="2 3"
              className="stroke-ink-3"
            />
            <text
              x="100%"
              y={y(plan.heightOf(pace.perSlot)) - 6}
              textAnchor="end"
              fontSize="12"
              className={classNames('figures fill-ink-3', roomFor(pace.from * slot))}
            >
              {pace.words}
            </text>
          </Fragment>
        )}
        <Labels plan={plan} slot={slot} />
      </svg>
    </div>
  )
}

/** The words of the pace need more than the last days of a period have: there the figure above says it alone. */
function roomFor(fromPercent: number): string {
  if (fromPercent > 88) return 'hidden'
  return fromPercent > 75 ? 'max-xl:hidden' : 'max-md:hidden'
}

/** A few on a phone, more where there is room. */
function Labels({ plan: { bars }, slot }: { plan: ChartPlan; slot: number }) {
  const longest = Math.max(...bars.map(({ words }) => words.short.length))
  const wide = labelEvery(bars.length, longest > 5 ? 10 : 16)
  const narrow = wide * labelEvery(Math.ceil(bars.length / wide), longest > 5 ? 3 : 5)
  return bars.map(({ words }, index) =>
    index % wide === 0 ? (
      <text
        key={words.when + words.short + String(index)}
        x={`${(index + 0.5) * slot}%`}
        y={height - 8}
        textAnchor="middle"
        fontSize="12"
        className={classNames('figures fill-ink-3', index % narrow !== 0 && 'max-md:hidden')}
      >
        {words.short}
      </text>
    ) : null
  )
}
