'use client'

import Link from 'next/link'
import { useShell } from '../conversations/shell-context.ts'
import { classNames } from '../ui/class-names.ts'
import { BudgetBar } from './budget-bar.tsx'
import { budgetFigures, budgetsOf, stateWords, subjectWords, tightest } from './budget-words.ts'
import { useBudgets } from './use-budgets.ts'

interface HeaderBudgetProps {
  conversationId: string
  /** Who would be asked now. */
  models: readonly string[]
}

/** The budget that has least left, as a thin bar in a page's header; nothing when none applies. */
export function HeaderBudget({ conversationId, models }: HeaderBudgetProps) {
  const { catalogue } = useShell()
  const list = useBudgets()
  const budget = tightest(budgetsOf(list?.budgets ?? [], conversationId, models))
  if (!budget) return null
  const figures = budgetFigures(budget)
  const subject = subjectWords(budget.scope === 'conversation' ? { ...budget, name: null } : budget, catalogue)
  const words = stateWords(figures, budget)
  return (
    <Link href="/settings#budgets" className="hit flex items-center gap-2 text-note" title={`Budget for ${subject}: ${figures.text}`}>
      <span className={classNames('figures max-md:sr-only', figures.state === 'ok' ? 'text-ink-3' : tones[figures.state])}>
        {words ?? figures.text}
        <span className="sr-only">, budget for {subject}</span>
      </span>
      <BudgetBar label={`Budget for ${subject}`} even={null} {...figures} className="w-10 sm:w-16" />
    </Link>
  )
}

const tones = { warning: 'text-warning', reached: 'text-danger' }
