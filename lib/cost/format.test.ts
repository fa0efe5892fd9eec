import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exactDollars, formatCost, formatDuration, formatPrice, formatSpeed, formatTokens, ledgerDecimals } from './format.ts'
import { picoUsd, picoUsdFromDollars } from './pico-usd.ts'

const cost = (dollars: string, depth: 'glance' | 'note' | 'ledger', decimals?: number) =>
  formatCost(picoUsdFromDollars(dollars), depth, decimals)
const plain = (text: string | null) => text?.replaceAll('\u202f', ' ')

test.each([
  [1_230_000_001n, '0.001230000001'],
  [2_000_000_000_000n, '2'],
  [0n, '0'],
  [-1n, '-0.000000000001']
])('every digit of %d pico-dollars', (amount, text) => {
  expect(exactDollars(amount)).toBe(text)
})

describe('formatCost', () => {
  test.each([
    ['0.187', 'glance', '$0.19'],
    ['0.0099', 'glance', '<$0.01'],
    ['13.575', 'glance', '$13.58'],
    ['1234.5', 'glance', '$1,234.50'],
    ['0.02634', 'note', '$0.02634'],
    ['0.026342', 'note', '$0.02634'],
    ['1.2041', 'note', '$1.204'],
    ['0.5', 'note', '$0.50'],
    ['0.03', 'note', '$0.03'],
    ['0.00012', 'note', '$0.00012'],
    ['0.00009', 'note', '<$0.0001'],
    ['1234.5678', 'note', '$1,234.57'],
    ['1234.5678', 'ledger', '$1,234.5678'],
    ['0.5', 'ledger', '$0.5000'],
    ['-0.5', 'note', '\u2212$0.50']
  ] as const)('%s at %s reads %s', (dollars, depth, text) => {
    expect(cost(dollars, depth)).toBe(text)
  })

  test('a ledger column has the decimals it was given', () => {
    expect(cost('0.026342', 'ledger', 6)).toBe('$0.026342')
  })

  test('unknown is a dash and a true zero has no cents', () => {
    expect(formatCost(null, 'note')).toBe('—')
    for (const depth of ['glance', 'note', 'ledger'] as const) expect(formatCost(picoUsd(0n), depth)).toBe('$0')
  })

  test('no known amount ever reads $0.00, whatever it is', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 18n }), amount => {
        for (const depth of ['glance', 'note'] as const) expect(formatCost(picoUsd(amount), depth)).not.toMatch(/^\$0(\.0*)?$/)
      })
    )
  })
})

describe('numbers', () => {
  test('tokens are exact in notes and rounded at a glance', () => {
    expect(formatTokens(4812)).toBe('4,812')
    expect(formatTokens(null)).toBe('—')
    expect(formatTokens(0)).toBe('0')
    const glances: [number, string][] = [
      [612, '612'],
      [4812, '4.8k'],
      [38_200, '38k'],
      [200_000, '200k'],
      [999_800, '1M'],
      [1_240_000, '1.2M']
    ]
    for (const [count, text] of glances) expect(formatTokens(count, 'glance')).toBe(text)
  })

  test('durations', () => {
    const durations: [number, string][] = [
      [4, '4 ms'],
      [999.7, '1 s'],
      [1840, '1.8 s'],
      [9_960, '10 s'],
      [12_000, '12 s'],
      [59_600, '1 min'],
      [125_000, '2 min 5 s'],
      [3_720_000, '1 h 2 min']
    ]
    for (const [durationMs, text] of durations) expect(plain(formatDuration(durationMs))).toBe(text)
    expect(formatDuration(undefined)).toBe('—')
  })

  test('speed needs both figures', () => {
    expect(plain(formatSpeed(710, 10_000))).toBe('71 tok/s')
    expect(plain(formatSpeed(12, 10_000))).toBe('1.2 tok/s')
    expect(formatSpeed(null, 10_000)).toBeNull()
    expect(formatSpeed(10, 0)).toBeNull()
  })

  test('prices per million', () => {
    expect(formatPrice(3)).toBe('$3')
    expect(formatPrice(0.8)).toBe('$0.80')
    expect(formatPrice(0.075)).toBe('$0.075')
    expect(formatPrice(0)).toBe('$0')
    expect(formatPrice(null)).toBe('—')
  })
})

test.each([
  [[], 4],
  [['0'], 4],
  [['12.5', '0.13'], 4],
  [['12.5', '0.00512'], 5],
  [['0.0000273'], 7],
  [['0.000000000001'], 8]
] as const)('a column of %j has %i decimals', (dollars, decimals) => {
  expect(ledgerDecimals(dollars.flatMap(amount => picoUsdFromDollars(amount) ?? []))).toBe(decimals)
})
