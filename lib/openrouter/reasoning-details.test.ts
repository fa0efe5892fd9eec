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
