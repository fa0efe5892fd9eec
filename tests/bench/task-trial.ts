import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser } from '@playwright/test'

interface TraceEvent {
  name: string
  ph: string
  pid: number
  tid: number
  /** Microseconds of processor time. */
  tdur?: number
  args?: { name?: string }
}

const tokens = 1500
const perSecond = 150

/**
 * The longest task of a page's main thread in milliseconds of its own processor time, over its first answer, libraries that come with
 * it included, and the beginning of a second. What a task waits for a busy machine is no part of it.
 */
export async function longestTaskTrial(browser: Browser, address: string): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } })
  await page.goto(address, { waitUntil: 'networkidle' })
  const field = page.getByRole('textbox', { name: 'Message' })
  await browser.startTracing(page, { categories: ['toplevel'] })
  for (const [slug, seconds] of [
    ['bench-heavy/600-0', 4],
    [`bench-heavy/${tokens}-${perSecond}`, tokens / perSecond + 2]
  ] as const) {
    await field.fill(slug)
    await field.press('Enter')
    await sleep(seconds * 1000)
  }
  const { traceEvents }: { traceEvents: TraceEvent[] } = JSON.parse((await browser.stopTracing()).toString())
  await page.context().close()
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid}.${tid}`
  const mainThreads = new Set(traceEvents.filter(({ args }) => args?.name === 'CrRendererMain').map(threadOf))
  const tasks = traceEvents.filter(event => event.ph === 'X' && event.name.endsWith('RunTask') && mainThreads.has(threadOf(event)))
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000
}
