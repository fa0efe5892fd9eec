'use client'

import { type RefObject, useState } from 'react'
import type { ModelSummary } from '@/lib/chat/model-summary.ts'
import { Field, TextAreaField } from '../../ui/field.tsx'
import type { LaneDraft, LaneErrors, LaneField } from './lane-draft.ts'

interface LaneFieldsProps {
  ref: RefObject<HTMLDivElement | null>
  id: string
  lane: LaneDraft
  model: ModelSummary | undefined
  errors: LaneErrors
  /** Somebody tried to run it: what is wrong is said even of fields that were not left yet. */
  attempted: boolean
  onChange: (change: Partial<LaneDraft>) => void
}

/** Everything that can be set of a lane and does not fit into its line. */
export function LaneFields({ ref, id, lane, model, errors, attempted, onChange }: LaneFieldsProps) {
  const [left, setLeft] = useState<readonly LaneField[]>([])
  const field = (name: LaneField, help: string) => ({
    name,
    value: lane[name],
    autoComplete: 'off',
    // In the place of the help: what is below stays where it is, for a press that leaves the field.
    ...shownUnder(attempted || left.includes(name) ? errors[name] : undefined, help),
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
    onBlur: () => setLeft(current => [...current, name])
  })
  return (
    <div ref={ref} id={id} className="grid gap-4 pt-2 pb-4 @form:grid-cols-2 @marginalia:grid-cols-4 @form:pl-7">
      <Field
        {...field('providers', 'By name or slug, such as Amazon Bedrock. Several by comma.')}
        label="Providers"
        spellCheck={false}
        placeholder="any"
        className="@marginalia:col-span-2"
      />
      <Field
        {...field('cap', 'The lane stops once its running estimate is above it. The text is kept.')}
        label="Cap in dollars"
        inputMode="decimal"
        placeholder="none"
        className="@marginalia:col-span-2"
      />
      {model?.supportsThinkingBudget !== false && (
        <Field
          {...field('thinkingBudget', 'Tokens. It wins over the effort.')}
          label="Thinking budget"
          inputMode="numeric"
          placeholder="by effort"
        />
      )}
      <Field {...field('maxTokens', 'Tokens.')} label="Longest answer" inputMode="numeric" placeholder="the model’s own" />
      <Field {...field('temperature', '0 to 2.')} label="Temperature" inputMode="decimal" placeholder="the model’s own" />
      <TextAreaField
        label="System prompt"
        value={lane.systemPrompt}
        maxLength={100_000}
        onChange={event => onChange({ systemPrompt: event.target.value })}
        className="@form:col-span-2 @marginalia:col-span-4"
      />
    </div>
  )
}

function shownUnder(error: string | undefined, help: string) {
  return error === undefined ? { help } : { error }
}
