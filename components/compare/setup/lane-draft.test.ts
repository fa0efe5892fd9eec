import { describe, expect, test } from 'vitest'
import type { ModelSummary } from '@/lib/chat/model-summary.ts'
import type { TurnSettings } from '@/lib/chat/turn-request.ts'
import { laneOf, readLane } from './lane-draft.ts'

const thinker: ModelSummary = {
  id: 'author/model',
  name: 'Author: Model',
  contextWindow: null,
  maxTokens: null,
  inputPrice: null,
  outputPrice: null,
  cacheReadPrice: null,
  cacheWritePrice: null,
  inputModalities: ['text'],
  outputModalities: ['text'],
  supportsTools: true,
  supportsReasoning: true,
  supportsThinkingBudget: true,
  supportedEfforts: ['low', 'high'],
  reasoningMandatory: false,
  parameters: null,
  expiresAt: null
}
const everything: TurnSettings = {
  model: 'author/model',
  reasoningEffort: 'high',
  thinkingBudgetTokens: 2048,
  routing: { only: ['Amazon Bedrock', 'anthropic'], sort: 'price' },
  fallbackModels: ['author/other'],
  systemPrompt: 'Be brief.',
  temperature: 0.7,
  topP: 0.9,
  seed: 7,
  maxTokens: 500,
  tools: ['calculator'],
  costCapPicoUsd: '50000000000'
}

describe('a lane', () => {
  test('comes out of the form as it went in', () => {
    expect(readLane(laneOf(everything, 'a'), thinker)).toEqual({ settings: everything, errors: {} })
    expect(readLane(laneOf({ model: 'author/model' }, 'a'), thinker)).toEqual({ settings: { model: 'author/model' }, errors: {} })
  })

  test('sends no effort and no budget that its model does not know, and keeps them', () => {
    const plain = { ...thinker, supportsReasoning: false, supportsThinkingBudget: false }
    const { reasoningEffort: _effort, thinkingBudgetTokens: _budget, ...rest } = everything
    expect(readLane(laneOf(everything, 'a'), plain)).toEqual({ settings: rest, errors: {} })
    const lane = { ...laneOf(everything, 'a'), effort: 'medium' as const }
    expect(readLane(lane, thinker).settings.reasoningEffort).toBeUndefined()
  })

  test('sends both to a model of which nothing is known', () => {
    expect(readLane(laneOf(everything, 'a'), undefined).settings).toEqual(everything)
  })

  test('without providers keeps the rest of its routing', () => {
    expect(readLane({ ...laneOf(everything, 'a'), providers: ' , ' }, thinker).settings.routing).toEqual({ sort: 'price' })
  })

  test.each([
    ['maxTokens', '4,000', { maxTokens: 4000 }],
    ['thinkingBudget', '16 000', { thinkingBudgetTokens: 16_000 }],
    ['temperature', '0', { temperature: 0 }],
    ['cap', '$0.05', { costCapPicoUsd: '50000000000' }],
    ['cap', '.000000000001', { costCapPicoUsd: '1' }],
    ['providers', 'Groq,groq , Groq', { routing: { only: ['Groq', 'groq'] } }]
  ] as const)('%s reads "%s"', (field, text, settings) => {
    const lane = { ...laneOf({ model: 'author/model' }, 'a'), [field]: text }
    expect(readLane(lane, thinker)).toEqual({ settings: { model: 'author/model', ...settings }, errors: {} })
  })

  test.each([
    ['maxTokens', '0'],
    ['maxTokens', '1.5'],
    ['maxTokens', '1e3'],
    ['thinkingBudget', '1023'],
    ['temperature', '2.1'],
    ['temperature', '-1'],
    ['temperature', '0,7'],
    ['cap', '0'],
    ['cap', '0.0000000000001'],
    ['cap', 'five'],
    ['cap', '-1'],
    ['providers', 'x'.repeat(101)]
  ] as const)('%s refuses "%s"', (field, text) => {
    const { settings, errors } = readLane({ ...laneOf({ model: 'author/model' }, 'a'), [field]: text }, thinker)
    expect(Object.keys(errors)).toEqual([field])
    if (field !== 'providers') expect(settings).toEqual({ model: 'author/model' })
  })
})
