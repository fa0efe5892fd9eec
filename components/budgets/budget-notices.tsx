'use client'

import Link from 'next/link'
import { useState } from 'react'
import type { BudgetRefusal } from '@/lib/chat/budget.ts'
import { useShell } from '../conversations/shell-context.ts'
import { useModelMemory } from '../models/model-memory.ts'
import { findModel, shortName } from '../models/model-name.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { budgetFigures, budgetsOf, paceWords, refusalWords, subjectWords, tightest } from './budget-words.ts'
import { cheaperModels } from './cheaper-models.ts'
import { useBudgets } from './use-budgets.ts'

interface CheaperProps {
  model: string
  /** What the conversation shows beside text. */
  modalities: readonly string[]
  onChooseModel: (id: string) => void
}

function CheaperButtons({ model, modalities, onChooseModel }: CheaperProps) {
  const { catalogue } = useShell()
  const memory = useModelMemory()
  const current = findModel(catalogue, model)
  if (!current) return null
  return cheaperModels(catalogue.models, current, { modalities, tools: current.supportsTools }, memory).map(({ model: other, words }) => (
    <Button key={other.id} className="max-w-full" onClick={() => onChooseModel(other.id)}>
      <span className="truncate">
        {shortName(other)}, <span className="font-normal text-ink-2">{words}</span>
      </span>
    </Button>
  ))
}

const linkClass =
  'hit inline-flex h-8 items-center rounded-sm border border-line-strong bg-raised px-3 font-medium text-ink text-ui hover:bg-surface'

interface BudgetQuestionProps extends Partial<CheaperProps> {
  /** Absent: it is not told, so that nobody is given away. */
  budget: BudgetRefusal | null
  /** The server's own words. */
  message: string
  onConfirm: () => void
  onDismiss: () => void
}

/** A question that a budget holds back: sent anyway, asked of a cheaper model, or left. */
export function BudgetQuestion({ budget, message, model, modalities, onChooseModel, onConfirm, onDismiss }: BudgetQuestionProps) {
  const { catalogue } = useShell()
  const words = budget ? refusalWords(budget, catalogue) : { title: 'This may pass a budget', sentence: message, canConfirm: true }
  return (
    <Notice
      tone={words.canConfirm ? 'warning' : 'danger'}
      title={words.title}
      alert
      actions={
        <>
          {words.canConfirm && <Button onClick={onConfirm}>Send anyway</Button>}
          {model && modalities && onChooseModel && (
            <CheaperButtons
              model={model}
              modalities={modalities}
              onChooseModel={id => {
                onChooseModel(id)
                onDismiss()
              }}
            />
          )}
          {!words.canConfirm && (
            <Link href="/settings#budgets" className={linkClass}>
              Change the budget
            </Link>
          )}
          <Button variant="ghost" onClick={onDismiss}>
            Not now
          </Button>
        </>
      }
    >
      <p>
        {words.sentence} {words.canConfirm ? 'Send it anyway?' : 'Your text is kept.'}
      </p>
    </Notice>
  )
}

interface BudgetWarningProps extends CheaperProps {
  conversationId: string
}

/** From four fifths of a budget on: how much is left, where it goes at this pace, and who would do it for less. */
export function BudgetWarning({ conversationId, model, modalities, onChooseModel }: BudgetWarningProps) {
  const { catalogue } = useShell()
  const list = useBudgets()
  const [dismissed, setDismissed] = useState<string | null>(null)
  const budget = tightest(budgetsOf(list?.budgets ?? [], conversationId, [model]))
  if (!budget) return null
  const figures = budgetFigures(budget)
  // One that was put away comes back when it is reached, and in its next period.
  const occasion = `${budget.id} ${budget.from} ${figures.state}`
  if (figures.state === 'ok' || dismissed === occasion) return null
  const subject = subjectWords(budget.scope === 'conversation' ? { ...budget, name: null } : budget, catalogue)
  const reached = figures.state === 'reached'
  const next = budget.action === 'ask' ? 'Steno asks before sending.' : 'Nothing more is sent.'
  const pace = paceWords(budget)
  return (
    <Notice
      tone={reached ? 'danger' : 'warning'}
      title={reached ? `The budget for ${subject} is used up` : `${figures.percent} % of the budget for ${subject} is used`}
      actions={
        <>
          <CheaperButtons model={model} modalities={modalities} onChooseModel={onChooseModel} />
          <Button variant="ghost" onClick={() => setDismissed(occasion)}>
            Dismiss
          </Button>
        </>
      }
    >
      <p role="status">
        {figures.text}. {reached ? next : pace && budget.pacePicoUsd !== null ? `${pace}.` : ''}
      </p>
    </Notice>
  )
}
