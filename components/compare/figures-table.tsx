'use client'

import ArrowDown from 'lucide-react/icons/arrow-down'
import ArrowUp from 'lucide-react/icons/arrow-up'
import { useState } from 'react'
import { formatCost, formatTokens, unknownFigure } from '@/lib/cost/format.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { Mark } from '../ui/mark.tsx'
import { saveFile } from '../ui/save-file.ts'
import { figuresAsCsv, figuresAsMarkdown } from './export-figures.ts'
import { bestOf, costDecimals, type FigureColumnId, type FigureSort, figureColumns, sortFigures } from './figure-columns.ts'
import { type LaneFigures, totalCost } from './lane-figures.ts'
import { LetterBox } from './letter-box.tsx'

interface FiguresTableProps {
  rows: readonly LaneFigures[]
  /** Of the files that are saved. */
  fileName: string
}

/** The lanes' figures, sortable, with their totals; saved as it stands. */
export function FiguresTable({ rows, fileName }: FiguresTableProps) {
  const [sort, setSort] = useState<FigureSort>({ column: 'lane', direction: 'ascending' })
  const sorted = sortFigures(rows, sort)
  const best = bestOf(rows)
  const decimals = costDecimals(rows)
  const sortBy = (column: FigureColumnId) =>
    setSort(before => ({ column, direction: before.column === column && before.direction === 'ascending' ? 'descending' : 'ascending' }))
  return (
    <section aria-label="Figures" className="min-w-0">
      <div className="flex items-baseline justify-between gap-4">
        <h2 className="flex items-baseline gap-3 font-semibold text-body">
          Figures <span className="font-normal text-ink-3 text-note">best of each column underlined</span>
        </h2>
        <span className="flex shrink-0 gap-1 pointer-coarse:gap-3">
          <Button variant="ghost" aria-label="Save as CSV" onClick={() => saveFile(`${fileName}.csv`, 'text/csv', figuresAsCsv(sorted))}>
            CSV
          </Button>
          <Button
            variant="ghost"
            aria-label="Save as Markdown"
            className="-mr-3"
            onClick={() => saveFile(`${fileName}.md`, 'text/markdown', figuresAsMarkdown(sorted))}
          >
            Markdown
          </Button>
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard */}
      <section tabIndex={0} aria-label="Table of figures" className="relative overflow-x-auto">
        <table className="w-full text-ui">
          <caption className="sr-only">Figures of each lane</caption>
          <thead>
            <tr className="border-line-strong border-b">
              <Heading id="lane" label="Lane" sort={sort} onSort={sortBy} first />
              {figureColumns.map(({ id, label }) => (
                <Heading key={id} id={id} label={label} sort={sort} onSort={sortBy} />
              ))}
              <th scope="col" className="h-9 pl-3 text-left font-normal text-ink-3">
                State
              </th>
            </tr>
          </thead>
          <tbody>
            {sorted.map(row => (
              <tr key={row.letter} className="border-line border-b">
                <th scope="row" className="sticky left-0 h-9.5 bg-page py-1 pr-4 text-left font-normal">
                  <span className="flex min-w-0 max-w-44 items-center gap-2.5">
                    <LetterBox lane={row.lane} />
                    <span className="truncate max-md:max-w-24" title={row.name}>
                      {row.name}
                    </span>
                  </span>
                </th>
                {figureColumns.map(({ id, format, finishedOnly }) => (
                  <td key={id} className="column whitespace-nowrap pl-3">
                    <span
                      className={classNames(
                        best.get(row)?.has(id) && 'best font-medium',
                        row.estimated && id === 'cost' && 'text-estimated',
                        finishedOnly && !row.finished && !row.estimated && 'text-ink-3'
                      )}
                    >
                      {format(row, decimals)}
                      {best.get(row)?.has(id) && <span className="sr-only">, best</span>}
                    </span>
                  </td>
                ))}
                <td className="whitespace-nowrap pl-3 text-ink-3">
                  <Mark kind={row.mark} word={row.word} />
                </td>
              </tr>
            ))}
          </tbody>
          <Totals rows={rows} decimals={decimals} />
        </table>
      </section>
    </section>
  )
}

interface HeadingProps {
  id: FigureColumnId
  label: string
  sort: FigureSort
  onSort: (column: FigureColumnId) => void
  first?: boolean
}

function Heading({ id, label, sort, onSort, first = false }: HeadingProps) {
  const sorted = sort.column === id
  const Arrow = sort.direction === 'ascending' ? ArrowUp : ArrowDown
  return (
    <th
      scope="col"
      aria-sort={sorted ? sort.direction : undefined}
      className={classNames('h-9 whitespace-nowrap font-normal', first ? 'sticky left-0 bg-page pr-4 text-left' : 'pl-3 text-right')}
    >
      <button
        type="button"
        onClick={() => onSort(id)}
        className={classNames(
          'hit inline-flex h-6 items-center gap-1 rounded-xs hover:text-ink',
          sorted ? 'font-medium text-ink' : 'text-ink-3'
        )}
      >
        {label}
        {sorted && <Arrow className="size-3" />}
      </button>
    </th>
  )
}

/** A sum that something is missing from says so. */
function Totals({ rows, decimals }: { rows: readonly LaneFigures[]; decimals: number }) {
  const { picoUsd: cost, partial } = totalCost(rows)
  const tokens = (value: (row: LaneFigures) => number | null) => {
    const known = rows.flatMap(row => value(row) ?? [])
    return known.length === 0 ? unknownFigure : formatTokens(known.reduce((sum, count) => sum + count, 0))
  }
  const cell = 'column pl-3'
  return (
    <tfoot>
      <tr className="total border-t border-t-line-strong font-medium">
        <th scope="row" className="sticky left-0 h-9.5 bg-page text-left font-medium">
          {rows.length} lanes
        </th>
        <td colSpan={3} />
        <td className={cell}>{tokens(row => row.inputTokens)}</td>
        <td className={cell}>{tokens(row => row.cachedTokens)}</td>
        <td className={cell}>{tokens(row => row.outputTokens)}</td>
        <td className={cell}>{tokens(row => row.reasoningTokens)}</td>
        <td className={cell}>{partial && cost === 0n ? unknownFigure : formatCost(cost, 'ledger', decimals)}</td>
        <td className="pl-3 font-normal text-ink-3">{partial ? 'at least' : ''}</td>
      </tr>
    </tfoot>
  )
}
