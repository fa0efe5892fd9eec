'use client'

import { type FormEvent, type ReactNode, useState } from 'react'
import type { BudgetAction, BudgetList, BudgetScope } from '@/lib/chat/budget.ts'
import { useShell } from '../conversations/shell-context.ts'
import { asApiError, requestJson } from '../http/request-json.ts'
import { defaultModel } from '../models/default-model.ts'
import { ModelButton } from '../models/model-button.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { readLimit } from './read-limit.ts'

const actions: readonly { value: BudgetAction; label: string }[] = [
  { value: 'ask', label: 'Ask me' },
  { value: 'stop', label: 'Stop' }
]
const scopes: readonly { value: BudgetScope; label: string }[] = [
  { value: 'month', label: 'Month' },
  { value: 'day', label: 'Day' },
  { value: 'model', label: 'Model' }
]

interface NewBudgetFormProps {
  /** A conversation that a budget can be set for. */
  conversationId?: string | undefined
  onSaved: (list: BudgetList) => void
  onCancel: () => void
}

/** Sets a new budget. */
export function NewBudgetForm({ conversationId, onSaved, onCancel }: NewBudgetFormProps) {
  const { catalogue, settings } = useShell()
  const [scope, setScope] = useState<BudgetScope>(conversationId === undefined ? 'month' : 'conversation')
  const [model, setModel] = useState(() => defaultModel(catalogue, settings.settings, []))
  const [pickerOpen, setPickerOpen] = useState(false)
  const target = scope === 'model' ? { target: model } : scope === 'conversation' ? { target: conversationId } : {}
  return (
    <TermsForm
      label="New budget"
      limit=""
      action="ask"
      onSave={terms => requestJson<BudgetList>('/api/budgets', 'POST', { scope, ...target, ...terms })}
      onSaved={onSaved}
      onCancel={onCancel}
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Segmented
          label="Budget for"
          value={scope}
          options={conversationId === undefined ? scopes : [{ value: 'conversation', label: 'That conversation' }, ...scopes]}
          onChange={setScope}
        />
        {scope === 'model' && (
          <span className="flex min-w-0 items-center text-ink-3 text-ui">
            <ModelButton label="Model of the budget" model={model} open={pickerOpen} onOpenChange={setPickerOpen} onChoose={setModel} />a
            month
          </span>
        )}
      </div>
    </TermsForm>
  )
}

interface TermsFormProps {
  label: string
  /** Dollars. */
  limit: string
  action: BudgetAction
  onSave: (terms: { limitPicoUsd: string; action: BudgetAction }) => Promise<BudgetList>
  onSaved: (list: BudgetList) => void
  onCancel: () => void
  children?: ReactNode
}

/** How much, and what happens then. */
export function TermsForm({ label, limit, action: initialAction, onSave, onSaved, onCancel, children }: TermsFormProps) {
  const [action, setAction] = useState(initialAction)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const read = readLimit(String(new FormData(event.currentTarget).get('limit') ?? ''))
    setError(read.error)
    if (read.error !== null || busy) return
    setBusy(true)
    onSave({ limitPicoUsd: read.limitPicoUsd, action }).then(onSaved, (failure: unknown) => {
      setError(asApiError(failure).message)
      setBusy(false)
    })
  }
  return (
    <form aria-label={label} noValidate onSubmit={save} className="flex flex-col gap-4 py-4">
      {children}
      <div className="flex flex-wrap items-start gap-x-6 gap-y-4">
        <Field
          label="Dollars"
          name="limit"
          inputMode="decimal"
          placeholder="20.00"
          defaultValue={limit}
          error={error}
          className="max-w-margin"
        />
        <div>
          <p className="mb-1 font-medium text-ink text-ui">When it is used up</p>
          <div className="flex h-10 items-center">
            <Segmented label={`${label}: when it is used up`} value={action} options={actions} onChange={setAction} />
          </div>
        </div>
      </div>
      <div className="flex gap-2">
        <Button type="submit" variant="primary" busy={busy}>
          Save budget
        </Button>
        <Button variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
