'use client'

import { useState } from 'react'
import type { ReasoningEffort, TurnSettings } from '@/lib/chat/turn-request.ts'
import { useShell } from '../conversations/shell-context.ts'
import { defaultModel } from '../models/default-model.ts'
import { effortsOf } from '../models/efforts.ts'
import { rememberModel, useModelMemory } from '../models/model-memory.ts'
import { findModel } from '../models/model-name.ts'
import { settingsForModel } from './retry-settings.ts'

/** What the next turn is run with: `last`, with which the branch goes on, until something else is chosen. */
export function useTurnSettings(last: TurnSettings | null) {
  const { catalogue, settings } = useShell()
  const { recent } = useModelMemory()
  const [chosenModel, setChosenModel] = useState<string | null>(last?.model ?? null)
  const [chosenEffort, setChosenEffort] = useState<ReasoningEffort | null>(last?.reasoningEffort ?? null)
  const [effortIsChosen, setEffortIsChosen] = useState(false)

  const modelId = chosenModel ?? defaultModel(catalogue, settings.settings, recent)
  const model = findModel(catalogue, modelId)
  // An effort that the chosen model does not know is not sent, but kept for when the model changes back.
  const effort = chosenEffort !== null && effortsOf(model).includes(chosenEffort) ? chosenEffort : null
  const { systemPrompt } = settings.settings

  const turnSettings = (forModel = modelId): TurnSettings => {
    const base = last ? settingsForModel(last, forModel) : { model: forModel, ...(systemPrompt ? { systemPrompt } : {}) }
    const { reasoningEffort: _effort, thinkingBudgetTokens, ...kept } = base
    return {
      ...kept,
      ...(effort === null || forModel !== modelId ? {} : { reasoningEffort: effort }),
      ...(thinkingBudgetTokens === undefined || effortIsChosen ? {} : { thinkingBudgetTokens })
    }
  }
  return {
    modelId,
    model,
    effort,
    turnSettings,
    setEffort: (next: ReasoningEffort | null) => {
      setEffortIsChosen(true)
      setChosenEffort(next)
    },
    chooseModel: (id: string) => {
      rememberModel(id)
      setChosenModel(id)
    }
  }
}
