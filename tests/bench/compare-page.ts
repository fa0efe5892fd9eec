/**
 * npm run bench:compare: a page with eight lanes at 100 tokens per second in a real browser, against a bare page in the same
 * run, runs interleaved. While the answers come, somebody types. Prints figures and targets; judges nothing else. Needs a build.
 * `--tokens 1000 --runs 1` is a quick look, `--profile <file>` writes what the browser's main thread did in the last run.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Browser, chromium, type Page } from '@playwright/test'
import { uuidv7 } from 'uuidv7'
import { findBrowser } from '../../scripts/browser.mjs'
import { serverArguments, serverEnvironment } from '../../scripts/processes.mjs'
import { switchTitlesOff } from '../setup/switch-titles-off.ts'
import { measurePage, type PageFigures } from './measure-page.ts'
import { median, quantile } from './process-figures.ts'
import { startProcess, stopProcesses } from './start-process.ts'

const { values: options } = parseArgs({
  options: { tokens: { type: 'string', default: '5000' }, runs: { type: 'string', default: '3' }, profile: { type: 'string' } }
})
const ports = { upstream: 4621, bare: 4622, steno: 4623 }
const lanes = 8
const tokensPerSecond = 100
const tokens = Number(options.tokens)
const model = `bench-text/${tokens}-${tokensPerSecond}`
const keyEveryMs = 230

/** A comparison that runs, and its address. */
async function startComparison(): Promise<string> {
  const conversationId = uuidv7()
  const response = await fetch(`http://127.0.0.1:${ports.steno}/api/conversations`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
    body: JSON.stringify({
      kind: 'compare',
      conversationId,
      message: { id: uuidv7(), parts: [{ type: 'text', text: 'Say something long.' }] },
      lanes: Array.from({ length: lanes }, () => ({ assistantMessageId: uuidv7(), settings: { model, tools: [] } }))
    })
  })
  if (response.status !== 201) throw new Error(`The comparison was not started: ${await response.text()}`)
  return `http://127.0.0.1:${ports.steno}/compare/${conversationId}`
}

/** Types while the answers come. */
async function typeFor(page: Page, durationMs: number): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Message' })
  await field.click()
  const end = performance.now() + durationMs
  while (performance.now() < end) {
    await page.keyboard.press('a')
    await sleep(keyEveryMs)
  }
}

async function measure(browser: Browser, open: (page: Page) => Promise<void>, profile: string | undefined): Promise<PageFigures> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } })
  const collect = await measurePage(page)
  await open(page)
  const devtools = profile === undefined ? null : await page.context().newCDPSession(page)
  await devtools?.send('Profiler.enable')
  await devtools?.send('Profiler.start')
  await typeFor(page, (tokens / tokensPerSecond) * 1000)
  if (devtools && profile !== undefined) writeFileSync(profile, JSON.stringify((await devtools.send('Profiler.stop')).profile))
  await sleep(2000)
  const figures = await collect()
  await page.close()
  return figures
}

const line = (name: string, bare: string, steno: string, target: string) =>
  process.stdout.write(`${name.padEnd(36)} ${bare.padStart(12)} ${steno.padStart(12)}   ${target}\n`)

const directory = mkdtempSync(path.join(os.tmpdir(), 'steno-bench-'))
try {
  Object.assign(process.env, await findBrowser())
  await startProcess('upstream.ts', { PORT: String(ports.upstream) })
  await startProcess('bare-page.ts', { PORT: String(ports.bare), UPSTREAM_PORT: String(ports.upstream) })
  await startProcess(serverArguments, {
    ...serverEnvironment,
    PORT: String(ports.steno),
    HOST: '127.0.0.1',
    STENO_DATA: path.join(directory, 'data'),
    OPENROUTER_API_KEY: 'sk-or-v1-bench',
    OPENROUTER_BASE_URL: `http://127.0.0.1:${ports.upstream}`
  })
  await switchTitlesOff(`http://127.0.0.1:${ports.steno}`)
  const { PLAYWRIGHT_CHROMIUM_PATH: executablePath } = process.env
  const browser = await chromium.launch({ args: ['--disable-gpu'], ...(executablePath === undefined ? {} : { executablePath }) })
  const runs = Number(options.runs)
  const load = os.loadavg()[0]?.toFixed(1)
  process.stdout.write(
    `${os.cpus().length} cores, load ${load}, Chromium ${browser.version()}; ${lanes} lanes x ${tokens} tokens at ${tokensPerSecond}/s, ${runs} runs, median\n\n`
  )
  const bare: PageFigures[] = []
  const steno: PageFigures[] = []
  for (let run = 1; run <= runs; run++) {
    bare.push(
      await measure(
        browser,
        async page => void (await page.goto(`http://127.0.0.1:${ports.bare}/?lanes=${lanes}&model=${model}`)),
        undefined
      )
    )
    const address = await startComparison()
    steno.push(await measure(browser, async page => void (await page.goto(address)), run === runs ? options.profile : undefined))
  }
  const row = (name: string, figure: (figures: PageFigures) => number, target: string) =>
    line(name, `${median(bare.map(figure)).toFixed(0)} ms`, `${median(steno.map(figure)).toFixed(0)} ms`, target)
  line('', 'bare', 'Steno', '')
  row('key to frame, p95', figures => quantile(figures.keysMs, 0.95), '<= 50 ms')
  row('key to frame, longest', figures => Math.max(...figures.keysMs), '')
  row('longest task', figures => figures.longestTaskMs, '<= 80 ms')
  row('upstream write to DOM, p50', figures => median(figures.lagsMs), '')
  row('upstream write to DOM, longest', figures => Math.max(...figures.lagsMs), '<= 500 ms')
  line('keys, stamps seen', String(bare.map(figures => figures.keysMs.length)), String(steno.map(figures => figures.lagsMs.length)), '')
  await browser.close()
} finally {
  await stopProcesses()
  rmSync(directory, { recursive: true, force: true })
}
