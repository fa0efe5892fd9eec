import type { ChatSettings } from '@/lib/chat/chat-settings.ts'
import { familyOfModel } from '@/lib/chat/model-family.ts'
import { type ModelParameterName, modelParameterNames, modelParameters } from '@/lib/chat/model-parameters.ts'
import type { ModelSummary } from '@/lib/chat/model-summary.ts'
import { effortsOf } from './efforts.ts'

/** What can be set of a chat and not every model takes. */
export type ModelSetting = ModelParameterName | 'reasoningEffort' | 'thinkingBudgetTokens'

const modelSettings: readonly ModelSetting[] = ['reasoningEffort', 'thinkingBudgetTokens', ...modelParameterNames]

/** Whether a model takes it, and this value of it. Of a model that is not known everything is sent. */
export function takes(model: ModelSummary | undefined, name: ModelSetting, settings: ChatSettings): boolean {
  if (!model) return true
  if (name === 'reasoningEffort') return settings.reasoningEffort !== undefined && effortsOf(model).includes(settings.reasoningEffort)
  if (name === 'thinkingBudgetTokens') return model.supportsThinkingBudget
  if (isFixedByThinking(name, model, settings)) return false
  return model.parameters === null || model.parameters.includes(name)
}

/** Anthropic refuses them while the model thinks: https://docs.anthropic.com/en/docs/build-with-claude/extended-thinking */
function isFixedByThinking(name: ModelParameterName, model: ModelSummary, settings: ChatSettings): boolean {
  const thinks = takes(model, 'reasoningEffort', settings) ? settings.reasoningEffort !== 'none' : false
  const hasBudget = model.supportsThinkingBudget && settings.thinkingBudgetTokens !== undefined
  return (name === 'temperature' || name === 'topK') && familyOfModel(model.id) === 'anthropic' && (thinks || hasBudget)
}

/** What was set and is not sent, because the model does not take it. It stays set: the next model may. */
export function unsentSettings(settings: ChatSettings, model: ModelSummary | undefined): ModelSetting[] {
  return modelSettings.filter(name => settings[name] !== undefined && !takes(model, name, settings))
}

/** What a turn is run with. */
export function sentSettings(settings: ChatSettings, model: ModelSummary | undefined): ChatSettings {
  const unsent: readonly string[] = unsentSettings(settings, model)
  if (unsent.length === 0) return settings
  return { model: settings.model, ...Object.fromEntries(Object.entries(settings).filter(([name]) => !unsent.includes(name))) }
}

export function settingName(name: ModelSetting): string {
  if (name === 'reasoningEffort') return 'reasoning effort'
  return name === 'thinkingBudgetTokens' ? 'thinking budget' : modelParameters[name].label.toLowerCase()
}
