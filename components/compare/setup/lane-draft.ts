import { type ModelParameterName, modelParameterNames } from '@/lib/chat/model-parameters.ts'
import type { ModelSummary } from '@/lib/chat/model-summary.ts'
import type { ReasoningEffort, TurnSettings } from '@/lib/chat/turn-request.ts'
import { picoUsdFromDollars } from '@/lib/cost/pico-usd.ts'
import { effortsOf } from '../../models/efforts.ts'
import { budgetRule, type ReadText, readNumber, readParameter } from '../../models/read-number.ts'

/** A lane as it is being typed: numbers are the text of their fields until the lane runs. */
export interface LaneDraft {
  /** Of this page only: what a list of lanes tells them apart by. */
  key: string
  model: string
  /** Providers by name or slug, by comma; empty: any. */
  providers: string
  effort: ReasoningEffort | null
  thinkingBudget: string
  temperature: string
  maxTokens: string
  systemPrompt: string
  /** Dollars. */
  cap: string
  /** Settings that this form does not show: they are run as they came. */
  kept: Pick<TurnSettings, 'routing' | 'fallbackModels' | 'tools' | KeptParameter>
}

type KeptParameter = Exclude<ModelParameterName, 'temperature' | 'maxTokens'>
export const keptParameters = modelParameterNames.filter(name => name !== 'temperature' && name !== 'maxTokens')

export type LaneField = 'providers' | 'thinkingBudget' | 'temperature' | 'maxTokens' | 'cap'
export type LaneErrors = Partial<Record<LaneField, string>>

export function laneOf(settings: TurnSettings, key: string): LaneDraft {
  const { routing, fallbackModels, tools } = settings
  return {
    key,
    model: settings.model,
    providers: routing?.only?.join(', ') ?? '',
    effort: settings.reasoningEffort ?? null,
    thinkingBudget: settings.thinkingBudgetTokens?.toString() ?? '',
    temperature: settings.temperature?.toString() ?? '',
    maxTokens: settings.maxTokens?.toString() ?? '',
    systemPrompt: settings.systemPrompt ?? '',
    cap: settings.costCapPicoUsd === undefined ? '' : dollarsText(settings.costCapPicoUsd),
    kept: {
      ...(routing && { routing }),
      ...(fallbackModels && { fallbackModels }),
      ...(tools && { tools }),
      ...Object.fromEntries(keptParameters.flatMap(name => (settings[name] === undefined ? [] : [[name, settings[name]]])))
    }
  }
}

/** Exactly, without zeros at the end: `250000000000` is "0.25". */
function dollarsText(picoUsd: string): string {
  const digits = picoUsd.padStart(13, '0')
  return `${digits.slice(0, -12)}.${digits.slice(-12)}`.replace(/\.?0+$/, '')
}

/**
 * What the lane is run with, and what cannot be read of it. What its model does not know (an effort, a budget) stays in the
 * draft, for when the model changes back, and is not sent.
 */
export function readLane(lane: LaneDraft, model: ModelSummary | undefined): { settings: TurnSettings; errors: LaneErrors } {
  const budget = model?.supportsThinkingBudget === false ? { value: null, error: null } : readNumber(lane.thinkingBudget, budgetRule)
  const temperature = readParameter('temperature', lane.temperature)
  const maxTokens = readParameter('maxTokens', lane.maxTokens)
  const cap = readCap(lane.cap)
  const only = providersOf(lane.providers)
  const { routing: keptRouting, ...kept } = lane.kept
  const { only: _only, ...otherRouting } = keptRouting ?? {}
  const routing = { ...otherRouting, ...(only.length > 0 && { only }) }
  const effort = lane.effort !== null && (!model || effortsOf(model).includes(lane.effort)) ? lane.effort : null
  const providersError =
    only.length > 50 ? 'Name at most 50 providers.' : only.some(name => name.length > 100) ? 'A name is at most 100 characters.' : null
  return {
    settings: {
      ...kept,
      model: lane.model,
      ...(effort !== null && { reasoningEffort: effort }),
      ...(budget.value !== null && { thinkingBudgetTokens: budget.value }),
      ...(Object.keys(routing).length > 0 && { routing }),
      ...(lane.systemPrompt.trim() !== '' && { systemPrompt: lane.systemPrompt }),
      ...(temperature.value !== null && { temperature: temperature.value }),
      ...(maxTokens.value !== null && { maxTokens: maxTokens.value }),
      ...(cap.value !== null && { costCapPicoUsd: cap.value })
    },
    errors: {
      ...(providersError !== null && { providers: providersError }),
      ...(budget.error !== null && { thinkingBudget: budget.error }),
      ...(temperature.error !== null && { temperature: temperature.error }),
      ...(maxTokens.error !== null && { maxTokens: maxTokens.error }),
      ...(cap.error !== null && { cap: cap.error })
    }
  }
}

export function providersOf(text: string): string[] {
  return [
    ...new Set(
      text
        .split(',')
        .map(name => name.trim())
        .filter(name => name !== '')
    )
  ]
}

function readCap(text: string): ReadText<string> {
  const plain = text.trim().replace(/^\$\s*/, '')
  if (plain === '') return { value: null, error: null }
  const amount = /^\d{0,6}(?:\.\d{1,12})?$/.test(plain) ? picoUsdFromDollars(plain) : null
  if (amount === null || amount <= 0n) return { value: null, error: 'Dollars above 0, such as 0.05.' }
  return { value: amount.toString(), error: null }
}
