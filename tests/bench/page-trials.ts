import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from '@playwright/test'
import { firstWords } from './long-chat.ts'
import { measurePage, type PageFigures } from './measure-page.ts'
import { median } from './process-figures.ts'

const viewport = { width: 1440, height: 1000 }

export interface LongChatFigures {
  /** Until the server has given the whole page. */
  serverMs: number
  /** Until the end of the chat is on screen. */
  firstPaintMs: number
  longestTaskMs: number
  /** Of the places that were scrolled to, those where nothing stood. */
  blankPlaces: number
  places: number
  /** The browser's own search finds the first question, and leads there. */
  firstIsFound: boolean
}

const scrollSteps = 60

/** A chat of thousands of messages, opened, scrolled through to its beginning and searched. */
export async function longChatTrial(browser: Browser, address: string): Promise<LongChatFigures> {
  const serverMs: number[] = []
  for (let run = 0; run < 6; run++) {
    const startedAt = performance.now()
    await (await fetch(address)).text()
    // The first time warms it up.
    if (run > 0) serverMs.push(performance.now() - startedAt)
  }
  const paints: number[] = []
  for (let run = 0; run < 3; run++) {
    const page = await newLongPage(browser)
    await page.goto(address, { waitUntil: 'commit' })
    paints.push(await firstPaint(page))
    await page.context().close()
  }
  const page = await newLongPage(browser)
  const collect = await measurePage(page)
  await page.goto(address)
  await firstPaint(page)
  await page.keyboard.press('Shift')
  await sleep(3000)
  let blankPlaces = 0
  await page.mouse.move(viewport.width / 2, viewport.height / 3)
  for (let step = 0; step < scrollSteps; step++) {
    await page.mouse.wheel(0, -4000)
    if (await page.evaluate(isBlank)) blankPlaces += 1
  }
  const firstIsFound = await findsFirst(page)
  const { longestTaskMs } = await collect()
  await page.context().close()
  return { serverMs: median(serverMs), firstPaintMs: median(paints), longestTaskMs, blankPlaces, places: scrollSteps, firstIsFound }
}

async function newLongPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ viewport })
  await page.addInitScript(() => {
    const look = () => {
      if (document.querySelector('.entry') === null) requestAnimationFrame(look)
      else setTimeout(() => Object.assign(window, { transcriptAtMs: performance.now() }))
    }
    requestAnimationFrame(look)
  })
  return page
}

async function firstPaint(page: Page): Promise<number> {
  const at = await page.waitForFunction(() => Reflect.get(window, 'transcriptAtMs') as number | undefined, null, {
    timeout: 60_000,
    polling: 50
  })
  return Number(await at.jsonValue())
}

/** Two frames later: whether hardly anything of an entry is drawn at nine heights of the window. */
async function isBlank(): Promise<boolean> {
  await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  const heights = Array.from({ length: 9 }, (_, index) => (innerHeight * (index + 1)) / 12)
  const drawn = heights.filter(height => {
    const element = document.elementFromPoint(innerWidth / 2, height)
    return element?.closest('.entry') != null && element.checkVisibility({ contentVisibilityAuto: true })
  })
  return drawn.length < 3
}

/** As Ctrl+F does it, but for the bar. */
async function findsFirst(page: Page): Promise<boolean> {
  await page.evaluate(() => getSelection()?.removeAllRanges())
  return page.evaluate(words => {
    const isFound = Reflect.get(window, 'find')(words, false, false, true) as boolean
    const entry = getSelection()?.anchorNode?.parentElement?.closest('.entry')
    return isFound && entry?.id === 'q1'
  }, firstWords)
}

/** So many lines pasted into the field where a question is written, and then a few keys. */
export async function pasteTrial(browser: Browser, address: string, lines: number): Promise<PageFigures> {
  const page = await browser.newPage({ viewport, permissions: ['clipboard-read', 'clipboard-write'] })
  const collect = await measurePage(page)
  await page.goto(address, { waitUntil: 'networkidle' })
  const text = Array.from({ length: lines }, (_, line) => `${line}: what somebody has copied from a log`).join('\n')
  await page.evaluate(copied => navigator.clipboard.writeText(copied), text)
  await page.getByRole('textbox', { name: 'Message' }).click()
  await page.keyboard.press('ControlOrMeta+v')
  await sleep(1000)
  await pressEach(page, 'and what they say of it')
  const figures = await collect()
  await page.context().close()
  return figures
}

/** What is typed into the search of the models. */
export async function pickerTrial(browser: Browser, address: string): Promise<PageFigures & { models: number }> {
  const page = await browser.newPage({ viewport })
  const collect = await measurePage(page)
  await page.goto(address, { waitUntil: 'networkidle' })
  await page.getByRole('button', { name: /^Model/ }).click()
  await page.getByRole('combobox', { name: 'Search models' }).waitFor()
  const models = await page.getByRole('option').count()
  for (const query of ['model 12', 'author 3', 'zz']) {
    await pressEach(page, query)
    for (const _ of query) await pressOne(page, 'Backspace')
  }
  const figures = await collect()
  await page.context().close()
  return { ...figures, models }
}

async function pressEach(page: Page, text: string): Promise<void> {
  for (const letter of text) await pressOne(page, letter)
}

async function pressOne(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key)
  await sleep(120)
}
