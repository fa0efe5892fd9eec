'use client'

import Pencil from 'lucide-react/icons/pencil'
import X from 'lucide-react/icons/x'
import { useState } from 'react'
import type { BudgetList, BudgetView } from '@/lib/chat/budget.ts'
import type { ModelCatalogue } from '@/lib/chat/model-summary.ts'
import { picoUsdFromJson } from '@/lib/cost/pico-usd.ts'
import { requestJson } from '../http/request-json.ts'
import { IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { BudgetBar } from './budget-bar.tsx'
import { TermsForm } from './budget-form.tsx'
import { budgetFigures, dollars, paceWords, stateWords, subjectWords } from './budget-words.ts'
import { limitText } from './read-limit.ts'

interface BudgetRowProps {
  budget: BudgetView
  catalogue: ModelCatalogue
  onChanged: (list: BudgetList) => void
  onRemove: () => void
}

const tones = { ok: 'text-ink-3', warning: 'text-warning', reached: 'text-danger' }

/** One budget: its bar, where it goes at this pace, and what happens at its end. */
export function BudgetRow({ budget, catalogue, onChanged, onRemove }: BudgetRowProps) {
  const [editing, setEditing] = useState(false)
  const figures = budgetFigures(budget)
  const subject = subjectWords(budget, catalogue)
  const title = subject.charAt(0).toUpperCase() + subject.slice(1)
  const held = picoUsdFromJson(budget.reservedPicoUsd)
  const state = stateWords(figures, budget)
  const notes = [
    paceWords(budget),
    held > 0n && `${dollars(held)} held for running answers`,
    state === null && (budget.action === 'ask' ? 'Asks at the limit' : 'Stops at the limit')
  ].filter(note => note !== null && note !== false)
  return (
    <li className="border-line border-b">
      <div className="flex items-center gap-2 py-3">
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-baseline justify-between gap-x-4">
            <span className="wrap-anywhere font-medium text-body text-ink">{title}</span>
            <span className="figures text-ink text-ui">{figures.text}</span>
          </p>
          <BudgetBar label={`Budget: ${subject}`} even={budget.elapsed} {...figures} className="my-2" />
          <p className="flex flex-wrap justify-between gap-x-4 text-ink-3 text-note">
            <span className="figures">{notes.join(' · ')}</span>
            {state !== null && <span className={classNames('font-medium', tones[figures.state])}>{state}</span>}
          </p>
        </div>
        <IconButton label={`Change the budget: ${subject}`} aria-expanded={editing} onClick={() => setEditing(!editing)}>
          <Pencil className="size-4" />
        </IconButton>
        <IconButton label={`Remove the budget: ${subject}`} onClick={onRemove}>
          <X />
        </IconButton>
      </div>
      {editing && (
        <TermsForm
          label={`Change the budget: ${subject}`}
          limit={limitText(budget.limitPicoUsd)}
          action={budget.action}
          onSave={terms => requestJson<BudgetList>(`/api/budgets/${budget.id}`, 'PATCH', terms)}
          onSaved={list => {
            setEditing(false)
            onChanged(list)
          }}
          onCancel={() => setEditing(false)}
        />
      )}
    </li>
  )
}
