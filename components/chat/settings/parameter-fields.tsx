'use client'

import { type ModelParameter, type ModelParameterName, modelParameterNames, modelParameters } from '@/lib/chat/model-parameters.ts'
import { readParameter } from '../../models/read-number.ts'
import { NumberField } from './number-field.tsx'
import type { ChosenSettings } from './settings-button.tsx'
import { UnsentRow } from './unsent-row.tsx'

/** What each of them does. */
const effects: Record<ModelParameterName, string> = {
  temperature: 'Lower is steadier.',
  topP: 'Only the likeliest words that together have this share.',
  topK: 'Only this many of the likeliest words; 0 is all.',
  minP: 'Only words at least this likely beside the likeliest.',
  topA: 'Only words likely enough beside the likeliest.',
  frequencyPenalty: 'Against words, the more often they came.',
  presencePenalty: 'Against words that came at all.',
  repetitionPenalty: 'Above 1 against repeating what was said.',
  seed: 'The same one answers alike, as far as the provider can.',
  maxTokens: 'Tokens, thoughts included.'
}

/** The numbers that the model takes; those that were set and it does not take are named below. */
export function ParameterFields({ chosen, name }: { chosen: ChosenSettings; name: string }) {
  const { model, settings, unsent, change } = chosen
  const offered: readonly ModelParameterName[] = model?.parameters ?? modelParameterNames
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        {offered.map(parameter => {
          const { label, least, most, whole }: ModelParameter = modelParameters[parameter]
          return (
            <NumberField
              key={parameter}
              label={label}
              help={`${effects[parameter]} ${most > 2 ? '' : `${String(least).replace('-', '−')} to ${most}.`}`.trim()}
              whole={whole ?? false}
              value={settings[parameter]}
              read={text => readParameter(parameter, text)}
              onChange={value => change({ [parameter]: value })}
            />
          )
        })}
      </div>
      {offered.length === 0 && <p className="text-body text-ink-3">{name} takes none.</p>}
      {modelParameterNames
        .filter(parameter => unsent.includes(parameter))
        .map(parameter => (
          <UnsentRow
            key={parameter}
            label={modelParameters[parameter].label}
            value={String(settings[parameter])}
            model={name}
            {...(offered.includes(parameter) && { onlyWhile: 'while it thinks' })}
            onRemove={() => change({ [parameter]: undefined })}
          />
        ))}
    </>
  )
}
