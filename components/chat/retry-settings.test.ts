import { expect, test } from 'vitest'
import type { TurnSettings } from '@/lib/chat/turn-request.ts'
import { retrySettings, settingsForModel, settingsWithModel } from './retry-settings.ts'

const base: TurnSettings = { model: 'acme/model', reasoningEffort: 'none', systemPrompt: 'Be brief.' }

test('another model gets neither budget nor substitutes nor the other one’s providers, but every restriction', () => {
  const policy = { ignore: ['Acme'], dataCollection: 'deny' as const, zeroDataRetention: true }
  const settings = {
    ...base,
    thinkingBudgetTokens: 2000,
    fallbackModels: ['acme/other'],
    tools: [],
    routing: { ...policy, order: ['a'], only: ['a', 'b'], allowFallbacks: false }
  }
  expect(settingsForModel(settings, 'acme/model')).toBe(settings)
  expect(settingsForModel(settings, 'acme/new')).toEqual({ ...base, model: 'acme/new', tools: [], routing: policy })
  expect(settingsForModel({ ...base, routing: { only: ['a'] } }, 'acme/new')).toEqual({ ...base, model: 'acme/new' })
})

test('a chat that changes its model keeps what is set, but not the other one’s providers', () => {
  const settings = { ...base, thinkingBudgetTokens: 2000, fallbackModels: ['acme/other'], routing: { only: ['a'], sort: 'price' as const } }
  expect(settingsWithModel(settings, 'acme/new')).toEqual({ ...settings, model: 'acme/new', routing: { sort: 'price' } })
  expect(settingsWithModel(settings, 'acme/model')).toBe(settings)
})

test('without a change everything stays', () => {
  expect(retrySettings(base, {}, ['Acme'])).toEqual(base)
})

test('a shorter answer', () => {
  expect(retrySettings(base, { maxTokens: 3900 }, [])).toEqual({ ...base, maxTokens: 3900 })
})

test('a shorter answer has less room to think, or none', () => {
  const thinking = { ...base, thinkingBudgetTokens: 8000 }
  expect(retrySettings(thinking, { maxTokens: 3900 }, [])).toEqual({ ...base, maxTokens: 3900, thinkingBudgetTokens: 1950 })
  expect(retrySettings(thinking, { maxTokens: 900 }, [])).toEqual({ ...base, maxTokens: 900 })
})

test('the effort is left to the model', () => {
  expect(retrySettings({ ...base, thinkingBudgetTokens: 2000 }, { defaultEffort: true }, [])).toEqual({
    model: 'acme/model',
    systemPrompt: 'Be brief.'
  })
})

test('another provider: the earlier ones stay out, and a restriction to some is lifted', () => {
  const routing = { only: ['Acme'], ignore: ['Other'], allowFallbacks: false, sort: 'price' as const }
  expect(retrySettings({ ...base, routing }, { ignoreProvider: 'Acme' }, ['Third', 'Other']).routing).toEqual({
    ignore: ['Other', 'Third', 'Acme'],
    sort: 'price'
  })
})
