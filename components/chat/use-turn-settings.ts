'use client'

import { useRef } from 'react'
import type { ChatSettings } from '@/lib/chat/chat-settings.ts'
import type { ReasoningEffort, TurnSettings } from '@/lib/chat/turn-request.ts'
import { useShell } from '../conversations/shell-context.ts'
import { defaultModel } from '../models/default-model.ts'
import { rememberModel, useModelMemory } from '../models/model-memory.ts'
import { findModel } from '../models/model-name.ts'
import { sentSettings, takes, unsentSettings } from '../models/sent-settings.ts'
import type { ConversationSession } from './conversation-session.ts'
import { settingsForModel, settingsWithModel } from './retry-settings.ts'

/** A change of some; `undefined` takes away. */
export type SettingsChange = { [Name in keyof ChatSettings]?: ChatSettings[Name] | undefined }

/** What the next turn is run with: `kept`, with which the chat goes on, else what the user has set for new ones. */
export function useTurnSettings(session: Pick<ConversationSession, 'changeSettings'>, kept: ChatSettings | null) {
  const { catalogue, settings: shell } = useShell()
  const { recent } = useModelMemory()
  const { systemPrompt } = shell.settings
  const fresh: ChatSettings = { model: defaultModel(catalogue, shell.settings, recent), ...(systemPrompt ? { systemPrompt } : {}) }
  const settings = kept ?? fresh
  const model = findModel(catalogue, settings.model)
  // Two changes may come before the page is drawn again.
  const latest = useRef(settings)
  latest.current = settings

  const put = (next: ChatSettings) => {
    latest.current = next
    session.changeSettings(next)
  }
  const change = (some: SettingsChange) => put(withChange(latest.current, some))
  const turnSettings = (forModel = settings.model): TurnSettings => {
    const { reasoningEffort, ...others } = settingsForModel(settings, forModel)
    const isOther = forModel !== settings.model
    return sentSettings({ ...others, ...(isOther || !reasoningEffort ? {} : { reasoningEffort }) }, findModel(catalogue, forModel))
  }
  return {
    modelId: settings.model,
    model,
    settings,
    /** What of it the model does not take. */
    unsent: unsentSettings(settings, model),
    effort: settings.reasoningEffort !== undefined && takes(model, 'reasoningEffort', settings) ? settings.reasoningEffort : null,
    turnSettings,
    change,
    /** Takes all of a preset over, its model too. */
    use: (preset: ChatSettings) => {
      rememberModel(preset.model)
      put(preset)
    },
    reset: () => put({ ...fresh, model: settings.model }),
    setEffort: (effort: ReasoningEffort | null) => change({ reasoningEffort: effort ?? undefined, thinkingBudgetTokens: undefined }),
    chooseModel: (id: string, effort?: ReasoningEffort | null) => {
      rememberModel(id)
      put(settingsWithModel(latest.current, id))
      if (effort !== undefined) change({ reasoningEffort: effort ?? undefined, thinkingBudgetTokens: undefined })
    }
  }
}

function withChange(settings: ChatSettings, change: SettingsChange): ChatSettings {
  const { model = settings.model, ...others } = change
  const entries = Object.entries({ ...settings, ...others }).filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(entries), model }
}
