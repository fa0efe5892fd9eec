import { expect, test } from 'vitest'
import type { TurnSettings } from '@/lib/chat/turn-request.ts'
import { modelSummary } from '../../tests/setup/model-summary.ts'
import { effortsBeside, exceptionSettings } from './exception-settings.ts'

const base: TurnSettings = {
  model: 'acme/model',
  thinkingBudgetTokens: 2000,
  routing: { order: ['a'], ignore: ['b'], sort: 'latency', allowFallbacks: false, zeroDataRetention: true }
}

test('another provider is the only one, under the restrictions that hold', () => {
  expect(exceptionSettings(base, { provider: 'b/fp8' })).toEqual({
    ...base,
    onlyThisAnswer: true,
    routing: { zeroDataRetention: true, only: ['b/fp8'] }
  })
})

test('the cheapest is looked for among those that may answer', () => {
  expect(exceptionSettings(base, { sort: 'price' })).toEqual({
    ...base,
    onlyThisAnswer: true,
    routing: { ignore: ['b'], zeroDataRetention: true, sort: 'price' }
  })
})

test('an effort takes the place of a budget', () => {
  const { thinkingBudgetTokens: _budget, ...rest } = base
  expect(exceptionSettings(base, { effort: 'high' })).toEqual({ ...rest, reasoningEffort: 'high', onlyThisAnswer: true })
})

test('another model brings its settings along', () => {
  expect(exceptionSettings(base, { model: 'acme/model' })).toEqual({ ...base, onlyThisAnswer: true })
})

const model = (supportsReasoning: boolean, supportedEfforts: string[] = []) => modelSummary({ supportsReasoning, supportedEfforts })

test.each([
  ['low', ['low', 'medium', 'high'], { more: 'medium', less: undefined }],
  ['medium', ['low', 'medium', 'high'], { more: 'high', less: 'low' }],
  ['high', ['low', 'medium', 'high'], { more: undefined, less: 'medium' }],
  [undefined, ['low', 'high'], { more: 'high', less: 'low' }],
  ['4096', ['low', 'high'], { more: 'high', less: 'low' }],
  [undefined, ['high'], {}]
])('beside %s of %s stand %o', (effort, efforts, beside) => {
  expect(effortsBeside(model(true, efforts), effort)).toEqual(beside)
})

test('a model that does not think has no more and no less', () => {
  expect(effortsBeside(model(false), undefined)).toEqual({})
  expect(effortsBeside(undefined, 'high')).toEqual({})
})
