import type { BudgetState } from '@/lib/cost/budget.ts'
import { classNames } from '../ui/class-names.ts'

const fills: Record<BudgetState, string> = { ok: 'bg-ink-3', warning: 'bg-warning', reached: 'bg-danger' }

interface BudgetBarProps {
  /** What it is the budget of. */
  label: string
  percent: number
  state: BudgetState
  /** "$13.58 of $40" */
  text: string
  /** Where an even pace would stand today, 0 to 1; `null`: no period. */
  even: number | null
  className?: string
}

/** How much of a budget is used. */
export function BudgetBar({ label, percent, state, text, even, className }: BudgetBarProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a meter element has no place for the tick
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.min(100, percent)}
      aria-valuetext={text}
      className={classNames('relative h-1.5 rounded-full bg-line', className)}
    >
      <div className={classNames('h-full rounded-full', fills[state])} style={{ width: `${Math.min(100, percent)}%` }} />
      {even !== null && (
        <div className="absolute -top-0.5 h-2.5 w-px bg-ink" style={{ left: `${even * 100}%` }} title="An even pace would stand here" />
      )}
    </div>
  )
}
