'use client'

import { effortNames, effortsOf } from '../../models/efforts.ts'
import { budgetRule, readNumber } from '../../models/read-number.ts'
import { EffortMenu } from '../effort-menu.tsx'
import { NumberField } from './number-field.tsx'
import type { ChosenSettings } from './settings-button.tsx'
import { UnsentRow } from './unsent-row.tsx'

/** How hard the model thinks: in words or in tokens, whichever it takes. */
export function ReasoningFields({ chosen, name }: { chosen: ChosenSettings; name: string }) {
  const { model, settings, effort, unsent, change, setEffort } = chosen
  const takesBudget = model?.supportsThinkingBudget === true
  const offersNothing = effortsOf(model).length === 0 && !takesBudget
  const { reasoningEffort, thinkingBudgetTokens } = settings
  return (
    <div className="grid gap-4">
      {offersNothing && <p className="text-body text-ink-3">{name} does not take an effort.</p>}
      {effortsOf(model).length > 0 && (
        <div>
          <p aria-hidden="true" className="font-medium text-ink text-ui">
            Effort
          </p>
          <div className="-ml-2">
            <EffortMenu named label="Effort" model={model} effort={effort} onChange={setEffort} />
          </div>
        </div>
      )}
      {takesBudget && (
        <NumberField
          label="Thinking budget"
          help="Tokens. It wins over the effort."
          placeholder="by effort"
          whole
          value={thinkingBudgetTokens}
          read={text => readNumber(text, budgetRule)}
          onChange={tokens => change({ thinkingBudgetTokens: tokens })}
        />
      )}
      {unsent.includes('reasoningEffort') && reasoningEffort && (
        <UnsentRow
          label="Effort"
          value={effortNames[reasoningEffort]}
          model={name}
          onRemove={() => change({ reasoningEffort: undefined })}
        />
      )}
      {unsent.includes('thinkingBudgetTokens') && thinkingBudgetTokens !== undefined && (
        <UnsentRow
          label="Thinking budget"
          value={`${thinkingBudgetTokens.toLocaleString('en-US')} tokens`}
          model={name}
          onRemove={() => change({ thinkingBudgetTokens: undefined })}
        />
      )}
    </div>
  )
}
