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
  const field = (name: LaneField) => ({
    name,
    value: lane[name],
    autoComplete: 'off',
    error: attempted || left.includes(name) ? (errors[name] ?? null) : null,
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
    onBlur: () => setLeft(current => [...current, name])
  })
  return (
    <div ref={ref} id={id} className="grid gap-4 pt-2 pb-4 @form:grid-cols-2 @marginalia:grid-cols-4 @form:pl-7">
      <Field
        {...field('providers')}
        label="Providers"
        spellCheck={false}
        placeholder="any"
        help="By name or slug, such as Amazon Bedrock. Several by comma."
        className="@form:col-span-2"
      />
      <Field
        {...field('cap')}
        label="Cap in dollars"
        inputMode="decimal"
        placeholder="none"
        help="The lane stops once its running estimate is above it. The text is kept."
        className="@form:col-span-2"
      />
      {model?.supportsThinkingBudget !== false && (
        <Field
          {...field('thinkingBudget')}
          label="Thinking budget"
          inputMode="numeric"
          placeholder="by effort"
          help="Tokens. It wins over the effort."
        />
      )}
      <Field {...field('maxTokens')} label="Longest answer" inputMode="numeric" placeholder="the model’s own" help="Tokens." />
      <Field {...field('temperature')} label="Temperature" inputMode="decimal" placeholder="the model’s own" help="0 to 2." />
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
