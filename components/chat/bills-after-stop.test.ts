import { describe, expect, test } from 'vitest'
import type { ChatMessage, MessageMetadata } from '@/lib/chat/message.ts'
import { billsAfterStop } from './bills-after-stop.ts'

function answerOf(metadata: Partial<MessageMetadata>, parts: ChatMessage['parts'] = [{ type: 'text', text: 'Hel' }]): ChatMessage {
  return { id: 'a', role: 'assistant', parts, metadata: { status: 'stopped', parentId: null, createdAt: '', ...metadata } }
}

describe('billsAfterStop', () => {
  test.each([
    'Amazon Bedrock',
    'Groq',
    'Google',
    'Google AI Studio',
    'Google Vertex',
    'Mistral',
    'Minimax',
    'Alibaba Cloud Int.',
    'Nebius'
  ])('%s goes on', provider => {
    expect(billsAfterStop(answerOf({ provider }))).toBe(
      `${provider} goes on after a stop and bills the whole answer, also what is not shown.`
    )
  })

  test.each(['OpenAI', 'Azure', 'Anthropic', 'Fireworks', 'Together', 'DeepSeek', 'xAI', 'Cohere', 'Somebody new'])(
    '%s stops, or is not known',
    provider => {
      expect(billsAfterStop(answerOf({ provider }))).toBeNull()
    }
  )

  test('an answer that was not stopped, or whose provider is not known, says nothing', () => {
    for (const status of ['complete', 'interrupted', 'failed', 'streaming'] as const) {
      expect(billsAfterStop(answerOf({ provider: 'Groq', status }))).toBeNull()
    }
    expect(billsAfterStop(answerOf({}))).toBeNull()
  })

  test('nor does one that was stopped while a tool ran', () => {
    const tool = {
      type: 'dynamic-tool',
      toolName: 'calculator',
      toolCallId: 'c',
      state: 'output-error',
      input: {},
      errorText: 'Not run.'
    } as const
    expect(billsAfterStop(answerOf({ provider: 'Groq' }, [{ type: 'text', text: 'Hel' }, tool]))).toBeNull()
  })
})
