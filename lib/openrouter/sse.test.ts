import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EventDecoder } from './sse.ts'

const body = [
  '\uFEFF: OPENROUTER PROCESSING',
  '',
  'data: {"text":"Grüße 👋🏽"}',
  '',
  ': ',
  'event: data',
  'data: first line',
  'data: second line',
  '',
  'data:no space',
  'id: 7',
  '',
  ': OPENROUTER PROCESSING',
  'data: [DONE]',
  '',
  ''
]
const expected = ['{"text":"Grüße 👋🏽"}', 'first line\nsecond line', 'no space', '[DONE]']

test.each([
  ['LF', '\n'],
  ['CRLF', '\r\n'],
  ['CR', '\r']
])('any cut of the bytes gives the same events: %s', (_name, lineEnd) => {
  const bytes = Buffer.from(body.join(lineEnd))
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 12 }), cuts => {
      const decoder = new EventDecoder()
      const edges = [0, ...cuts.toSorted((left, right) => left - right), bytes.length]
      const events = edges.flatMap((edge, index) => decoder.decode(bytes.subarray(edges[index - 1] ?? 0, edge)))
      expect([...events, ...decoder.end()]).toEqual(expected)
      expect(decoder.sawReplacement).toBe(false)
    })
  )
})

test('a cut after every single byte gives the same events', () => {
  const decoder = new EventDecoder()
  const events = [...Buffer.from(body.join('\n'))].flatMap(byte => decoder.decode(Uint8Array.of(byte)))
  expect(events).toEqual(expected)
})
