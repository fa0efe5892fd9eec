import { expect, test } from 'vitest'
import { editedParts, lastTextOf } from './edited-parts.ts'
import type { ChatMessage } from './message.ts'

const step = { type: 'step-start' } as const
const thought = { type: 'reasoning', text: 'Hm.', id: '1.0', state: 'done' } as const
const image = { type: 'file', mediaType: 'image/png', url: '/api/attachments/1' } as const
const source = { type: 'source-url', sourceId: '1', url: 'https://example.com' } as const
const call = { type: 'dynamic-tool', toolName: 'calculator', toolCallId: '1', state: 'output-available', input: {}, output: '4' } as const
const text = (words: string) => ({ type: 'text', text: words, state: 'done' }) as const

test('the last text is another one, without its thought and sources; what led to it stays', () => {
  const parts: ChatMessage['parts'] = [
    step,
    thought,
    text('Let me see.'),
    call,
    step,
    thought,
    text('It is '),
    text('four.'),
    source,
    image
  ]
  expect(lastTextOf(parts)).toBe('It is four.')
  expect(editedParts(parts, 'It is five.')).toEqual([step, thought, text('Let me see.'), call, step, image, text('It is five.')])
})

test.each([
  ['nothing', []],
  ['a tool call', [step, text('Let me see.'), call]],
  ['a thought', [step, text('Let me see.'), call, step, thought]]
] satisfies [string, ChatMessage['parts']][])('what ends with %s has no text to edit', (_name, parts) => {
  expect(lastTextOf(parts)).toBeNull()
  expect(editedParts(parts, 'Anything')).toBeNull()
})

test('an answer without steps is edited too', () => {
  expect(editedParts([text('Old.')], 'New.')).toEqual([step, text('New.')])
})
