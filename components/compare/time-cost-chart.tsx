import { useId } from 'react'
import type { LaneFigures } from './lane-figures.ts'
import { timeCostPlot } from './time-cost-plot.ts'

const height = 232
const top = 16
const bottom = 40
const y = (share: number) => top + (1 - share) * (height - top - bottom)
const percent = (share: number) => `${share * 100}%`

/** Seconds to the right, dollars upwards, each lane its letter; one that still runs is dashed. As wide as there is room, in type of one size. */
export function TimeCostChart({ rows }: { rows: readonly LaneFigures[] }) {
  const titleId = useId()
  const plot = timeCostPlot(rows)
  if (!plot) return null
  return (
    <section aria-label="Time against cost" className="min-w-0">
      <h2 className="font-semibold text-body">Time against cost</h2>
      <div className="mt-2 flex max-w-text pr-4">
        <svg aria-hidden="true" width="60" height={height} className="shrink-0">
          {plot.yTicks.map(({ at, label }) => (
            <text key={label} x="46" y={y(at) + 4} textAnchor="end" fontSize="12" className="figures fill-ink-3">
              {label}
            </text>
          ))}
        </svg>
        <svg role="img" aria-labelledby={titleId} height={height} className="min-w-0 flex-1 overflow-visible">
          <title id={titleId}>{plot.finding}</title>
          {plot.yTicks.map(({ at, label }) => (
            <line key={label} x1="0" x2="100%" y1={y(at)} y2={y(at)} className={at === 0 ? 'stroke-line-strong' : 'stroke-line'} />
          ))}
          {plot.xTicks.map(({ at, label }) => (
            <text key={label} x={percent(at)} y={y(0) + 18} textAnchor="middle" fontSize="12" className="figures fill-ink-3">
              {label}
            </text>
          ))}
          <text x="100%" y={height - 4} textAnchor="end" fontSize="12" className="fill-ink-3">
            seconds to finish
          </text>
          {plot.points.map(({ letter, x, y: up, running }) => (
            <svg key={letter} aria-hidden="true" x={percent(x)} y={y(up)} className="overflow-visible">
              <rect
                x="-10"
                y="-10"
                width="20"
                height="20"
                rx="3"
                className="fill-page stroke-ink-2"
                strokeDasharray={running ? '3 2' : undefined}
              />
              <text y="4" textAnchor="middle" fontSize="12" className="fill-ink font-medium font-mono">
                {letter}
              </text>
            </svg>
          ))}
        </svg>
      </div>
    </section>
  )
}
