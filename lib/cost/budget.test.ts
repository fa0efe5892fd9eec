import { describe, expect, test } from 'vitest'
import { budgetState, elapsedPart, paceOf, usedPercent } from './budget.ts'
import { picoUsd } from './pico-usd.ts'

const amounts = (used: bigint, limit: bigint) => ({ used: picoUsd(used), limit: picoUsd(limit) })

describe('the state of a budget', () => {
  test.each([
    [0n, 'ok', 0],
    [799n, 'ok', 79],
    [800n, 'warning', 80],
    [999n, 'warning', 99],
    [1000n, 'reached', 100],
    [2500n, 'reached', 250]
  ] as const)('%i of 1000 is %s', (used, state, percent) => {
    expect(budgetState(amounts(used, 1000n))).toBe(state)
    expect(usedPercent(amounts(used, 1000n))).toBe(percent)
  })
})

describe('the pace of a budget', () => {
  const november = { from: new Date('2026-11-01T00:00:00Z'), until: new Date('2026-12-01T00:00:00Z') }

  test('goes on as so far', () => {
    const elapsed = elapsedPart(november, new Date('2026-11-16T00:00:00Z'))
    expect(elapsed).toBe(0.5)
    expect(paceOf(picoUsd(20_500_000_000_000n), elapsed)).toBe(41_000_000_000_000n)
    expect(paceOf(picoUsd(20n), 1)).toBe(20n)
  })

  test('is not told in the first tenth', () => {
    expect(paceOf(picoUsd(1n), elapsedPart(november, new Date('2026-11-03T23:59:00Z')))).toBeNull()
    expect(paceOf(picoUsd(1n), elapsedPart(november, new Date('2026-11-04T00:00:00Z')))).not.toBeNull()
  })

  test('a clock outside of the period counts as its edge', () => {
    expect(elapsedPart(november, new Date('2026-10-01T00:00:00Z'))).toBe(0)
    expect(elapsedPart(november, new Date('2027-01-01T00:00:00Z'))).toBe(1)
  })
})
