import type { ReactNode } from 'react'

const fills = [
  'fill-chart-1',
  'fill-chart-2',
  'fill-chart-3',
  'fill-chart-4',
  'fill-chart-5',
  'fill-chart-6',
  'fill-chart-7',
  'fill-chart-8'
] as const

/** What lies on the colour, so that the series differ without it too. A tile is 6 px. */
const textures: readonly (string | ReactNode)[] = [
  null,
  'M-1 1 1-1M0 6 6 0M5 7 7 5',
  <g key="dots">
    <circle cx="1.5" cy="1.5" r="1" />
    <circle cx="4.5" cy="4.5" r="1" />
  </g>,
  'M0 1.5H6M0 4.5H6',
  'M-1 5 1 7M0 0 6 6M5-1 7 1',
  'M0 1.5H6M1.5 0V6',
  'M1.5 0V6M4.5 0V6',
  <circle key="dot" cx="3" cy="3" r="1" />
]

const idOf = (series: number) => `chart-series-${series}`

/** The patterns of all series, once on a page, for swatches and bars alike. */
export function SeriesPatterns() {
  return (
    <svg aria-hidden="true" width="0" height="0" className="absolute">
      <defs>
        {textures.map((texture, index) => (
          <pattern key={fills[index]} id={idOf(index + 1)} width="6" height="6" patternUnits="userSpaceOnUse">
            <rect width="6" height="6" className={fills[index]} />
            {typeof texture === 'string' ? (
              <path d={texture} className="stroke-page" strokeOpacity="0.4" />
            ) : (
              <g className="fill-page" fillOpacity="0.4">
                {texture}
              </g>
            )}
          </pattern>
        ))}
      </defs>
    </svg>
  )
}

/** What a series' shape is filled with. */
export function seriesFill(series: number): string {
  return `url(#${idOf(series)})`
}

/** The sign of a series, before its name. */
export function SeriesSwatch({ series }: { series: number }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 12 12" className="size-3 shrink-0">
      <rect width="12" height="12" rx="2" fill={seriesFill(series)} />
    </svg>
  )
}
