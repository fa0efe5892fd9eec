import { csvText } from '@/lib/cost/csv.ts'
import { figureColumns } from './figure-columns.ts'
import type { LaneFigures } from './lane-figures.ts'

const head = ['Lane', 'Model', 'Provider', ...figureColumns.map(({ exactLabel }) => exactLabel), 'State', 'Finish']

function cellsOf(row: LaneFigures): string[] {
  return [
    row.letter,
    row.name,
    row.provider,
    ...figureColumns.map(({ exact }) => exact(row)),
    row.estimated ? 'estimated' : row.word,
    row.finish
  ]
}

/** The table as it stands, RFC 4180, with every recorded digit. */
export function figuresAsCsv(rows: readonly LaneFigures[]): string {
  return csvText([head, ...rows.map(cellsOf)])
}

/** The same table for a text. */
export function figuresAsMarkdown(rows: readonly LaneFigures[]): string {
  const alignment = head.map((_, index) => (index >= 3 && index < 3 + figureColumns.length ? '---:' : '---'))
  return [head, alignment, ...rows.map(row => cellsOf(row).map(markdownCell))].map(cells => `| ${cells.join(' | ')} |\n`).join('')
}

function markdownCell(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\|`*_[\]<>]/g, character => `\\${character}`)
}
