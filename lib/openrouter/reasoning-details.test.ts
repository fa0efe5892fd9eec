import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { displayText, mergeReasoningDetails, type ReasoningDetail } from './reasoning-details.ts'

const optional = <Value>(values: Value[]) => fc.option(fc.constantFrom(...values), { nil: undefined })

/** Fragments as upstreams might send them, likely and unlikely neighbours alike. */
const fragments: fc.Arbitrary<ReasoningDetail[]> = fc.array(
  fc
    .record({
      type: fc.constantFrom('reasoning.text', 'reasoning.summary', 'reasoning.encrypted', 'reasoning.other', 'toString'),
      text: optional(['', 'a', 'bc']),
      summary: optional(['', 's', 'tu']),
      signature: optional(['', 'S1', 'S2']),
      data: optional(['d']),
      index: optional([0, 1, null]),
      id: optional(['x', 'y', null]),
      format: optional(['f', 'g', null])
    })
    .map(fragment => JSON.parse(JSON.stringify(fragment))),
  { maxLength: 12 }
)

describe('mergeReasoningDetails', () => {
  test('going on from what is merged is merging at once', () => {
    fc.assert(
      fc.property(fragments, fragments, (left, right) => {
        expect(mergeReasoningDetails([...mergeReasoningDetails(left), ...right])).toEqual(mergeReasoningDetails([...left, ...right]))
      }),
      { numRuns: 2000 }
    )
  })

  test('no text, data or signature is lost, and the order stays', () => {
    const isWhole = ({ type }: ReasoningDetail) => type !== 'reasoning.text' && type !== 'reasoning.summary'
    const told = (details: ReasoningDetail[]) => details.map(detail => (isWhole(detail) ? detail.data : displayText(detail))).join('')
    const signatures = (details: ReasoningDetail[]) => new Set(details.map(({ signature }) => signature || null))
    fc.assert(
      fc.property(fragments, details => {
        expect(told(mergeReasoningDetails(details))).toBe(told(details))
        expect(new Set([...signatures(mergeReasoningDetails(details)), null])).toEqual(new Set([...signatures(details), null]))
      }),
      { numRuns: 2000 }
    )
  })

  const piece = (text: string, more: object = {}): ReasoningDetail => ({ type: 'reasoning.text', text, ...more })

  test.each([
    ['index', { index: 0 }, { index: 1 }],
    ['id', { id: 'a' }, { id: 'b' }],
    ['format', { format: 'unknown' }, { format: 'anthropic-claude-v1' }]
  ])('another %s is another entry; one that does not say is the same', (_key, one, other) => {
    expect(mergeReasoningDetails([piece('A', one), piece('B', other)])).toEqual([piece('A', one), piece('B', other)])
    expect(mergeReasoningDetails([piece('A', one), piece('B', one)])).toEqual([piece('AB', one)])
    const absent = Object.fromEntries(Object.keys(one).map(key => [key, null]))
    for (const silent of [{}, absent]) {
      expect(mergeReasoningDetails([piece('A', one), piece('B', silent)])).toEqual([piece('AB', one)])
      expect(mergeReasoningDetails([piece('A', silent), piece('B', one)])).toEqual([piece('AB', one)])
    }
  })

  test('D31 nothing takes the place of a signature but another one', () => {
    const signed = [piece('A', { signature: '' }), { type: 'reasoning.text', signature: 'S' }]
    expect(mergeReasoningDetails([...signed, piece('', { signature: '' })])).toEqual([piece('A', { signature: 'S' })])
    expect(mergeReasoningDetails([...signed, { type: 'reasoning.text', signature: null }])).toEqual([piece('A', { signature: 'S' })])
  })

  test('a key that comes later is kept, even as null', () => {
    expect(mergeReasoningDetails([piece('A'), piece('B', { note: null, depth: 2 })])).toEqual([piece('AB', { note: null, depth: 2 })])
  })

  test('the fragments are not changed', () => {
    fc.assert(
      fc.property(fragments, details => {
        const before = structuredClone(details)
        mergeReasoningDetails(details)
        expect(details).toEqual(before)
      })
    )
  })

  test('a key named __proto__ stays a key', () => {
    const odd: ReasoningDetail = JSON.parse('{"type":"reasoning.text","text":"b","__proto__":{"polluted":true}}')
    const [entry] = mergeReasoningDetails([{ type: 'reasoning.text', text: 'a' }, odd])
    expect(JSON.stringify(entry)).toBe('{"type":"reasoning.text","text":"ab","__proto__":{"polluted":true}}')
    expect(Object.getPrototypeOf(entry)).toBe(Object.prototype)
  })
})
