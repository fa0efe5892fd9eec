import { useId } from 'react'
import type { LaneFigures } from './lane-figures.ts'
import { timeCostPlot } from './time-cost-plot.ts'

const size = { width: 288, height: 232 }
const inset = { left: 56, right: 16, top: 16, bottom: 40 }
const inner = { width: size.width - inset.left - inset.right, height: size.height - inset.top - inset.bottom }

/** Seconds to the right, dollars upwards, each lane its letter; one that still runs is dashed. */
export function TimeCostChart({ rows }: { rows: readonly LaneFigures[] }) {
  const titleId = useId()
  const plot = timeCostPlot(rows)
  if (!plot) return null
  const x = (share: number) => inset.left + share * inner.width
  const y = (share: number) => inset.top + (1 - share) * inner.height
  return (
    <section aria-label="Time against cost" className="min-w-0">
      <h2 className="font-semibold text-body">Time against cost</h2>
      <svg
        viewBox={`0 0 ${size.width} ${size.height}`}
        role="img"
        aria-labelledby={titleId}
        width={size.width}
        height={size.height}
        className="mt-2 max-w-full"
      >
        <title id={titleId}>{plot.finding}</title>
        {plot.yTicks.map(({ at, label }) => (
          <g key={label}>
            <line x1={x(0)} x2={x(1)} y1={y(at)} y2={y(at)} className={at === 0 ? 'stroke-line-strong' : 'stroke-line'} />
            <text x={x(0) - 8} y={y(at) + 4} textAnchor="end" fontSize="12" className="fill-ink-3">
              {label}
            </text>
          </g>
        ))}
        {plot.xTicks.map(({ at, label }) => (
          <text key={label} x={x(at)} y={y(0) + 18} textAnchor="middle" fontSize="12" className="fill-ink-3">
            {label}
          </text>
        ))}
        <text x={x(1)} y={size.height - 4} textAnchor="end" fontSize="12" className="fill-ink-3">
          seconds to finish
        </text>
        {plot.points.map(({ letter, x: right, y: up, running }) => (
          <g key={letter}>
            <rect
              x={x(right) - 10}
              y={y(up) - 10}
              width="20"
              height="20"
              rx="3"
              className="fill-page stroke-ink-2"
              strokeDasharray={running ? '3 2' : undefined}
            />
            <text x={x(right)} y={y(up) + 4} textAnchor="middle" fontSize="12" className="fill-ink font-medium font-mono">
              {letter}
            </text>
          </g>
        ))}
      </svg>
    </section>
  )
}
