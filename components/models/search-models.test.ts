import { describe, expect, test } from 'vitest'
import type { ModelCatalogue, ModelSummary } from '@/lib/chat/model-summary.ts'
import { modelSummary } from '../../tests/setup/model-summary.ts'
import { defaultModel, otherModel } from './default-model.ts'
import { groupModels, type ModelFilter, noFilter, searchModels } from './search-models.ts'

const model = (id: string, name: string) => modelSummary({ id, name, supportsReasoning: true, supportsThinkingBudget: true })
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

  test('a full catalogue is prepared once, not at every letter', () => {
    let reads = 0
    const many = Array.from({ length: 1000 }, (_, index) => ({
      ...model(`author-${index % 50}/model-${index}`, ''),
      get name() {
        reads += 1
        return `Author ${index % 50}: Model ${index} Instruct Preview`
      }
    }))
    for (const query of ['m', 'mo', 'mod', 'mod 9', 'mod 99', 'mod 99 inst']) expect(searchModels(many, query).length).toBeGreaterThan(0)
    expect(reads).toBe(1000)
  })

  test('filters: what is not known does not pass', () => {
    const unknown = { contextWindow: null, inputPrice: null, outputPrice: null, supportsTools: false, supportsReasoning: false }
    const row = (id: string, facts: Partial<ModelSummary>) => ({ ...model(id, id), ...unknown, ...facts })
    const rows = [
      row('a/free', { inputPrice: 0, outputPrice: 0, contextWindow: 8000, supportsTools: true }),
      row('a/seeing', { inputPrice: 1, outputPrice: 5, inputModalities: ['text', 'image'], contextWindow: 200_000, supportsTools: true }),
      row('a/thinking', { outputPrice: 20, supportsReasoning: true }),
      row('a/unknown', {})
    ]
    const passing = (filter: Partial<ModelFilter>) =>
      groupModels(rows, '', { pinned: ['gone/model'], recent: [] }, { ...noFilter, ...filter })
        .flatMap(group => group.models)
        .map(({ id }) => id.slice(2))
    expect(passing({ free: true })).toEqual(['free'])
    expect(passing({ vision: true })).toEqual(['seeing'])
    expect(passing({ reasoning: true })).toEqual(['thinking'])
    expect(passing({ tools: true })).toEqual(['free', 'seeing'])
    expect(passing({ minContext: 100_000 })).toEqual(['seeing'])
    expect(passing({ maxPrice: 5 })).toEqual(['free', 'seeing'])
    expect(passing({ maxPrice: 5, vision: true, free: true })).toEqual([])
    expect(groupModels(rows, 'think', { pinned: [], recent: [] }, { ...noFilter, free: true })).toEqual([])
  })

  test('what was used and is gone comes last and can be found', () => {
    const memory = { pinned: ['gone/model'], recent: ['openai/gpt-6'], chosen: 'old/chosen' }
    const last = groupModels(models, '', memory).at(-1)
    expect([last?.label, last?.models.map(({ id }) => id)]).toEqual(['No longer listed', ['old/chosen', 'gone/model']])
    expect(groupModels(models, 'chosen', memory)).toMatchObject([{ label: 'No longer listed', models: [{ id: 'old/chosen' }] }])
    expect(groupModels([], '', memory)).toMatchObject([{ label: 'Used before' }])
  })

  test('groups: pinned, recent, then authors; no model twice', () => {
    const groups = groupModels(models, '', { pinned: ['moonshotai/kimi-k3', 'gone/model'], recent: ['moonshotai/kimi-k3', 'openai/gpt-6'] })
    expect(groups.map(({ label, models: members }) => [label, members.length])).toEqual([
      ['Pinned', 1],
      ['Recent', 1],
      ['Anthropic', 2],
      ['Google', 1],
      ['No longer listed', 1]
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
