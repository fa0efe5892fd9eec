'use client'

import { formatEstimate } from '@/lib/cost/price-range.ts'
import type { AttachedFile } from '../../attachments/attached-file.ts'
import { Button } from '../../ui/button.tsx'
import { Switch } from '../../ui/switch.tsx'
import type { totalRange } from '../price-range.ts'

interface RunBarProps {
  laneCount: number
  total: ReturnType<typeof totalRange>
  /** Files whose tokens nobody knows before. */
  uncounted: readonly AttachedFile[]
  blind: boolean
  running: boolean
  /** Why it did not run. */
  error: string | null
  onBlind: (blind: boolean) => void
  onRun: () => void
}

/** The foot of the form: what it may cost in all, and the button that spends it. */
export function RunBar({ laneCount, total, uncounted, blind, running, error, onBlind, onRun }: RunBarProps) {
  const notes = [
    total.unpriced > 0 && `${total.unpriced === 1 ? '1 lane has' : `${total.unpriced} lanes have`} no list price`,
    uncounted.length > 0 && `${uncounted.map(file => file.name).join(', ')} not counted`
  ].filter(note => note !== false)
  return (
    <div className="mt-6 flex flex-wrap items-center justify-between gap-x-8 gap-y-4">
      <div className="min-w-0 max-w-form">
        <Switch label="Blind: lanes are shuffled, and named after your vote" checked={blind} onChange={onBlind} />
      </div>
      <div className="ml-auto flex min-w-0 flex-col items-end gap-2">
        <div className="flex flex-wrap items-center justify-end gap-x-6 gap-y-3">
          <p className="flex items-baseline gap-3 text-ui">
            <span className="text-ink-3">{laneCount} lanes, estimated</span>
            <TotalFigure total={total} laneCount={laneCount} />
          </p>
          <Button variant="primary" busy={running} onClick={onRun} className="figures pointer-coarse:h-11">
            {running ? 'Starting' : `Run ${laneCount} lanes`}
          </Button>
        </div>
        {notes.length > 0 && <p className="wrap-anywhere text-right text-ink-3 text-note">{notes.join(' · ')}</p>}
        {error !== null && (
          <p role="alert" className="wrap-anywhere max-w-form text-right text-danger text-ui">
            {error}
          </p>
        )}
      </div>
    </div>
  )
}

function TotalFigure({ total, laneCount }: Pick<RunBarProps, 'total' | 'laneCount'>) {
  if (total.unpriced === laneCount) return <span className="total column text-unknown">unknown</span>
  const free = total.high === 0n
  return (
    <output className="total column whitespace-nowrap text-ink" aria-label="Estimated in all">
      {total.unpriced > 0 && 'at least '}
      {free ? '$0' : formatEstimate(total)}
      {free && total.unpriced === 0 && <span className="font-sans text-ink-3"> free models</span>}
    </output>
  )
}
