import { describe, expect, test } from 'vitest'
import type { ChatMessage } from '../../lib/chat/message.ts'
import type { ReasoningSource } from '../../lib/chat/model-family.ts'
import { carriedReasoning } from './carried-reasoning.ts'

const claude: ReasoningSource = { model: 'anthropic/claude-sonnet-4.5', family: 'anthropic' }
const gpt: ReasoningSource = { model: 'openai/gpt-5-mini', family: 'openai' }
const kimi: ReasoningSource = { model: 'moonshotai/kimi-k2', family: null }

function turn(...reasoning: ReasoningSource[]): ChatMessage {
  const metadata = { status: 'complete' as const, parentId: null, createdAt: '', ...(reasoning.length > 0 ? { reasoning } : {}) }
  return { id: crypto.randomUUID(), role: 'assistant', parts: [], metadata }
}

const lineFor = (model: string, ...turns: ChatMessage[]) => carriedReasoning(turns, model, slug => slug.split('/')[1] ?? slug)

describe('the line about carried reasoning', () => {
  test('counts the turns that have any', () => {
    expect(lineFor('anthropic/claude-opus-5', turn(claude), turn(), turn(claude))).toBe('Reasoning carried: 2 turns')
    expect(lineFor('moonshotai/kimi-k2:free', turn(kimi))).toBe('Reasoning carried: 1 turn')
  })

  test('says who cannot use whose', () => {
    expect(lineFor('openai/gpt-5', turn(claude))).toBe('Reasoning not carried, but kept: gpt-5 cannot use that of claude-sonnet-4.5.')
    expect(lineFor('openai/gpt-5', turn(claude), turn(gpt))).toBe(
      'Reasoning carried: 1 of 2 turns. gpt-5 cannot use that of claude-sonnet-4.5.'
    )
    expect(lineFor('moonshotai/kimi-k3', turn(kimi))).toContain('not carried')
  })

  test('a turn of two models is carried when both are', () => {
    expect(lineFor('openai/gpt-5', turn(claude, gpt))).toContain('not carried')
  })

  test('is not there when nobody thought', () => {
    expect(lineFor('openai/gpt-5', turn())).toBeNull()
    expect(lineFor('openai/gpt-5')).toBeNull()
  })
})
