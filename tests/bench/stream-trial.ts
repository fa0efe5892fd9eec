import { writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, CDPSession, Page } from '@playwright/test'
import { measurePage, type PageFigures } from './measure-page.ts'

export interface StreamFigures extends PageFigures {
  /** Processor time of the page's script, from sending the question to the end of the answer. */
  scriptMs: number
  /** Of its styles and layout. */
  layoutMs: number
  /** Of everything that its main thread did. */
  busyMs: number
  /** What the answer left in the page's heap. */
  heapGrowthBytes: number
  changesPerSecond: number
  /** Tables, code, formulas and headings: both pages must have drawn the same. */
  drawn: string
}

export interface Stream {
  tokens: number
  perSecond: number
  /** Whether somebody types while the answer comes. */
  typing: boolean
  /** Where the processor's time went is written there. */
  profile?: string | undefined
}

const keyEveryMs = 230
const longestWaitMs = 30_000
/** A short answer with some of everything: what a page loads once, when it first needs it, is no cost of a token. */
const warmUp = 'bench-heavy/600-0'

/** Asks the page at an address for a heavy document, its second, and watches it come. Tasks and frames are those of both. */
export async function streamTrial(
  browser: Browser,
  address: string,
  { tokens, perSecond, typing, profile }: Stream
): Promise<StreamFigures> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } })
  const collect = await measurePage(page)
  await page.goto(address, { waitUntil: 'networkidle' })
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  const field = page.getByRole('textbox', { name: 'Message' })
  await field.fill(warmUp)
  await field.press('Enter')
  await ended(page, longestWaitMs)
  await field.fill(`bench-heavy/${tokens}-${perSecond}`)
  await sleep(1000)
  const before = await usage(devtools)
  if (profile !== undefined) {
    await devtools.send('Profiler.enable')
    await devtools.send('Profiler.start')
  }
  await field.press('Enter')
  const begunAt = performance.now()
  // The answer before is the last one until this one is there.
  await sleep(500)
  const changesBefore = (await collect()).changes
  if (typing) await typeFor(page, (tokens / perSecond) * 1000)
  await ended(page, (tokens / perSecond) * 1000 + longestWaitMs)
  const seconds = (performance.now() - begunAt) / 1000
  await sleep(1000)
  const after = await usage(devtools)
  if (profile !== undefined) await writeProfile(devtools, profile)
  const figures = await collect()
  const drawn = await page
    .getByRole('article')
    .last()
    .evaluate(article =>
      ['table', 'pre', 'math', 'strong', 'li'].map(name => `${article.querySelectorAll(name).length} ${name}`).join(', ')
    )
  await page.context().close()
  return {
    ...figures,
    scriptMs: after.scriptMs - before.scriptMs,
    layoutMs: after.layoutMs - before.layoutMs,
    busyMs: after.busyMs - before.busyMs,
    heapGrowthBytes: after.heapBytes - before.heapBytes,
    changesPerSecond: (figures.changes - changesBefore) / seconds,
    drawn
  }
}

/** A key every now and then, as somebody who writes the next question. */
async function typeFor(page: Page, durationMs: number): Promise<void> {
  const end = performance.now() + durationMs
  while (performance.now() < end) {
    await page.keyboard.press('a')
    await sleep(keyEveryMs)
  }
}

async function ended(page: Page, timeoutMs: number): Promise<void> {
  // By its name alone: to look for a role, every element of the page is asked for its own, and that is script of the page.
  const article = page.locator('article').last()
  const end = performance.now() + timeoutMs
  while (performance.now() < end) {
    if ((await article.getAttribute('aria-busy')) === 'false') return
    await sleep(500)
  }
  throw new Error(`No end of the answer after ${timeoutMs} ms.`)
}

type Usage = Pick<StreamFigures, 'scriptMs' | 'layoutMs' | 'busyMs'> & { heapBytes: number }

async function usage(devtools: CDPSession): Promise<Usage> {
  const { metrics } = await devtools.send('Performance.getMetrics')
  const msOf = (name: string) => 1000 * (metrics.find(metric => metric.name === name)?.value ?? Number.NaN)
  await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  return {
    scriptMs: msOf('ScriptDuration'),
    layoutMs: msOf('LayoutDuration') + msOf('RecalcStyleDuration'),
    busyMs: msOf('TaskDuration'),
    heapBytes: usedSize
  }
}

async function writeProfile(devtools: CDPSession, file: string): Promise<void> {
  writeFileSync(file, JSON.stringify((await devtools.send('Profiler.stop')).profile))
}
