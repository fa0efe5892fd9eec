/**
 * npm run bench:browser: the chat page in a real browser against a page written by hand (block-script.ts), in one run, runs
 * interleaved. A long heavy document streams while somebody types; then a longer one, a chat of 2,000 messages, a paste, the search of
 * the models, and what the page loads. Prints figures, limits and verdicts; ends with 1 when a limit is missed. Needs a build.
 * `--only stream,chat,paste,picker,load` measures a part, `--tokens 1000 --runs 1` is a quick look, `--profile <file>` writes what the
 * browser's main thread did in the last stream of Steno's.
 */
import { spawnSync } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { type Browser, chromium } from '@playwright/test'
import { localUserId } from '../../lib/auth/local-user.ts'
import { startApp, temporaryDataDirectory } from '../../scripts/app-server.mjs'
import { findBrowser } from '../../scripts/browser.mjs'
import { firstLoadLimit, readFirstLoad } from '../../scripts/first-load.mjs'
import { switchTitlesOff } from '../setup/switch-titles-off.ts'
import { documentSeed } from './heavy-document.ts'
import { writeLongChat } from './long-chat.ts'
import { longChatTrial, pasteTrial, pickerTrial } from './page-trials.ts'
import { median, quantile } from './process-figures.ts'
import { startProcess, stopProcesses } from './start-process.ts'
import { type StreamFigures, streamTrial } from './stream-trial.ts'
import { longestTaskTrial } from './task-trial.ts'
import { Verdicts } from './verdicts.ts'

const parts = ['stream', 'chat', 'paste', 'picker', 'load']
const { values: options } = parseArgs({
  options: {
    tokens: { type: 'string', default: '5000' },
    runs: { type: 'string', default: '3' },
    only: { type: 'string', default: parts.join(',') },
    profile: { type: 'string' },
    write: { type: 'string' }
  }
})
const ports = { upstream: 4631, blocks: 4632 }
const blocks = `http://127.0.0.1:${ports.blocks}/`
const tokens = Number(options.tokens)
const runs = Number(options.runs)
const perSecond = 150
const longFactor = 4
const models = 360
const messages = 2000
const pastedLines = 20_000

if (options.write !== undefined) {
  // Steno refuses a database that others may read.
  process.umask(0o077)
  process.stdout.write(writeLongChat(options.write, localUserId, messages))
  process.exit(0)
}

const table = new Verdicts()
const scriptMs = (figures: StreamFigures) => figures.scriptMs
const layoutMs = (figures: StreamFigures) => figures.layoutMs
const busyMs = (figures: StreamFigures) => figures.busyMs
const longestTaskMs = (figures: StreamFigures) => figures.longestTaskMs
const keyMs = (figures: StreamFigures) => quantile(figures.keysMs, 0.95)
const droppedPercent = (figures: StreamFigures) => figures.droppedShare * 100
const drawings = (figures: StreamFigures) => figures.changesPerSecond

async function measureStreams(browser: Browser, steno: string): Promise<void> {
  const ours: StreamFigures[] = []
  const theirs: StreamFigures[] = []
  const short = { tokens, perSecond, typing: true }
  for (let run = 1; run <= runs; run++) {
    theirs.push(await streamTrial(browser, blocks, short))
    ours.push(await streamTrial(browser, steno, { ...short, profile: run === runs ? options.profile : undefined }))
  }
  const middle = (figure: (of: StreamFigures) => number) => ({ ours: median(ours.map(figure)), theirs: median(theirs.map(figure)) })
  table.ratio('script time', 'ms', middle(scriptMs), 3)
  table.shown('style and layout', 'ms', middle(layoutMs))
  table.shown('main thread in all', 'ms', middle(busyMs))
  const longest = { theirs: await longestTaskTrial(browser, blocks), ours: await longestTaskTrial(browser, steno) }
  table.most('longest task, processor time', 'ms', longest, 80)
  table.shown('longest task, with what it waited', 'ms', middle(longestTaskMs))
  table.ratio('key to frame, p95', 'ms', middle(keyMs), 1.5)
  table.difference('dropped frames', '%', middle(droppedPercent), 5)
  table.most('drawings per second', '/s', middle(drawings), 30)
  const drawn = [...new Set([...ours, ...theirs].map(figures => figures.drawn))]
  table.note(drawn.length === 1 ? `both drew ${drawn[0]}` : `DIFFERENT: ${drawn.join(' / ')}`)

  await measureGrowth(browser, steno)
}

/** What a token costs in a long answer, and what it leaves in the heap: the difference of two lengths, without what a page loads once. */
async function measureGrowth(browser: Browser, steno: string): Promise<void> {
  const short = { tokens, perSecond, typing: false }
  const long = { tokens: tokens * longFactor, perSecond: perSecond * 2, typing: false }
  const theirs = { short: await streamTrial(browser, blocks, short), long: await streamTrial(browser, blocks, long) }
  const ours = { short: await streamTrial(browser, steno, short), long: await streamTrial(browser, steno, long) }
  const perToken = (figures: StreamFigures, count: number) => (figures.scriptMs / count) * 1000
  const growth = { ours: perToken(ours.long, long.tokens), theirs: perToken(ours.short, tokens) }
  table.ratio(`script per token, ${long.tokens} to ${tokens}`, 'us', growth, 1.1)
  const heap = (of: { short: StreamFigures; long: StreamFigures }) =>
    ((of.long.heapGrowthBytes - of.short.heapGrowthBytes) / 1e6 / (long.tokens - tokens)) * 5000
  table.difference('heap after collection, per 5k tokens', 'MB', { ours: heap(ours), theirs: heap(theirs) }, 1)
}

async function measureLongChat(browser: Browser, address: string): Promise<void> {
  const figures = await longChatTrial(browser, address)
  table.most(`${messages} messages: server`, 'ms', { ours: figures.serverMs }, 300)
  table.most(`${messages} messages: first paint`, 'ms', { ours: figures.firstPaintMs }, 1000)
  table.most(`${messages} messages: blank of ${figures.places} places`, '', { ours: figures.blankPlaces }, 0)
  table.most(`${messages} messages: longest task`, 'ms', { ours: figures.longestTaskMs }, 200)
  table.most(`${messages} messages: first question not found`, '', { ours: figures.firstIsFound ? 0 : 1 }, 0)
}

async function measurePaste(browser: Browser, steno: string): Promise<void> {
  const theirs = await pasteTrial(browser, blocks, pastedLines)
  const ours = await pasteTrial(browser, steno, pastedLines)
  // The browser itself takes its time for so much text.
  table.ratio(`${pastedLines} lines pasted: longest task`, 'ms', { ours: ours.longestTaskMs, theirs: theirs.longestTaskMs }, 1.5)
  const middle = { ours: median(ours.keysMs), theirs: median(theirs.keysMs) }
  table.ratio(`${pastedLines} lines pasted: key to frame`, 'ms', middle, 1.5)
}

async function measurePicker(browser: Browser, steno: string): Promise<void> {
  const figures = await pickerTrial(browser, steno)
  table.most(`search of ${figures.models} models: key to frame, p95`, 'ms', { ours: quantile(figures.keysMs, 0.95) }, 50)
}

async function measureLoad(origin: string, chat: string): Promise<void> {
  for (const [name, address] of [
    ['new chat', '/'],
    ['chat', chat]
  ] as const) {
    const bytes = (await readFirstLoad(origin, address)).reduce((sum, script) => sum + script.bytes, 0)
    const { kilobytes, goalKilobytes } = firstLoadLimit
    table.most(`first-load script, ${name} (goal ${goalKilobytes})`, 'kB', { ours: bytes / 1000 }, kilobytes)
  }
}

const env = {
  OPENROUTER_API_KEY: 'sk-or-v1-bench',
  OPENROUTER_BASE_URL: `http://127.0.0.1:${ports.upstream}`
}
const dataDirectory = temporaryDataDirectory()
try {
  Object.assign(process.env, await findBrowser())
  await startProcess('upstream.ts', { PORT: String(ports.upstream), MODELS: String(models) })
  await startProcess('block-page.ts', { PORT: String(ports.blocks), UPSTREAM_PORT: String(ports.upstream) })
  // Its first start makes the database.
  await (await startApp({ dataDirectory, env })).stop()
  // By a process of its own, with which every lock on the file goes.
  const written = spawnSync(process.execPath, [import.meta.filename, '--write', path.join(dataDirectory, 'steno.db')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8'
  })
  const app = await startApp({ dataDirectory, env })
  await switchTitlesOff(app.origin)
  const { PLAYWRIGHT_CHROMIUM_PATH: executablePath } = process.env
  const browser = await chromium.launch({ args: ['--disable-gpu'], ...(executablePath === undefined ? {} : { executablePath }) })
  const load = os.loadavg()[0]?.toFixed(1)
  process.stdout.write(
    `${os.cpus().length} cores, load ${load}, Chromium ${browser.version()}; document of seed ${documentSeed}, ${tokens} tokens at ${perSecond}/s, ${runs} runs, median\n\n`
  )
  table.head()
  const chat = `/c/${written.stdout}`
  const only = options.only.split(',')
  if (only.includes('stream')) await measureStreams(browser, app.origin)
  if (only.includes('chat')) await measureLongChat(browser, app.origin + chat)
  if (only.includes('paste')) await measurePaste(browser, app.origin)
  if (only.includes('picker')) await measurePicker(browser, app.origin)
  if (only.includes('load')) await measureLoad(app.origin, chat)
  await browser.close()
  await app.stop()
} finally {
  await stopProcesses()
}
process.exitCode = table.missed === 0 ? 0 : 1
