import { expect, test } from 'vitest'
import type { ModelSummary } from '@/lib/chat/model-summary.ts'
import { modelSummary } from '../../tests/setup/model-summary.ts'
import { sentSettings, unsentSettings } from './sent-settings.ts'

const plain = modelSummary({ parameters: ['seed'] })
const thinker = modelSummary({
  supportsReasoning: true,
  supportsThinkingBudget: true,
  supportedEfforts: ['high'],
  parameters: ['temperature', 'seed']
})
const settings = {
  model: 'a/any',
  systemPrompt: 'Be brief.',
  temperature: 0,
  seed: 7,
  reasoningEffort: 'high',
  thinkingBudgetTokens: 2048
} as const

test('what a model does not take is kept back, a zero too', () => {
  expect(sentSettings(settings, plain)).toEqual({ model: 'a/any', systemPrompt: 'Be brief.', seed: 7 })
  expect(unsentSettings(settings, plain)).toEqual(['reasoningEffort', 'thinkingBudgetTokens', 'temperature'])
})

test('what it takes is sent, and an effort only when it knows this one', () => {
  expect(sentSettings(settings, thinker)).toBe(settings)
  expect(unsentSettings({ ...settings, reasoningEffort: 'low' }, thinker)).toEqual(['reasoningEffort'])
})

test('a model of which nothing is known, or of which the catalogue does not say, gets everything', () => {
  expect(sentSettings(settings, undefined)).toBe(settings)
  expect(unsentSettings(settings, { ...thinker, parameters: null })).toEqual([])
})

test('a model of Anthropic’s takes neither temperature nor top K while it thinks', () => {
  const claude = { ...thinker, id: 'anthropic/claude', parameters: ['temperature', 'topK', 'topP'] } as ModelSummary
  const sampled = { model: 'anthropic/claude', temperature: 0, topK: 40, topP: 0.9 }
  expect(unsentSettings(sampled, claude)).toEqual([])
  expect(unsentSettings({ ...sampled, reasoningEffort: 'high' }, claude)).toEqual(['temperature', 'topK'])
  expect(unsentSettings({ ...sampled, thinkingBudgetTokens: 2048 }, claude)).toEqual(['temperature', 'topK'])
  expect(unsentSettings({ ...sampled, reasoningEffort: 'high' }, { ...claude, id: 'a/open' })).toEqual([])
})
