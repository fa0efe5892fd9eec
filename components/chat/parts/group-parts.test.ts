import { expect, test } from 'vitest'
import type { ChatMessage } from '@/lib/chat/message.ts'
import { groupParts } from './group-parts.ts'

test('consecutive tool calls share a box, across steps, and sources come last', () => {
  const tool = (toolCallId: string) =>
    ({ type: 'dynamic-tool', toolName: 'calculator', toolCallId, state: 'input-available', input: {} }) as const
  const parts: ChatMessage['parts'] = [
    { type: 'step-start' },
    { type: 'reasoning', text: 'hm' },
    tool('a'),
    { type: 'step-start' },
    tool('b'),
    { type: 'source-url', sourceId: '1', url: 'https://a.test' },
    { type: 'text', text: '' },
    { type: 'text', text: 'Answer' },
    { type: 'source-url', sourceId: '2', url: 'https://a.test' },
    { type: 'reasoning', text: 'more' }
  ]
  expect(groupParts(parts).map(block => [block.kind, block.key])).toEqual([
    ['reasoning', 1],
    ['tools', 2],
    ['text', 7],
    ['reasoning', 9],
    ['sources', 10]
  ])
  const reasoning = groupParts(parts).filter(block => block.kind === 'reasoning')
  expect(reasoning.map(block => block.answered)).toEqual([true, false])
})
