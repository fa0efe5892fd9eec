import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import type { ModelCatalogue } from '@/lib/chat/model-summary.ts'
import { paceOf } from '@/lib/cost/pace.ts'
import type { CostReport, CostSum } from '@/lib/cost/report.ts'
import { labelEvery, planChart } from './chart-geometry.ts'
import { shareOf } from './cost-columns.ts'
import { costTableAsCsv, slotsAsCsv } from './cost-csv.ts'
import { CostTable } from './cost-table.tsx'
import { nothingSpent, ordinalDay, periodTitle } from './period-words.ts'
import { SlotTable } from './slot-table.tsx'
import { slotWords } from './slot-words.ts'
import { SummaryStrip } from './summary-strip.tsx'

const sum: CostSum = {
  requests: 3,
  answers: 2,
  discarded: 1,
  pending: 0,
  unknown: 0,
  inputTokens: 1000,
  outputTokens: 20,
  cacheReadTokens: 3000,
  cacheWriteTokens: null,
  reasoningTokens: 5,
  picoUsd: '1230000000001',
  discardedPicoUsd: '30000000000',
  providerPicoUsd: '0',
  feePicoUsd: '0',
  toolFeePicoUsd: '0',
  reasoningPicoUsd: '300000000000',
  cacheSavedPicoUsd: '-20000000000'
}
const catalogue: ModelCatalogue = { upstream: 'openrouter', models: [], fetchedAt: null, stale: true }

const day = (date: string, amounts: Record<string, string>, others = '0', open = { pending: 0, unknown: 0 }) => ({
  startsAt: `${date}T00:00:00.000Z`,
  endsAt: `${date}T24:00:00.000Z`,
  ...open,
  amounts,
  others
})
const report: CostReport = {
  upstream: 'openrouter',
  first: '2026-11-12',
  last: '2026-11-14',
  zone: 'UTC',
  total: sum,
  grain: 'day',
  slots: [day('2026-11-12', { 'a/b': '1000000000000', 'c/d': '230000000000' }), day('2026-11-13', {}), day('2026-11-14', {}, '1')],
  series: ['a/b', 'c/d'],
  byModel: [
    { key: 'a/b', sum },
    { key: 'c/d', sum },
    { key: '', sum }
  ],
  byProvider: [{ key: '', sum }],
  byKind: [
    { key: 'chat', sum },
    { key: 'tool fees', sum: { ...sum, requests: 0, answers: 0 } }
  ],
  byConversation: [
    { key: 'one', title: '=1+1, "both"', sum },
    { key: 'two', title: null, sum }
  ],
  others: { count: 1234, sum }
}

const textOf = (markup: string) =>
  markup
    .replace(/<svg.*?<\/svg>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')

describe('the chart', () => {
  const plan = planChart(report, slotWords(report), slug => slug)

  test('says what it shows', () => {
    expect(plan?.finding).toBe('Most was spent on 12 November: $1.23, mainly on a/b.')
  })

  test('pieces stand on each other, their height is their amount, round steps reach above the largest', () => {
    expect(plan?.ticks.map(({ label }) => label)).toEqual(['$0', '$0.50', '$1.00', '$1.50'])
    expect(plan?.bars[0]?.pieces).toEqual([
      { series: 1, from: 0, to: 1 / 1.5 },
      { series: 2, from: 1 / 1.5, to: 1.23 / 1.5 }
    ])
    expect(plan?.bars[1]?.pieces).toEqual([])
    expect(plan?.bars[2]?.pieces.map(({ series }) => series)).toEqual([8])
    expect(planChart({ ...report, slots: [day('2026-11-12', {})] }, [], slug => slug)).toBeNull()
  })

  test('steps of any size are written whole', () => {
    const tick = (amount: string) =>
      planChart({ series: ['a'], slots: [day('2026-11-12', { a: amount })] }, [], slug => slug)?.ticks[1]?.label
    expect([tick('1'), tick('4000000'), tick('999999999999'), tick('5000000000001'), tick('9000000000000000')]).toEqual([
      '$0.000000000001',
      '$0.000001',
      '$0.20',
      '$2',
      '$2,000'
    ])
  })

  test('times are of the zone, with the year where there are several', () => {
    const hours = { ...report, grain: 'hour' as const, zone: 'Asia/Kolkata', last: '2026-11-12' }
    expect(slotWords(hours)[0]).toEqual({ long: '05:30', short: '05:30', when: 'from 05:30' })
    expect(slotWords({ ...report, last: '2026-12-01' })[0]?.short).toBe('12 Nov')
    expect(slotWords({ ...report, grain: 'month', last: '2027-01-01' })[0]).toEqual({
      long: 'November 2026',
      short: 'Nov 2026',
      when: 'in November 2026'
    })
    expect([labelEvery(30, 16), labelEvery(7, 16), labelEvery(92, 10)]).toEqual([2, 1, 10])
  })
})

describe('words of periods', () => {
  test.each([
    ['day', '2026-11-25', '2026-11-25', '25 November 2026', 'Nothing spent on 25 November.'],
    ['week', '2026-11-23', '2026-11-29', '23–29 Nov 2026', 'Nothing spent on 23–29 Nov 2026.'],
    ['week', '2026-12-28', '2027-01-03', '28 Dec 2026 – 3 Jan 2027', 'Nothing spent on 28 Dec 2026 – 3 Jan 2027.'],
    ['month', '2026-11-01', '2026-11-30', 'November 2026', 'Nothing spent in November.'],
    ['month', '2025-11-01', '2025-11-30', 'November 2025', 'Nothing spent in November 2025.'],
    ['year', '2026-01-01', '2026-12-31', '2026', 'Nothing spent in 2026.'],
    ['all', '2026-01-01', '2026-11-25', 'All time', 'Nothing spent yet.'],
    ['range', '2026-11-03', '2026-11-03', '3 November 2026', 'Nothing spent on 3 November 2026.']
  ] as const)('%s from %s to %s', (kind, first, last, title, empty) => {
    expect(periodTitle({ kind, first, last })).toBe(title)
    expect(nothingSpent({ kind, first, last }, '2026-11-25')).toBe(empty)
  })

  test('days are counted', () => {
    expect(['01', '02', '03', '11', '12', '13', '21', '22', '23', '30', '31'].map(date => ordinalDay(`2026-11-${date}`)).join()).toBe(
      '1st,2nd,3rd,11th,12th,13th,21st,22nd,23rd,30th,31st'
    )
  })
})

test('a pace is told of a running day or month of which a tenth has gone', () => {
  const at = (now: string, kind: 'day' | 'month' | 'year' = 'month') =>
    paceOf({ period: { kind }, startsAt: '2026-11-01T00:00:00.000Z', endsAt: '2026-12-01T00:00:00.000Z', now }, 10n ** 12n)
  expect(at('2026-11-16T00:00:00.000Z')).toBe(2n * 10n ** 12n)
  expect(at('2026-11-04T00:00:00.000Z')).toBe(10n ** 13n)
  expect(at('2026-11-03T23:59:59.000Z')).toBeNull()
  expect(at('2026-12-01T00:00:00.000Z')).toBeNull()
  expect(at('2026-11-16T00:00:00.000Z', 'year')).toBeNull()
})

test('shares have one decimal, and nothing has no share', () => {
  expect([shareOf('355', '1000'), shareOf('1', '3'), shareOf('2', '3'), shareOf('1', '1'), shareOf('0', '0')]).toEqual([
    '35.5%',
    '33.3%',
    '66.7%',
    '100.0%',
    '—'
  ])
})

describe('the strip', () => {
  const strip = (change: Partial<CostSum>, demo = false) =>
    textOf(
      renderToStaticMarkup(
        <SummaryStrip total={{ ...sum, ...change }} demo={demo} rate={{ label: 'At this pace', figure: '≈ $2', note: 'by the 30th' }} />
      )
    )

  test('five figures', () => {
    const text = strip({})
    expect(text).toContain('Spent $1.23 3 calls billed')
    expect(text).toContain('Thinking $0.30 24.4% of the bill')
    expect(text).toContain('Saved by caching ≈ −$0.02 75.0% of input was cached')
    expect(text).toContain('Thrown away $0.03 1 of 2 answers')
    expect(text).not.toMatch(/at least|provider keys/)
  })

  test('what is pending or unknown is counted apart, and a bill of nothing known is no zero', () => {
    expect(strip({ pending: 1, unknown: 1 })).toContain('at least $1.23 1 call billed 1 pending 1 unknown')
    expect(strip({ picoUsd: '0', pending: 3 })).toContain('Spent — 0 calls billed 3 pending')
  })

  test('thinking and cached tokens that nobody could put a price on are no zero; free ones are', () => {
    const unpriced = strip({ reasoningPicoUsd: '0', cacheSavedPicoUsd: '0' })
    expect(unpriced).toContain('Thinking — no price is known')
    expect(unpriced).toContain('Saved by caching — 75.0% of input was cached')
    expect(strip({ reasoningPicoUsd: '0', cacheSavedPicoUsd: '0', picoUsd: '0' })).toMatch(/Thinking \$0 .*Saved by caching \$0 /)
    expect(strip({ reasoningPicoUsd: '0', picoUsd: '0', unknown: 1 })).toContain('Thinking —')
    expect(strip({ reasoningPicoUsd: '0', reasoningTokens: 0 })).toContain('Thinking $0 0.0% of the bill')
  })

  test('own keys are two bills, a demo is none', () => {
    expect(strip({ providerPicoUsd: '1000000000000', feePicoUsd: '50000000000' })).toContain(
      'Of it with your own provider keys: $1.00 to providers, $0.05 OpenRouter’s fee'
    )
    expect(strip({}, true)).toContain('Spent, simulated $1.23 3 calls simulated')
  })
})

describe('tables', () => {
  test('lines, the rest in one, the total; a gap says that it is one', () => {
    const open = { ...report, byConversation: [{ key: 'one', title: 'One', sum: { ...sum, pending: 2, picoUsd: '0' } }] }
    const markup = renderToStaticMarkup(<CostTable report={open} table="conversation" catalogue={catalogue} />)
    const text = textOf(markup)
    expect(markup).toContain('href="/costs/one"')
    expect(text).toContain('at least, 2 pending: —')
    expect(text).toContain('1,234 other conversations')
    expect(text).toMatch(/Total 3 1,000 3,000 — 20 5 \$0\.3000 −\$0\.0200 1 of 2 \$1\.2300 100\.0%/)
    expect(textOf(renderToStaticMarkup(<CostTable report={report} table="model" catalogue={catalogue} />))).toContain(
      'Blind comparison, before its vote'
    )
  })

  test('files have the lines of the page, every digit, and no formula', () => {
    const conversations = costTableAsCsv(report, 'conversation', catalogue).split('\r\n')
    expect(conversations).toHaveLength(5)
    expect(conversations[0]).toBe(
      'Conversation,Key,Calls,Pending,Unknown,In (tokens),Cached (tokens),Written (tokens),Out (tokens),Thought (tokens),Thinking (USD),Cache saved (USD),Answers,Thrown away,Thrown away (USD),Providers with own keys (USD),Fee for own keys (USD),Tool fees (USD),Cost (USD)'
    )
    expect(conversations[1]).toBe(`"'=1+1, ""both""",one,3,0,0,1000,3000,,20,5,0.3,-0.02,2,1,0.03,0,0,0,1.230000000001`)
    expect(conversations[2]).toMatch(/^Deleted conversation,two,/)
    expect(conversations[3]).toMatch(/^"1,234 other conversations",,3,/)
    const open = { ...sum, pending: 1, picoUsd: '0', reasoningPicoUsd: '0', cacheSavedPicoUsd: '0' }
    const [, line] = costTableAsCsv({ ...report, byModel: [{ key: 'a/b', sum: open }] }, 'model', catalogue).split('\r\n')
    expect(line).toBe('a/b,a/b,3,1,0,1000,3000,,20,5,,,2,1,0.03,0,0,0,')
    expect(slotsAsCsv(report, catalogue).split('\r\n')).toEqual([
      'From,To,Pending,Unknown,a/b (USD),c/d (USD),Other (USD),All (USD)',
      '2026-11-12T00:00:00.000Z,2026-11-12T24:00:00.000Z,0,0,1,0.23,0,1.23',
      '2026-11-13T00:00:00.000Z,2026-11-13T24:00:00.000Z,0,0,0,0,0,0',
      '2026-11-14T00:00:00.000Z,2026-11-14T24:00:00.000Z,0,0,0,0,0.000000000001,0.000000000001',
      ''
    ])
  })

  test('a day whose calls have no cost yet is no zero, and neither it nor the whole is said to be all', () => {
    const byModel = [{ key: 'a/b', sum }]
    const slots = [
      day('2026-11-12', { 'a/b': '5000000000' }),
      day('2026-11-13', { 'a/b': '0' }, '0', { pending: 1, unknown: 0 }),
      day('2026-11-14', {})
    ]
    const opened: CostReport = { ...report, slots, series: ['a/b'], byModel, total: { ...sum, picoUsd: '5000000000', pending: 1 } }
    const table = <SlotTable report={opened} words={slotWords(opened)} title="By day" nameOf={slug => slug} />
    expect(textOf(renderToStaticMarkup(table))).toContain(
      '12 November $0.00500 $0.00500 13 November — at least, 1 pending: — 14 November $0 $0 Total $0.00500 at least, 1 pending: $0.00500'
    )
    expect(slotsAsCsv(opened, catalogue).split('\r\n').slice(1, 4)).toEqual([
      '2026-11-12T00:00:00.000Z,2026-11-12T24:00:00.000Z,0,0,0.005,0.005',
      '2026-11-13T00:00:00.000Z,2026-11-13T24:00:00.000Z,1,0,,',
      '2026-11-14T00:00:00.000Z,2026-11-14T24:00:00.000Z,0,0,0,0'
    ])
  })
})
