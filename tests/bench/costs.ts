/**
 * npm run bench:costs: how long the server takes for the costs page and its files over a ledger of a million calls, three years, 50
 * models and 10,000 conversations. Each address is asked once cold, then seven times. Prints figures; judges nothing. Needs a build.
 * `--rows 20000` is a quick look.
 */
import { spawnSync } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startApp, temporaryDataDirectory } from '../../scripts/app-server.mjs'
import { freePort } from '../../scripts/free-port.mjs'
import { writeLedger } from './ledger-rows.ts'
import { median } from './process-figures.ts'

const { values: options } = parseArgs({ options: { rows: { type: 'string', default: '1000000' }, write: { type: 'string' } } })
const rows = Number(options.rows)
const zones = ['UTC', 'Europe/Berlin', 'Asia/Kolkata']
const tables = ['time', 'model', 'provider', 'kind', 'conversation']
const warmRuns = 7

const now = new Date()
const today = now.toISOString().slice(0, 10)
const yearAgo = `${now.getUTCFullYear() - 1}${today.slice(4).replace('02-29', '02-28')}`
const periods = {
  day: today,
  week: weekOf(now),
  month: today.slice(0, 7),
  year: today.slice(0, 4),
  range: `${yearAgo}..${today}`,
  all: 'all'
}

/** ISO 8601: a week belongs to the year of its Thursday. */
function weekOf(date: Date): string {
  const thursday = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() - ((date.getUTCDay() + 6) % 7) + 3))
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / 604_800_000)
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`
}

interface Figure {
  what: string
  zone: string
  coldMs: number
  warmMs: number
}

async function timeOf(address: string): Promise<number> {
  const startedAt = performance.now()
  const response = await fetch(address)
  const text = await response.text()
  if (response.status !== 200) throw new Error(`${address}: ${response.status} ${text.slice(0, 200)}`)
  return performance.now() - startedAt
}

async function measure(origin: string, what: string, zone: string, address: string): Promise<Figure> {
  const coldMs = await timeOf(origin + address)
  const warm: number[] = []
  for (let run = 0; run < warmRuns; run++) warm.push(await timeOf(origin + address))
  return { what, zone, coldMs, warmMs: median(warm) }
}

function print({ what, zone, coldMs, warmMs }: Figure): void {
  process.stdout.write(`${what.padEnd(24)} ${zone.padEnd(14)} ${coldMs.toFixed(0).padStart(7)} ms ${warmMs.toFixed(0).padStart(7)} ms\n`)
}

if (options.write !== undefined) {
  writeLedger(options.write, 'local', { rows, years: 3, models: 50, conversations: 10_000, scattered: false, seed: 1 }, now)
  process.exit(0)
}

const dataDirectory = temporaryDataDirectory()
// Nobody is there: the page must not wait for OpenRouter.
const env = { OPENROUTER_API_KEY: 'sk-or-v1-bench', OPENROUTER_BASE_URL: `http://127.0.0.1:${await freePort()}` }
// Its first start makes the database.
await (await startApp({ dataDirectory, env })).stop()
// By a process of its own, with which every lock on the file goes.
spawnSync(process.execPath, [import.meta.filename, '--rows', options.rows, '--write', path.join(dataDirectory, 'steno.db')], {
  stdio: 'inherit'
})
const app = await startApp({ dataDirectory, env })
try {
  process.stdout.write(`${rows.toLocaleString('en-US')} calls; ${os.cpus().length} cores, load ${os.loadavg()[0]?.toFixed(1)}\n`)
  process.stdout.write(`${'address'.padEnd(24)} ${'zone'.padEnd(14)} ${'first'.padStart(10)} ${`of ${warmRuns}`.padStart(10)}\n`)
  await timeOf(`${app.origin}/settings`)
  const figures: Figure[] = []
  for (const zone of zones) {
    for (const [kind, period] of Object.entries(periods)) {
      const query = new URLSearchParams({ period, zone })
      const measured = [await measure(app.origin, `page, ${kind}`, zone, `/costs?${query}`)]
      for (const table of tables) {
        measured.push(await measure(app.origin, `${table}.csv, ${kind}`, zone, `/api/costs/csv?${query}&table=${table}`))
      }
      measured.forEach(print)
      figures.push(...measured)
    }
  }
  const worst = (field: 'coldMs' | 'warmMs') => figures.toSorted((left, right) => right[field] - left[field]).slice(0, 1)
  process.stdout.write('\nworst, first and then warm\n')
  for (const figure of [...worst('coldMs'), ...worst('warmMs')]) print(figure)
} finally {
  await app.stop()
}
