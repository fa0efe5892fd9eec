import { describe, expect, test } from 'vitest'
import type { ModelCatalogue, ModelSummary } from '@/lib/chat/model-summary.ts'
import { defaultModel, otherModel } from './default-model.ts'
import { groupModels, searchModels } from './search-models.ts'

const model = (id: string, name: string): ModelSummary => ({
  id,
  name,
  contextWindow: 200_000,
  maxTokens: null,
  inputPrice: 3,
  outputPrice: 15,
  cacheReadPrice: null,
  cacheWritePrice: null,
  inputModalities: ['text'],
  outputModalities: ['text'],
  supportsTools: true,
  supportsReasoning: true,
  supportsThinkingBudget: true,
  supportedEfforts: [],
  reasoningMandatory: false,
  parameters: null,
  expiresAt: null
})
const models = [
  model('openai/gpt-6', 'OpenAI: GPT-6'),
  model('anthropic/claude-opus-5', 'Anthropic: Claude Opus 5'),
  model('anthropic/claude-sonnet-5', 'Anthropic: Claude Sonnet 5'),
  model('moonshotai/kimi-k3', 'MoonshotAI: Kimi K3'),
  model('google/gemma-4:free', 'Google: Gemma 4 (free)')
]
const found = (query: string) => searchModels(models, query).map(({ id }) => id)

describe('searchModels', () => {
  test('finds parts of words in any order, and letters in order', () => {
    expect(found('sonnet')).toEqual(['anthropic/claude-sonnet-5'])
    expect(found('5 cla')).toEqual(['anthropic/claude-opus-5', 'anthropic/claude-sonnet-5'])
    expect(found('kmk3')).toEqual(['moonshotai/kimi-k3'])
    expect(found('zzz')).toEqual([])
  })

  test('the start of a name wins', () => {
    expect(found('g')[0]).toBe('openai/gpt-6')
  })

  test('a full catalogue is searched within a frame or two', () => {
    const many = Array.from({ length: 1000 }, (_, index) =>
      model(`author-${index % 50}/model-${index}`, `Author ${index % 50}: Model ${index} Instruct Preview`)
    )
    const start = performance.now()
    expect(searchModels(many, 'mod 99 inst').length).toBeGreaterThan(0)
    expect(performance.now() - start).toBeLessThan(50)
  })

  test('groups: pinned, recent, then authors; no model twice', () => {
    const groups = groupModels(models, '', { pinned: ['moonshotai/kimi-k3', 'gone/model'], recent: ['moonshotai/kimi-k3', 'openai/gpt-6'] })
    expect(groups.map(({ label, models: members }) => [label, members.length])).toEqual([
      ['Pinned', 1],
      ['Recent', 1],
      ['Anthropic', 2],
      ['Google', 1]
    ])
  })
})

describe('defaultModel', () => {
  const catalogue: ModelCatalogue = { upstream: 'openrouter', models, fetchedAt: null, stale: false }

  test('settings, then the last one used, then a sensible one', () => {
    expect(defaultModel(catalogue, { model: 'openai/gpt-6' }, ['moonshotai/kimi-k3'])).toBe('openai/gpt-6')
    expect(defaultModel(catalogue, { model: 'gone/model' }, ['moonshotai/kimi-k3'])).toBe('moonshotai/kimi-k3')
    expect(defaultModel(catalogue, {}, [])).toBe('anthropic/claude-sonnet-5')
  })

  test('the demo has its own', () => {
    expect(defaultModel({ ...catalogue, upstream: 'demo', models: [] }, { model: 'openai/gpt-6' }, [])).toBe('demo/reasoning')
  })
})

describe('otherModel', () => {
  const catalogue: ModelCatalogue = { upstream: 'openrouter', models, fetchedAt: null, stale: false }

  test('is a sensible one of somebody else', () => {
    expect(otherModel(catalogue, 'anthropic/claude-sonnet-5')).toBe('openai/gpt-6')
    expect(otherModel(catalogue, 'openai/gpt-6')).toBe('anthropic/claude-sonnet-5')
  })

  test('is another one of the demo, and the same one when there is no other', () => {
    const demos = [model('demo/reasoning', 'Demo: Reasoning'), model('demo/tools', 'Demo: Tools')]
    expect(otherModel({ ...catalogue, upstream: 'demo', models: demos }, 'demo/reasoning')).toBe('demo/tools')
    expect(otherModel({ ...catalogue, models: [] }, 'openai/gpt-6')).toBe('openai/gpt-6')
  })
})
