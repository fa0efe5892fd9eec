import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonDepth } from './json-depth.ts'

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

test('the depth of a text is that of its value, whatever its strings hold', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: fc.constantFrom('[', '{', ']', '"', '\\', 'a') }), value => {
      expect(jsonDepth(JSON.stringify(value))).toBe(depthOf(JSON.parse(JSON.stringify(value))))
    })
  )
  expect(jsonDepth('['.repeat(100_000) + ']'.repeat(100_000))).toBe(100_000)
})
