import { describe, expect, test } from 'vitest'
import { answeringModel } from './answering-model.ts'

describe('answeringModel', () => {
  test.each([
    ['anthropic/claude-4.5-haiku-20251001', 'anthropic/claude-haiku-4.5'],
    ['anthropic/claude-4.5-sonnet-20250929', 'anthropic/claude-sonnet-4.5'],
    ['openai/gpt-5-mini-2025-08-07', 'openai/gpt-5-mini'],
    ['x-ai/grok-4.1-fast', 'x-ai/grok-4.1-fast'],
    [null, 'anthropic/claude-sonnet-4.5'],
    ['who/knows', 'anthropic/claude-sonnet-4.5']
  ])('%s is %s', (served, asked) => {
    const fallbacks = ['anthropic/claude-haiku-4.5', 'openai/gpt-5-mini', 'x-ai/grok-4.1-fast']
    expect(answeringModel(served, 'anthropic/claude-sonnet-4.5', fallbacks)).toBe(asked)
  })

  test.each([
    ['openai/gpt-4.1-2025-04-14', 'openai/gpt-4.1-mini', 'openai/gpt-4.1', 'openai/gpt-4.1'],
    ['openai/gpt-4.1-2025-04-14', 'openai/gpt-4.1', 'openai/gpt-4.1-mini', 'openai/gpt-4.1'],
    ['openai/gpt-4.1-mini-2025-04-14', 'openai/gpt-4.1', 'openai/gpt-4.1-mini', 'openai/gpt-4.1-mini'],
    ['deepseek/deepseek-r1', 'deepseek/deepseek-r1-0528', 'deepseek/deepseek-r1', 'deepseek/deepseek-r1']
  ])('%s, asked of %s and else of %s, is %s', (served, model, fallback, expected) => {
    expect(answeringModel(served, model, [fallback])).toBe(expected)
  })

  test('without fallbacks it is the one that was asked', () => {
    expect(answeringModel('somebody/else', 'anthropic/claude-sonnet-4.5')).toBe('anthropic/claude-sonnet-4.5')
  })
})
