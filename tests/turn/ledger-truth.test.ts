/**
 * Promises C1-C4 over random turns: whatever happens to a call, the ledger is the bill that the simulator keeps, to the
 * pico-dollar. `STENO_LEDGER_TURNS` makes it longer, `STENO_LEDGER_SEED` repeats a run.
 */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, inject, test } from 'vitest'
import { startSimulator } from '../../lib/simulator/server.ts'
import { SimulatorControl } from '../../lib/simulator/simulator-control.ts'
import { type Audit, audit } from './ledger-truth/audit.ts'
import { liveThrough } from './ledger-truth/life.ts'
import { keyOf, nameOf } from './ledger-truth/names.ts'
import { plannedConversations, turnsPerConversation } from './ledger-truth/random-turns.ts'

// Both are read when lib/env.ts is imported. Thousands of commits that a process waits for: in memory where there is such a
// place, which a killed process outlives as it does a disk.
const simulator = await startSimulator()
const directory = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir(), 'steno-ledger-'))
process.env.OPENROUTER_BASE_URL = simulator.url
process.env.STENO_DATA = directory
const { env } = await import('../../lib/env.ts')
const { closeDatabase, database } = await import('../../lib/db/client.ts')
const { listConversations, loadConversation } = await import('../../lib/db/conversations.ts')

const turns = Number(process.env.STENO_LEDGER_TURNS ?? 1000)
const seed = Number(process.env.STENO_LEDGER_SEED ?? Math.floor(Math.random() * 2 ** 31))
/** Side by side in one process; the next ones follow when these are settled. */
const conversationsAtOnce = 50
/** Deaths among a thousand turns, at these parts of them. */
const deaths = [0.2, 0.5, 0.8]

afterAll(async () => {
  await closeDatabase()
  await simulator.close()
  rmSync(directory, { recursive: true, force: true })
})

/** The look-up of an id as anybody may repeat it: a cost that is there is not unknown. */
async function canBeLookedUp(key: string, id: string): Promise<boolean> {
  const response = await fetch(`${simulator.url}/generation?id=${id}`, { headers: { Authorization: `Bearer ${key}` } })
  return response.status === 200
}

/** Every sentence about one conversation that must hold; answers with its books. */
async function auditConversation(
  number: number,
  mayLose: boolean
): Promise<Audit & { calls: number; retries: number; titles: number; recovered: number }> {
  const control = new SimulatorControl(simulator.origin, keyOf(number))
  const userId = nameOf(number)
  const rows = await database().generation.findMany({ where: { userId } })
  const [bill, requests] = await Promise.all([control.bill(), control.requests()])
  const books = audit({ rows, bill: bill.rows, requests })
  const where = `conversation ${number} of seed ${seed}`

  expect(books.wrong, where).toEqual([])
  expect(books.unsettled, where).toEqual([])
  expect(books.refusedOpen, where).toEqual([])
  expect(books.billedPicoUsd + books.unknownPicoUsd, where).toBe(BigInt(bill.picoUsd))
  const ids = rows.flatMap(row => row.openRouterId ?? [])
  expect(new Set(ids).size, where).toBe(ids.length)
  // One row per call: those that no row names are among the unnamed rows, and only a kill or a stop makes such rows.
  expect(ids.length + books.lostCalls, where).toBe(requests.length)
  expect(books.lostCalls, where).toBeLessThanOrEqual(books.unnamed)
  if (!mayLose) expect(books.unnamed, where).toBe(0)
  for (const row of rows) {
    if (row.costState !== 'unknown' || row.openRouterId === null) continue
    expect(await canBeLookedUp(keyOf(number), row.openRouterId), `${row.openRouterId} in ${where}`).toBe(false)
  }

  // What people see: the sidebar's total, and the figure beside every answer.
  const [listed] = (await listConversations(userId)).conversations
  expect(listed?.cost, where).toEqual({ picoUsd: String(books.billedPicoUsd), pending: 0, unknown: books.unknown })
  const conversation = await loadConversation(userId, listed?.id ?? '')
  for (const message of conversation?.messages ?? []) {
    if (message.role !== 'assistant') continue
    const own = rows.filter(row => row.messageId === message.id)
    const known = own.flatMap(row => row.costPicoUsd ?? [])
    expect(message.metadata?.costState, `${message.id} in ${where}`).toBe(
      own.some(row => row.costState === 'unknown') ? 'unknown' : 'billed'
    )
    expect(message.metadata?.costPicoUsd, `${message.id} in ${where}`).toBe(
      known.length === 0 ? undefined : String(known.reduce((sum, cost) => sum + cost, 0n))
    )
  }
  const titles = rows.filter(row => row.kind === 'title').length
  // Only who lives to see a call's end writes down how long it took.
  const recovered = rows.filter(row => row.kind === 'chat' && row.openRouterId !== null && row.durationMs === null).length
  return { ...books, calls: requests.length, retries: rows.filter(row => row.attempt > 0).length, titles, recovered }
}

test(`the ledger is the bill over ${turns} random turns`, { timeout: 60_000 + turns * 100 }, async () => {
  copyFileSync(inject('baseDatabase'), env.databaseFile)
  const environment = { STENO_DATA: env.dataDirectory, OPENROUTER_BASE_URL: simulator.url }
  const total = {
    turns: 0,
    calls: 0,
    retries: 0,
    titles: 0,
    kills: 0,
    recovered: 0,
    unknown: 0,
    unnamed: 0,
    lostCalls: 0,
    picoUsd: 0n,
    billPicoUsd: 0n
  }
  for (let first = 0; first * turnsPerConversation < turns; first += conversationsAtOnce) {
    const count = Math.min(conversationsAtOnce, Math.ceil(turns / turnsPerConversation) - first)
    const plan = { seed: seed + first, first, count }
    let done = 0
    for (const part of [...deaths, null]) {
      const life = await liveThrough(plan, environment, part === null ? null : Math.max(1, count * turnsPerConversation * part - done))
      done += life.turns
      if (life.ended) break
      total.kills++
    }
    const stopped = plannedConversations(plan.seed, count).map(({ turns }) => turns.some(turn => turn.stopAfterMs !== null))
    for (let number = first; number < first + count; number++) {
      const books = await auditConversation(number, total.kills > 0 || stopped[number - first] === true)
      total.calls += books.calls
      total.retries += books.retries
      total.titles += books.titles
      total.recovered += books.recovered
      total.unknown += books.unknown
      total.unnamed += books.unnamed
      total.lostCalls += books.lostCalls
      total.picoUsd += books.billedPicoUsd + books.unknownPicoUsd
      total.billPicoUsd += BigInt((await new SimulatorControl(simulator.origin, keyOf(number)).bill()).picoUsd)
      await new SimulatorControl(simulator.origin, keyOf(number)).clear()
    }
    total.turns += count * turnsPerConversation
  }
  process.stdout.write(
    `ledger truth, seed ${seed}: ${JSON.stringify(total, (_, value) => (typeof value === 'bigint' ? String(value) : value))}\n`
  )
  expect(total.picoUsd).toBe(total.billPicoUsd)
  expect(await database().generation.count()).toBeGreaterThanOrEqual(total.calls)
  // A run that meets none of these shows nothing.
  for (const met of ['retries', 'titles', 'kills', 'recovered', 'unknown'] as const) expect(total[met], met).toBeGreaterThan(0)
})
