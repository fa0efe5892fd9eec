import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { Reconciliation } from '@/lib/cost/reconciliation.ts'
import { ReconcilePanel } from './reconcile-panel.tsx'

const agreeing: Reconciliation = {
  upstream: 'openrouter',
  period: 'month',
  from: '2026-11-01T00:00:00.000Z',
  to: '2026-11-25T12:00:00.000Z',
  ours: { creditsPicoUsd: '13580000000000', byokPicoUsd: '0', calls: 412, pending: 0, unknown: 0 },
  beforeKey: null,
  theirs: { creditsPicoUsd: '13580000000000', byokPicoUsd: '0' },
  problem: null,
  finding: { verdict: 'agrees', differencePicoUsd: '0', unexplainedPicoUsd: '0' },
  byok: null,
  account: { boughtPicoUsd: '40000000000000', usedPicoUsd: '21500000000000' },
  activity: { state: 'not_allowed' }
}

const textOf = (change: Partial<Reconciliation>) =>
  renderToStaticMarkup(<ReconcilePanel reconciliation={{ ...agreeing, ...change }} />)
    .replace(/<svg.*?<\/svg>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')

test('an equal period says so, with the account and what the key may not see', () => {
  const text = textOf({})
  expect(text).toContain('November so far, UTC')
  expect(text).toContain('OpenRouter says $13.5800')
  expect(text).toContain('Billed here, 412 calls $13.5800')
  expect(text).toContain('Difference $0')
  expect(text).toContain('Every cent agrees with what OpenRouter counted.')
  expect(text).toContain('$21.50 used of $40.00 bought')
  expect(text).toContain('management keys only')
  expect(text).not.toContain('Warning')
})

test('a difference is called unexplained only where nothing explains it', () => {
  const more = { verdict: 'unexplained' as const, differencePicoUsd: '120000000000', unexplainedPicoUsd: '120000000000' }
  expect(textOf({ finding: more })).toContain('Warning: Unexplained: $0.12 more there.')
  const less = { ...more, differencePicoUsd: '-120000000000', unexplainedPicoUsd: '-120000000000' }
  expect(textOf({ finding: less })).toContain('Unexplained: $0.12 more here.')

  const open = { verdict: 'open' as const, differencePicoUsd: '120000000000', unexplainedPicoUsd: null }
  const text = textOf({ finding: open, ours: { ...agreeing.ours, pending: 2, unknown: 1 } })
  expect(text).toContain('2 calls pending, 1 unknown: not in the sum —')
  expect(text).toContain('$0.12 more there. It may be what the open calls cost: 2 calls pending, 1 unknown.')
  expect(text).not.toContain('Unexplained')

  const beforeKey = { picoUsd: '120000000000', calls: 3, enteredAt: '2026-11-03T10:00:00.000Z' }
  const moved = textOf({ finding: { ...open, differencePicoUsd: '-120000000000', unexplainedPicoUsd: '0' }, beforeKey })
  expect(moved).toContain('$0.12 more here: 3 calls were made before this key was entered')
})

test('no answer of OpenRouter leaves our figures and no zero', () => {
  const text = textOf({ theirs: null, finding: null, account: null, problem: 'unreachable' })
  expect(text).toContain('OpenRouter could not be asked.')
  expect(text).toContain('OpenRouter says —')
  expect(text).toContain('$13.5800')
  expect(text).not.toContain('Difference')
})

test('by day and model only what differs is listed', () => {
  const differences = [
    { date: '2026-11-24', model: 'a/b', oursPicoUsd: '0', theirsPicoUsd: '5000000000', differencePicoUsd: '5000000000', called: false }
  ]
  const text = textOf({ activity: { state: 'read', agreeing: 7, differences } })
  expect(text).toContain('2026-11-24 a/b another application: never asked here on that day $0.00500 $0 $0.00500')
  expect(textOf({ activity: { state: 'read', agreeing: 7, differences: [] } })).toContain('Every completed day agrees')
})

test('the demo is held against its own bill, and other days are named as such', () => {
  const text = textOf({ upstream: 'demo', period: 'week', from: '2026-11-23T00:00:00.000Z' })
  expect(text).toContain('Against the demo’s own bill')
  expect(text).toContain('Since Monday, 23 Nov, UTC')
  expect(text).not.toContain('management keys')
  expect(textOf({ period: 'day', from: '2026-11-25T00:00:00.000Z' })).toContain('25 Nov so far, UTC')
})
