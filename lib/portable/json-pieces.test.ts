import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BrokenJson, JsonPieces } from './json-pieces.ts'

interface Found {
  key: string | null
  value: unknown
  isWhole: boolean
}

/** What the reader finds in a text that comes in chunks of so many bytes. */
function piecesOf(text: string, chunkBytes: number): Found[] {
  const bytes = new TextEncoder().encode(text)
  const reader = new JsonPieces()
  const pieces = []
  for (let at = 0; at < bytes.length; at += chunkBytes) pieces.push(...reader.push(bytes.subarray(at, at + chunkBytes)))
  reader.end()
  return pieces.map(({ key, start, end, isWhole }) => ({
    key,
    value: JSON.parse(new TextDecoder().decode(bytes.subarray(start, end))),
    isWhole
  }))
}

/** The same by parsing the whole. */
function expectedOf(value: unknown): Found[] {
  if (Array.isArray(value)) return value.map(entry => ({ key: null, value: entry, isWhole: false }))
  return Object.entries(value ?? {}).flatMap(([key, entry]): Found[] =>
    Array.isArray(entry) ? entry.map(each => ({ key, value: each, isWhole: false })) : [{ key, value: entry, isWhole: true }]
  )
}

const layout = fc.record({ indent: fc.constantFrom(0, 1, '\t'), chunkBytes: fc.integer({ min: 1, max: 40 }) })
const value = fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' })
const key = fc.string({ unit: 'binary' }).filter(name => name !== '__proto__')

describe('pieces of a document', () => {
  test('of an object are its values, and the entries of its arrays, wherever chunks end', () => {
    fc.assert(
      fc.property(fc.dictionary(key, value), layout, (document, { indent, chunkBytes }) => {
        expect(piecesOf(JSON.stringify(document, null, indent), chunkBytes)).toEqual(expectedOf(JSON.parse(JSON.stringify(document))))
      })
    )
  })

  test('of an array are its entries', () => {
    fc.assert(
      fc.property(fc.array(value), layout, (document, { indent, chunkBytes }) => {
        expect(piecesOf(JSON.stringify(document, null, indent), chunkBytes)).toEqual(expectedOf(JSON.parse(JSON.stringify(document))))
      })
    )
  })

  test('a piece says how deep it is nested, and what stands in its texts counts nothing', () => {
    const reader = new JsonPieces()
    const pieces = reader.push(new TextEncoder().encode('{"a": [1, [[], {"b": [[["["]]]}], {}], "c": "[["}'))
    expect(pieces.map(({ depth }) => depth)).toEqual([0, 5, 1, 0])
  })

  test('a document that was cut anywhere is broken', () => {
    const text = '{"a": [{"x": "}\\""}, 2, null], "b": "]", "c": {}} '
    for (let end = 0; end < text.length - 2; end++) expect(() => piecesOf(text.slice(0, end), 7), text.slice(0, end)).toThrow(BrokenJson)
    expect(piecesOf(text, 7)).toHaveLength(5)
  })

  test.each(['[1 2]', '[1,]', '{"a" 1}', '{"a": 1,}', '{a: 1}', '[1]]', '[1] x', 'null x', '{"a": [1}', '{"a": [1], "b"}'])(
    '%s is broken',
    text => {
      expect(() => piecesOf(text, 3)).toThrow(BrokenJson)
    }
  )
})
