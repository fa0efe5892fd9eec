'use client'

import Plus from 'lucide-react/icons/plus'
import { useRef, useState } from 'react'
import type { BudgetList } from '@/lib/chat/budget.ts'
import { useShell } from '../conversations/shell-context.ts'
import { request } from '../http/request-json.ts'
import { Button } from '../ui/button.tsx'
import { useToast } from '../ui/toaster.tsx'
import { NewBudgetForm } from './budget-form.tsx'
import { BudgetRow } from './budget-row.tsx'
import { readSoon, setBudgets } from './budget-store.ts'
import { useBudgets } from './use-budgets.ts'

interface BudgetPanelProps {
  /** As `readBudgets` of lib/turn/budget-list.ts answers: what is drawn until the page has read them itself. */
  initial: BudgetList
  /** A conversation that a budget can be set for here, its form open at once. */
  conversationId?: string | undefined
}

/** The user's budgets with their bars, and the form that sets, changes and removes them. Has no heading of its own. */
export function BudgetPanel({ initial, conversationId }: BudgetPanelProps) {
  const { catalogue } = useShell()
  const toast = useToast()
  const { budgets } = useBudgets() ?? initial
  const has = (id: string | undefined) => budgets.some(({ target }) => target === id)
  const [adding, setAdding] = useState(conversationId !== undefined && !has(conversationId))
  const addButton = useRef<HTMLButtonElement>(null)
  const close = () => {
    setAdding(false)
    // What was pressed is gone with the form.
    requestAnimationFrame(() => addButton.current?.focus())
  }
  const remove = (id: string) => {
    request(`/api/budgets/${id}`, { method: 'DELETE' }).then(readSoon, () =>
      toast('Steno could not be reached. The budget is still there.')
    )
  }
  return (
    <>
      {budgets.length === 0 && !adding && <p className="mb-3 text-body text-ink-3">No budgets: nothing warns, asks or stops.</p>}
      {budgets.length > 0 && (
        <ul aria-label="Budgets" className="mb-3 border-line border-t">
          {budgets.map(budget => (
            <BudgetRow key={budget.id} budget={budget} catalogue={catalogue} onChanged={setBudgets} onRemove={() => remove(budget.id)} />
          ))}
        </ul>
      )}
      {adding ? (
        <NewBudgetForm
          conversationId={conversationId}
          onSaved={list => {
            setBudgets(list)
            close()
          }}
          onCancel={close}
        />
      ) : (
        <Button ref={addButton} onClick={() => setAdding(true)} className="gap-1.5">
          <Plus className="text-ink-3" />
          Add a budget
        </Button>
      )}
    </>
  )
}
