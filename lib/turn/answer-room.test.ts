import { describe, expect, test } from 'vitest'
import { OpenRouterError } from '../openrouter/errors.ts'
import { AnswerRoom } from './answer-room.ts'
import type { StepChunk } from './keep-image.ts'

const mebibyte = 1024 * 1024
const text = (said: string): StepChunk => ({ type: 'text', text: said })
const arguments_ = (said: string): StepChunk => ({
  type: 'tool_calls',
  tool_call: { index: 0, call_id: 'c', function: { id: 'c', name: 'calculator', arguments: said } }
})

describe('AnswerRoom', () => {
  test('takes 4 MiB exactly, and says when there was one byte more', () => {
    const room = new AnswerRoom()
    expect(room.fit(text('x'.repeat(4 * mebibyte)))).toEqual(text('x'.repeat(4 * mebibyte)))
    room.check(null)
    expect(room.fit(text('y'))).toEqual(text(''))
    expect(() => room.check('gen-1')).toThrow(OpenRouterError)
  })

  test('cuts between characters, never through one', () => {
    const room = new AnswerRoom()
    room.fit(text('x'.repeat(4 * mebibyte - 5)))
    expect(room.fit(text('€😀'))).toEqual(text('€'))
    expect(() => room.check(null)).toThrow('4 MiB')
  })

  test('counts thoughts and tool calls, of all steps; not images', () => {
    const room = new AnswerRoom()
    room.fit({ type: 'reasoning', reasoning: 'r'.repeat(3 * mebibyte), details: [] })
    room.fit({ type: 'image', url: 'u'.repeat(9 * mebibyte), mediaType: 'image/png', file: {} })
    room.fit(arguments_('a'.repeat(mebibyte - 1)))
    room.check(null)
    expect(room.fit(arguments_('bc'))).toEqual(arguments_('b'))
    expect(() => room.check(null)).toThrow('4 MiB')
  })
})
