/**
 * npm run bench:search: 500 searches by HTTP over 100,000 messages, and how long the migration takes that makes the index of a full
 * database. The most frequent words, rare ones, beginnings, phrases, pairs of ideographs, filters and what is nowhere. Prints figures;
 * judges nothing. Needs a build. `--messages 5000` is a quick look.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startApp, temporaryDataDirectory } from '../../scripts/app-server.mjs'
import { migrate, readMigrations } from '../../scripts/migrate.mjs'
import { writeMessages } from './message-rows.ts'
import { quantile, readFigures } from './process-figures.ts'
import { Vocabulary } from './vocabulary.ts'

const { values: options } = parseArgs({
  options: { messages: { type: 'string', default: '100000' }, queries: { type: 'string', default: '500' }, write: { type: 'string' } }
})
const messages = Number(options.messages)
const released = path.resolve(import.meta.dirname, '../../prisma/migrations')

if (options.write !== undefined) {
  fill(options.write)
  process.exit(0)
}

/** A database as it was before there was a search, full; then the migrations that follow. */
function fill(file: string): void {
  // Steno refuses a database that others may read.
  process.umask(0o077)
  const before = temporaryDataDirectory()
  cpSync(released, before, { recursive: true })
  const names = readMigrations(released).map(({ name }) => name)
  for (const name of names.slice(names.findIndex(own => own.endsWith('_search')))) rmSync(path.join(before, name), { recursive: true })
  mkdirSync(path.dirname(file), { recursive: true })
  migrate(file, before)
  writeMessages(file, 'local', messages)
  const startedAt = performance.now()
  migrate(file, released)
  process.stdout.write(`migration ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`)
}

const words = new Vocabulary(2)
/** What is asked, and once what costs the server nothing: on a busy machine the rest is to be read beside it. */
const kinds: Record<string, () => string | null> = {
  'nothing (api/health)': () => null,
  'a word': () => words.word(),
  'two words': () => words.text(2),
  'three words': () => words.text(3),
  'beginning of a word': () => words.word().slice(0, 3),
  phrase: () => `"${words.text(2)}"`,
  'two ideographs': () => words.ideographs(2),
  'four ideographs': () => words.ideographs(4),
  'no hit': () => `${words.word()}qqq`,
  'with a filter': () => `${words.word()} ${words.happens(0.5) ? 'has:tool' : 'model:model-7'} after:2020-01-01`,
  'one letter': () => words.word().charAt(0)
}

const dataDirectory = temporaryDataDirectory()
// By a process of its own, with which every lock on the file goes.
spawnSync(process.execPath, [import.meta.filename, '--messages', options.messages, '--write', path.join(dataDirectory, 'steno.db')], {
  stdio: 'inherit'
})
const app = await startApp({ dataDirectory })
try {
  process.stdout.write(`${messages.toLocaleString('en-US')} messages; ${os.cpus().length} cores, load ${os.loadavg()[0]?.toFixed(1)}\n`)
  await (await fetch(`${app.origin}/api/search?q=warm`)).text()
  const cpuBefore = readFigures(app.child.pid ?? 0).cpuMs
  const taken = new Map<string, number[]>(Object.keys(kinds).map(kind => [kind, []]))
  const ways = Object.entries(kinds)
  for (let query = 0; query < Number(options.queries); query++) {
    const [kind, make] = ways[query % ways.length] ?? ['', () => '']
    const searched = make()
    const address = app.origin + (searched === null ? '/api/health' : `/api/search?q=${encodeURIComponent(searched)}`)
    const startedAt = performance.now()
    const response = await fetch(address)
    const text = await response.text()
    taken.get(kind)?.push(performance.now() - startedAt)
    if (response.status !== 200) throw new Error(`${address}: ${response.status} ${text.slice(0, 200)}`)
  }
  const line = (name: string, times: readonly number[]) =>
    process.stdout.write(`${name.padEnd(22)} ${[0.5, 0.95, 1].map(share => quantile(times, share).toFixed(1).padStart(9)).join('')}\n`)
  process.stdout.write(`${'milliseconds'.padEnd(22)} ${['half', 'p95', 'worst'].map(name => name.padStart(9)).join('')}\n`)
  for (const [kind, times] of taken) line(kind, times)
  const searches = [...taken].flatMap(([kind, times]) => (kind.startsWith('nothing') ? [] : times))
  line('all searches', searches)
  const cpuMs = (readFigures(app.child.pid ?? 0).cpuMs - cpuBefore) / searches.length
  process.stdout.write(`${cpuMs.toFixed(1)} ms of the server's processor time for each\n`)
} finally {
  await app.stop()
}
