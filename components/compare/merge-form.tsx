'use client'

import { useState } from 'react'
import { routingPolicy } from '@/lib/chat/routing-policy.ts'
import type { TurnSettings } from '@/lib/chat/turn-request.ts'
import { formatCost } from '@/lib/cost/format.ts'
import { textOf } from '../chat/branch-view.ts'
import { useShell } from '../conversations/shell-context.ts'
import { ModelButton } from '../models/model-button.tsx'
import { findModel } from '../models/model-name.ts'
import { Button } from '../ui/button.tsx'
import type { ComparisonSession } from './comparison-session.ts'
import { LaneChips } from './lane-chips.tsx'
import { mergeQuestion } from './merge-question.ts'
import { runningEstimate } from './running-estimate.ts'
import type { ShownLane } from './shown-lanes.ts'

interface MergeFormProps {
  session: ComparisonSession
  question: string
  /** Lanes that have ended with something to merge. */
  lanes: readonly ShownLane[]
  onMerge: (text: string, settings: TurnSettings) => void
  onClose: () => void
}

/** One answer from several: which lanes, which model, and about what it costs. */
export function MergeForm({ session, question, lanes, onMerge, onClose }: MergeFormProps) {
  const { catalogue } = useShell()
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set(lanes.map(({ lane }) => lane)))
  const [model, setModel] = useState(lanes[0]?.settings.model ?? '')
  const [picking, setPicking] = useState(false)
  const merged = lanes.filter(({ lane }) => chosen.has(lane))
  const answers = merged.map(({ letter, answerId }) => ({ letter, text: textOf(session.answer(answerId).latest.message) }))
  const routing = routingPolicy(merged.map(({ settings }) => settings))
  const text = mergeQuestion(question, answers)
  const written = Math.max(0, ...answers.map(answer => answer.text.length))
  const estimate = runningEstimate(findModel(catalogue, model), { sent: text.length, written })
  return (
    <section aria-label="Merge" className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-line px-4 py-3 text-ui">
      <span className="text-ink-2">Merge</span>
      <LaneChips label="Lanes to merge" lanes={lanes} chosen={chosen} onChange={setChosen} />
      <span className="text-ink-2">with</span>
      <ModelButton model={model} open={picking} onOpenChange={setPicking} onChoose={setModel} />
      <span className="figures text-estimated">{estimate === null ? 'price unknown' : `≈\u202f${formatCost(estimate, 'note')}`}</span>
      <span className="ml-auto flex gap-1.5">
        <Button variant="ghost" onClick={onClose}>
          Cancel
        </Button>
        <Button
          variant="primary"
          disabled={answers.length < 2}
          onClick={() => onMerge(text, { model, purpose: 'merge', ...(Object.keys(routing).length > 0 && { routing }) })}
        >
          Merge {answers.length} answers
        </Button>
      </span>
    </section>
  )
}
