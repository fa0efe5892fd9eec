/** Promise C1 for the dashboard: whatever it is summed by, over whatever days of whatever zone, the lines are the ledger. */
import { describe, expect, test } from 'vitest'
import { boundsOf, daysIn, parsePeriod } from '../../lib/cost/period.ts'
import type { CostReport, CostRow, CostSum } from '../../lib/cost/report.ts'
import { database } from '../../lib/db/client.ts'
import { readCostReport } from '../../lib/db/cost-report.ts'
import { useDatabase } from '../setup/database.ts'

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Africa/Cairo'
]
const names = ['2025-03-30', '2025-10-26', '2025-W13', '2025-W44', '2025-03', '2025-10', '2025', '2025-02-27..2025-11-03', 'all']
const days = { since: '2024-12-30', today: '2026-01-02' }

type Random = (below: number) => number

function randomOf(seed: number): Random {
  let state = seed
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** Days on which some zone of the above changes its clock, and New Year. */
const busyDays = [
  '2024-12-31',
  '2025-01-01',
  '2025-03-09',
  '2025-03-30',
  '2025-04-06',
  '2025-04-25',
  '2025-09-28',
  '2025-10-05',
  '2025-10-26',
  '2025-11-02'
]

function randomTime(random: Random): Date {
  if (random(2) === 0) return new Date(Date.UTC(2024, 11, 31) + random(368 * 86_400) * 1000)
  // Exactly at a day's boundary there, or a moment beside it.
  const day = busyDays[random(busyDays.length)] ?? '2025-01-01'
  const { startsAt } = boundsOf({ first: day, last: day, zone: zones[random(zones.length)] ?? 'UTC' })
  return new Date(startsAt.getTime() + random(3) - 1)
}

let serial = 0

function randomCall(random: Random, userId: string) {
  serial += 1
  const state = ['billed', 'billed', 'billed', 'pending', 'unknown'][random(5)] ?? 'billed'
  const cost = state === 'billed' ? BigInt(random(2 ** 31)) * 1_000_003n : null
  const count = () => (random(4) === 0 ? null : random(5000))
  return {
    id: `call-${serial}`,
    userId,
    upstream: random(6) === 0 ? 'demo' : 'openrouter',
    kind: ['chat', 'compare', 'title', 'merge'][random(4)] ?? 'chat',
    conversationId: random(9) === 0 ? null : `conversation-${random(12)}`,
    messageId: `message-${serial}`,
    position: random(2),
    model: `maker/model-${random(12)}`,
    provider: random(4) === 0 ? null : `Provider ${random(3)}`,
    inputTokens: count(),
    outputTokens: count(),
    cacheReadTokens: count(),
    cacheWriteTokens: count(),
    reasoningTokens: count(),
    costPicoUsd: cost,
    toolFeePicoUsd: cost !== null && random(4) === 0 ? cost / 3n : null,
    providerPicoUsd: cost !== null && random(5) === 0 ? cost / 2n : null,
    reasoningPicoUsd: cost === null ? null : cost / 5n,
    cacheSavedPicoUsd: BigInt(random(2000) - 1000),
    discarded: random(5) === 0,
    costState: state,
    createdAt: randomTime(random)
  }
}

type Call = Awaited<ReturnType<typeof calls>>[number]
const calls = () => database().generation.findMany()

const optional = (values: (number | null)[]) =>
  values.every(value => value === null) ? null : values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
const money = (values: (bigint | null)[]) => String(values.reduce<bigint>((sum, value) => sum + (value ?? 0n), 0n))

/** Added up row by row. */
function sumOf(rows: readonly Call[]): CostSum {
  const firsts = rows.filter(row => row.position === 0 && row.attempt === 0)
  return {
    requests: rows.length,
    answers: firsts.filter(row => row.kind === 'chat').length,
    pending: rows.filter(row => row.costState === 'pending').length,
    unknown: rows.filter(row => row.costState === 'unknown').length,
    inputTokens: optional(rows.map(row => row.inputTokens)),
    outputTokens: optional(rows.map(row => row.outputTokens)),
    cacheReadTokens: optional(rows.map(row => row.cacheReadTokens)),
    cacheWriteTokens: optional(rows.map(row => row.cacheWriteTokens)),
    reasoningTokens: optional(rows.map(row => row.reasoningTokens)),
    picoUsd: money(rows.map(row => row.costPicoUsd)),
    providerPicoUsd: money(rows.map(row => row.providerPicoUsd)),
    feePicoUsd: money(rows.map(row => row.feePicoUsd)),
    toolFeePicoUsd: money(rows.map(row => row.toolFeePicoUsd)),
    reasoningPicoUsd: money(rows.map(row => row.reasoningPicoUsd)),
    cacheSavedPicoUsd: money(rows.map(row => row.cacheSavedPicoUsd)),
    discarded: firsts.filter(row => row.discarded).length,
    discardedPicoUsd: money(rows.filter(row => row.discarded).map(row => row.costPicoUsd))
  }
}

const plus = (rows: readonly CostRow[]) => String(rows.reduce((sum, row) => sum + BigInt(row.sum.picoUsd), 0n))

function check(report: CostReport, rows: readonly Call[], where: string): void {
  const total = sumOf(rows)
  expect(report.total, where).toEqual(total)
  const { byModel, byProvider, byKind, byConversation, others, slots } = report
  for (const [table, key] of [
    [byModel, 'model'],
    [byProvider, 'provider'],
    [byConversation, 'conversationId']
  ] as const) {
    for (const row of table)
      expect(row.sum, `${where}: ${key} ${row.key}`).toEqual(sumOf(rows.filter(call => (call[key] ?? '') === row.key)))
  }
  expect(plus(byModel), where).toBe(total.picoUsd)
  expect(plus(byProvider), where).toBe(total.picoUsd)
  expect(plus(byKind), where).toBe(total.picoUsd)
  expect(plus([...byConversation, ...(others ? [{ key: '', sum: others.sum }] : [])]), where).toBe(total.picoUsd)
  for (const slot of slots) {
    const within = rows.filter(({ createdAt }) => createdAt >= new Date(slot.startsAt) && createdAt < new Date(slot.endsAt))
    const amounts = [...Object.values(slot.amounts), slot.others]
    const { picoUsd, pending, unknown } = sumOf(within)
    const slotSum = {
      picoUsd: String(amounts.reduce((sum, amount) => sum + BigInt(amount), 0n)),
      pending: slot.pending,
      unknown: slot.unknown
    }
    expect(slotSum, `${where}: ${slot.startsAt}`).toEqual({ picoUsd, pending, unknown })
  }
  const bounds = slots.flatMap(slot => [slot.startsAt, slot.endsAt])
  expect(
    bounds.slice(1, -1).every((bound, index) => index % 2 === 1 || bound === bounds[index + 2]),
    `${where}: no gap`
  ).toBe(true)
}

describe('the cost report', () => {
  useDatabase()

  test('is the ledger: every grouping, period and zone, after rows come, are settled, and go', { timeout: 60_000 }, async () => {
    const seed = Number(process.env.STENO_SEED ?? 20_251_125)
    const random = randomOf(seed)
    await database().user.createMany({ data: [{ id: 'one' }, { id: 'other' }] })
    for (let round = 0; round < 4; round++) {
      await database().generation.createMany({
        data: Array.from({ length: 150 }, () => randomCall(random, random(8) === 0 ? 'other' : 'one'))
      })
      const before = await calls()
      for (const row of before.filter(call => call.costState === 'pending' && random(2) === 0)) {
        await database().generation.update({ where: { id: row.id }, data: { costState: 'billed', costPicoUsd: BigInt(random(2 ** 30)) } })
      }
      await database().generation.deleteMany({ where: { id: { in: before.filter(() => random(12) === 0).map(row => row.id) } } })
      const ledger = await calls()
      // Some of what the round before has summed is read again, and some for the first time.
      for (const zone of zones.filter(() => random(3) > 0)) {
        for (const name of names.filter(() => random(3) > 0)) {
          const period = parsePeriod(name, zone, days)
          if (!period) throw new Error(name)
          const { startsAt, endsAt } = boundsOf(period)
          const rows = ledger.filter(
            call => call.userId === 'one' && call.upstream === 'openrouter' && call.createdAt >= startsAt && call.createdAt < endsAt
          )
          check(await readCostReport('one', 'openrouter', period), rows, `seed ${seed}, round ${round}, ${name} in ${zone}`)
        }
      }
    }
  })

  test('the days of a month are the month, the months of a year the year', async () => {
    const random = randomOf(7)
    await database().user.create({ data: { id: 'one' } })
    await database().generation.createMany({ data: Array.from({ length: 300 }, () => randomCall(random, 'one')) })
    for (const zone of ['America/New_York', 'Australia/Lord_Howe']) {
      const report = async (name: string) => {
        const period = parsePeriod(name, zone, days)
        if (!period) throw new Error(name)
        return BigInt((await readCostReport('one', 'openrouter', period)).total.picoUsd)
      }
      const march = await Promise.all(daysIn({ first: '2025-03-01', last: '2025-03-31' }).map(day => report(day.first)))
      expect(march.reduce((sum, day) => sum + day, 0n)).toBe(await report('2025-03'))
      const months = await Promise.all(Array.from({ length: 12 }, (_, month) => report(`2025-${String(month + 1).padStart(2, '0')}`)))
      expect(months.reduce((sum, month) => sum + month, 0n)).toBe(await report('2025'))
    }
  })

  test('a call that comes while a month is summed from its days is not left out of it for good', async () => {
    const random = randomOf(11)
    await database().user.create({ data: { id: 'one' } })
    const call = (id: string) => ({
      ...randomCall(random, 'one'),
      id,
      upstream: 'openrouter',
      createdAt: new Date('2025-03-12T12:00:00Z'),
      costState: 'billed',
      costPicoUsd: 5n
    })
    await database().generation.createMany({ data: [call('early'), call('late')] })
    await database().$executeRaw`CREATE TABLE "Late" AS SELECT * FROM "Generation" WHERE "id" = 'late'`
    await database().generation.delete({ where: { id: 'late' } })
    // Between the sums of the days and the sum of the month.
    await database().$executeRaw`CREATE TRIGGER "Late" AFTER INSERT ON "CostByConversation" BEGIN
        INSERT OR IGNORE INTO "Generation" SELECT * FROM "Late"; END`
    const period = parsePeriod('2025-03', 'UTC', days)
    if (!period) throw new Error('2025-03')
    await readCostReport('one', 'openrouter', period)
    expect((await readCostReport('one', 'openrouter', period)).total).toMatchObject({ requests: 2, picoUsd: '10' })
  })

  test('keeps no sums of years in which nothing was asked: each would have to be looked at with every later call', async () => {
    const random = randomOf(13)
    await database().user.create({ data: { id: 'one' } })
    const period = parsePeriod('2019-05-02..2031-11-03', 'UTC', days)
    if (!period) throw new Error('no period')
    expect((await readCostReport('one', 'openrouter', period)).total.requests).toBe(0)
    expect(await database().costRollup.count()).toBe(0)
    const createdAt = new Date('2025-03-12T12:00:00Z')
    await database().generation.create({ data: { ...randomCall(random, 'one'), upstream: 'openrouter', createdAt } })
    const report = await readCostReport('one', 'openrouter', period)
    check(report, await calls(), 'twelve years')
    expect(report.slots).toHaveLength(12 * 12 + 7)
    expect(await database().costRollup.count()).toBe(365 + 12 + 1)
  })
})
