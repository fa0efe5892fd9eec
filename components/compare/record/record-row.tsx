'use client'

import CornerDownRight from 'lucide-react/icons/corner-down-right'
import Ellipsis from 'lucide-react/icons/ellipsis'
import Link from 'next/link'
import type { ComparisonSummary } from '@/lib/chat/comparison.ts'
import type { ModelCatalogue } from '@/lib/chat/model-summary.ts'
import { unknownFigure } from '@/lib/cost/format.ts'
import { totalOf } from '../../conversations/cost-total.ts'
import { useShell } from '../../conversations/shell-context.ts'
import { modelName } from '../../models/model-name.ts'
import { Mark } from '../../ui/mark.tsx'
import { MenuButton } from '../../ui/menu-button.tsx'
import { laneLetter } from '../lane-letter.ts'
import { fullWhenOf, whenOf } from './when.ts'

/** What a reader's clock says. */
export interface Clock {
  now: Date
  timeZone: string
}

export interface RecordActions {
  onRerun: (comparison: ComparisonSummary) => void
  onChangeLane: (comparison: ComparisonSummary) => void
  onDelete: (comparison: ComparisonSummary) => void
}

interface RecordRowProps {
  comparison: ComparisonSummary
  /** It stands under the comparison that it repeats. */
  nested: boolean
  clock: Clock
  /** Of the column of costs. */
  decimals: number
  /** Why the last thing that was asked of this row was not done. */
  problem: string | null
  actions: RecordActions
}

/** A comparison as a line: title, lanes, when, cost, state. */
export function RecordRow({ comparison, nested, clock, decimals, problem, actions }: RecordRowProps) {
  const { catalogue } = useShell()
  const { id, blind, revealed, updatedAt } = comparison
  const title = comparison.title || 'Untitled'
  const lanes = lanesText(comparison, catalogue)
  return (
    <>
      <div className="group record-row relative min-h-10 py-2 pr-9 text-ui">
        <div className="record-names">
          <Link
            href={`/compare/${id}`}
            prefetch={false}
            title={title}
            className="hit flex min-w-0 items-center gap-2 font-medium text-ink decoration-1 underline-offset-2 hover:underline"
          >
            {nested && (
              <>
                <CornerDownRight className="size-3.5 text-ink-3" />
                <span className="sr-only">Rerun: </span>
              </>
            )}
            <span className="truncate">{title}</span>
          </Link>
          <span className="block min-w-0 truncate text-ink-3" title={lanes}>
            {lanes}
          </span>
        </div>
        <time dateTime={updatedAt} title={fullWhenOf(updatedAt, clock.timeZone)} className="figures text-ink-3">
          {whenOf(updatedAt, clock.now, clock.timeZone)}
        </time>
        <RecordCost comparison={comparison} decimals={decimals} />
        <RecordState comparison={comparison} />
        <MenuButton
          label={`Options for ${title}`}
          align="end"
          className="absolute top-1 right-0 size-8 justify-center text-ink-3 hover:bg-hover hover:text-ink"
          entries={[
            { label: 'Rerun as it was', disabled: !revealed, onSelect: () => actions.onRerun(comparison) },
            { label: 'Rerun with one lane changed', disabled: !revealed, onSelect: () => actions.onChangeLane(comparison) },
            { label: 'Delete', danger: true, onSelect: () => actions.onDelete(comparison) }
          ]}
        >
          <Ellipsis />
        </MenuButton>
      </div>
      {problem !== null && (
        <p role="alert" className="pb-2 text-danger text-ui">
          {problem}
        </p>
      )}
      {blind && !revealed && <span className="sr-only">Models are named after your vote.</span>}
    </>
  )
}

function lanesText({ lanes }: ComparisonSummary, catalogue: ModelCatalogue): string {
  return lanes
    .map(({ lane, model }) => (model === null ? laneLetter(lane) : `${laneLetter(lane)} ${modelName(catalogue, model)}`))
    .join(' · ')
}

function RecordCost({ comparison: { cost, revealed }, decimals }: { comparison: ComparisonSummary; decimals: number }) {
  const { text, spoken } = totalOf(cost, 'ledger', decimals)
  const shown = revealed ? text : null
  return (
    <span className="column text-ink">
      {shown ?? unknownFigure}
      <span className="sr-only">{revealed ? spoken : 'cost hidden until your vote'}</span>
    </span>
  )
}

function RecordState({ comparison: { cost, streaming, revealed } }: { comparison: ComparisonSummary }) {
  const className = 'text-ink-2 text-note'
  if (streaming)
    return (
      <span className={className}>
        <Mark kind="running" />
      </span>
    )
  if (!revealed)
    return (
      <span className={className}>
        <Mark kind="withheld" word="not voted" />
      </span>
    )
  const { state } = totalOf(cost, 'ledger')
  return (
    <span className={className}>
      <Mark kind={state === 'settled' ? 'billed' : state} />
    </span>
  )
}
