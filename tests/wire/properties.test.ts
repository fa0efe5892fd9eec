/** What is said of any answer, checked on all fixtures. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeReasoningDetails, type ReasoningDetail } from '../../lib/openrouter/reasoning-details.ts'
import { mergeFragments } from '../../lib/simulator/merge-fragments.ts'
import { allFixtures } from './fixtures/all-fixtures.ts'
import { bodyOf } from './fixtures/body-of.ts'
import type { Fixture } from './fixtures/fixture.ts'
import { errorOf } from './harness.ts'
import { cutAt, outcomeOfReads } from './network-reads.ts'
import { events } from './stream.ts'

const named = allFixtures.map(fixture => [fixture.name, fixture] as const)

/** Bytes up to which the answer is cut, wherever in them the connection ends: the last brace of its usage is missing. */
function cutBytesOf({ items }: Fixture): number {
  return Buffer.from(events(...items).trimEnd()).length - 1
}

function fragmentsOf({ chunks }: Fixture): ReasoningDetail[] {
  return chunks.flatMap(chunk => (chunk.type === 'reasoning' ? (chunk.details ?? []) : []))
}

test('no two fixtures have one name', () => {
  expect(new Set(named.map(([name]) => name)).size).toBe(allFixtures.length)
})

describe('any answer', () => {
  test.each(named)('%s: becomes its chunks, wherever the network cuts it, with either line break', async (_name, fixture) => {
    for (const body of [bodyOf(fixture), bodyOf(fixture).replaceAll('\n', '\r\n')]) {
      const bytes = Buffer.from(body)
      const reads = fc.array(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 40 })
      await fc.assert(
        fc.asyncProperty(reads, async offsets => {
          const { chunks, error } = await outcomeOfReads(cutAt(bytes, offsets), { openRouterModelId: fixture.model })
          expect(error).toBeNull()
          expect(chunks).toEqual(fixture.chunks)
        }),
        { numRuns: 20 }
      )
    }
  })

  test.each(named)('%s: cut anywhere it keeps a prefix and never succeeds', async (_name, fixture) => {
    const bytes = Buffer.from(bodyOf(fixture))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: cutBytesOf(fixture) }), async length => {
        const options = { openRouterModelId: fixture.model, maxRetries: 0 }
        const cut = await outcomeOfReads([bytes.subarray(0, length)], options)
        expect(cut.chunks).toEqual(fixture.chunks.slice(0, cut.chunks.length))
        expect(cut.chunks.some(({ type }) => type === 'usage' || type === 'finish')).toBe(false)
        expect(errorOf(cut).phase).toBe('truncated')
      }),
      { numRuns: 60 }
    )
  })

  test.each(named.filter(([, fixture]) => fragmentsOf(fixture).length > 0))(
    '%s: its details are joined alike wherever the joining pauses, and as the simulator joins them',
    (_name, fixture) => {
      const fragments = fragmentsOf(fixture)
      const whole = mergeReasoningDetails(fragments)
      for (let pause = 0; pause <= fragments.length; pause++) {
        const stored = mergeReasoningDetails(fragments.slice(0, pause))
        expect(mergeReasoningDetails([...stored, ...fragments.slice(pause)])).toEqual(whole)
        // A row may hold what came after the pause as entries already.
        expect(mergeReasoningDetails([...stored, ...mergeReasoningDetails(fragments.slice(pause))])).toEqual(whole)
      }
      expect(JSON.stringify(whole)).toBe(JSON.stringify(mergeFragments(fragments)))
      expect(fixture.chunks.at(-1)).toMatchObject({ details: whole })
    }
  )
})
