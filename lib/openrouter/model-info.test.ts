import { describe, expect, test } from 'vitest'
import { shouldSkipReasoningForModel, toModelInfo } from './model-info.ts'
import { modelRecordSchema } from './wire.ts'

const record = (fields: Record<string, unknown>) => toModelInfo(modelRecordSchema.parse({ id: 'acme/model', ...fields }))

describe('toModelInfo', () => {
  test('prices become dollars per million, without binary noise', () => {
    const info = record({ pricing: { prompt: '0.0000011', completion: '0.00000008333333333333334', input_cache_read: '0.00000005' } })
    expect(info).toMatchObject({ inputPrice: 1.1, outputPrice: 0.0833333333333, cacheReadsPrice: 0.05, supportsPromptCache: true })
    expect(info).not.toHaveProperty('cacheWritesPrice')
  })

  test("a router's price of -1 is unknown, a price of 0 is free", () => {
    const info = record({ pricing: { prompt: '-1', completion: '0' } })
    expect(info).not.toHaveProperty('inputPrice')
    expect(info.outputPrice).toBe(0)
  })

  test('what the catalogue leaves out stays out', () => {
    expect(record({ top_provider: { max_completion_tokens: null }, context_length: 8192 })).toEqual({
      contextWindow: 8192,
      supportsPromptCache: false,
      supportsImages: false,
      supportsReasoning: false,
      reasoningMandatory: false,
      supportsThinkingBudget: false,
      supportsTools: false
    })
  })

  test('the provider in charge limits the window; long prompts have prices of their own', () => {
    const pricing = { overrides: [{ min_prompt_tokens: 200_000, prompt: '0.000004', completion: '0.000012' }, { odd: true }] }
    const info = record({ context_length: 1_000_000, top_provider: { context_length: 500_000 }, pricing })
    expect(info.contextWindow).toBe(500_000)
    expect(info.priceTiers).toEqual([{ minPromptTokens: 200_000, inputPrice: 4, outputPrice: 12 }])
  })

  test('its numbers are those that a request may set', () => {
    const parameters = ['tools', 'top_p', 'max_completion_tokens', 'temperature', 'logit_bias']
    expect(record({ supported_parameters: parameters }).parameters).toEqual(['temperature', 'topP', 'maxTokens'])
  })

  test('odd values cost their own field only', () => {
    expect(record({ name: 7, supported_parameters: 'tools', context_length: 4096 })).toMatchObject({
      contextWindow: 4096,
      supportsTools: false
    })
  })
})

test.each([
  ['x-ai/grok-4', true],
  ['xai/grok-4', true],
  ['x-ai/grok-4:free', true],
  ['x-ai/grok-4-07-09', true],
  ['x-ai/grok-4-fast', false],
  ['x-ai/grok-4.1-fast', false],
  ['x-ai/grok-4.5', false],
  ['acme/grok-4', false]
])('the reasoning of %s is hidden: %s', (model, hidden) => {
  expect(shouldSkipReasoningForModel(model)).toBe(hidden)
})
