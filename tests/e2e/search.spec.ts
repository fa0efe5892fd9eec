/** The palette: what was ever written is found and opened where it stands; actions by keyboard alone. Scripted: OpenRouter. */
import type { Page } from '@playwright/test'
import { expect, test } from '../setup/e2e-test.ts'
import { askByHttp } from './ask-by-http.ts'
import type { ChatDriver } from './chat-driver.ts'
import { CompareDriver } from './compare-driver.ts'
import { expectAccessible, sidewaysPixels } from './expect-accessible.ts'

const field = (page: Page) => page.getByRole('combobox', { name: 'Search or choose an action' })
const palette = (page: Page) => page.getByRole('dialog', { name: 'Search and actions' })

async function openPalette(chat: ChatDriver, page: Page): Promise<void> {
  await chat.hearsKeys()
  await page.keyboard.press('ControlOrMeta+k')
  await expect(field(page)).toBeFocused()
}

/** Texts that are marked in the transcript. */
const marked = (page: Page) =>
  page.evaluate(() => [...(CSS.highlights.get('found') ?? [])].map(range => (range instanceof Range ? range.toString() : '')))

test('a passage of an answer that is on no shown branch is opened there, scrolled to and marked', async ({ chat, page, simulator }) => {
  const filler = 'The sand lies still.\n\n'.repeat(60)
  await simulator.script(
    { reasoning: `${filler}A curlew was **heard**.`, text: `${filler}Then the albatross came by.\n\n${filler}` },
    { text: 'The second answer.' }
  )
  await chat.open()
  await chat.converse('Who comes to the shore?')
  await chat.answer().getByRole('button', { name: 'Retry', exact: true }).click()
  await expect(chat.answer().getByText('The second answer.')).toBeVisible()
  await chat.ended()
  await page.getByRole('button', { name: 'New chat', exact: true }).click()

  await openPalette(chat, page)
  await field(page).fill('albatr')
  const hit = page.getByRole('option', { name: /^Answer .*albatross/ })
  await expect(hit).toHaveAttribute('aria-selected', 'true')
  await expect(palette(page).getByRole('status')).toHaveText('One passage')
  await field(page).press('Enter')
  await expect(palette(page)).toBeHidden()
  await expect(chat.answer().getByText('Then the albatross came by.')).toBeInViewport()
  await expect(chat.answer().getByText('1/2')).toBeAttached()
  await expect.poll(() => marked(page)).toEqual(['albatr'])
  await expect(chat.answer()).toBeFocused()

  await openPalette(chat, page)
  await field(page).fill('curlew heard')
  await expect(page.getByRole('option', { name: /^Thought .*curlew/ })).toHaveAttribute('aria-selected', 'true')
  await field(page).press('Enter')
  await expect(chat.answer().getByText('A curlew was')).toBeInViewport()
  await expect.poll(() => marked(page)).toEqual(['curlew', 'heard'])
  await page.reload()
  await expect.poll(() => marked(page), 'the address leads there as well').toEqual(['curlew', 'heard'])
})

test('pairs of characters, and nothing found', async ({ chat, page, simulator }) => {
  await simulator.script({ text: '最新のReactで全文検索を作ります。' })
  await chat.open()
  await chat.converse('日本語で答えて')
  await openPalette(chat, page)
  await field(page).fill('検索')
  await expect(page.getByRole('option', { name: /全文検索/ })).toBeVisible()
  await field(page).fill('" NEAR( * zzz')
  await expect(palette(page).getByRole('status')).toContainText('Thoughts and tool results were searched too.')
})

test('a comparison that goes on as a chat is opened as one, wherever in it the passage is', async ({ chat, page, simulator }) => {
  const compare = new CompareDriver(page)
  const [first, second] = ['anthropic/claude-sonnet-5', 'openai/gpt-5-mini']
  await simulator.script({ onModel: first, text: 'A fulmar.' }, { onModel: second, text: 'A razorbill.' })
  const id = await compare.start('Which bird nests there?', [{ model: first }, { model: second }])
  await compare.ended('A', 'B')
  await openPalette(chat, page)
  await field(page).fill('razorbill')
  await page.getByRole('option', { name: /^Answer .*razorbill/ }).click()
  await expect(page).toHaveURL(`/compare/${id}`)

  await compare.button('A', 'Continue with this').click()
  await expect(page).toHaveURL(`/c/${id}`)
  await simulator.script({ text: 'The kittiwake, too.' })
  await chat.ask('And which else?')
  await chat.ended(2)
  await page.goto('/')
  for (const [word, ordinal] of [
    ['kittiwake', 2],
    ['razorbill', 1]
  ] as const) {
    await openPalette(chat, page)
    await field(page).fill(word)
    await page.getByRole('option', { name: new RegExp(`^Answer .*${word}`) }).click()
    await expect(page).toHaveURL(new RegExp(`/c/${id}`))
    await expect(chat.answer(ordinal).getByText(word)).toBeInViewport()
    await expect.poll(() => marked(page)).toEqual([word])
  }
})

test('older passages come once, however often they are asked for', async ({ chat, page, simulator }) => {
  const count = 12
  await simulator.script(...Array.from({ length: count }, () => ({ text: 'Yes.' })))
  await chat.open()
  for (let index = 0; index < count; index++) await askByHttp(page, `Is ${index} a dunlin?`, {})
  const answered: (() => void)[] = []
  await page.route('**/api/search?*cursor=*', async route => {
    await new Promise<void>(resolve => answered.push(resolve))
    await route.continue()
  })
  await openPalette(chat, page)
  await field(page).fill('dunlin')
  const conversations = palette(page).getByRole('group', { name: /dunlin/ })
  await expect(conversations).toHaveCount(10)
  await page.getByRole('option', { name: 'Show older ones' }).dblclick()
  await expect.poll(() => answered.length).toBe(2)
  for (const answer of answered) {
    const read = page.waitForResponse(/cursor=/)
    answer()
    await (await read).finished()
  }
  await expect(conversations).toHaveCount(count)
  // What the last answer does to the page, it does before its next frames.
  await page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  await expect(conversations).toHaveCount(count, { timeout: 1 })
})

/** By the arrows; passages that are found come before the actions, a moment later. */
async function select(page: Page, name: string): Promise<void> {
  await expect(palette(page).getByRole('status')).toHaveText(/^(No entry says “.+”|One passage|\d+ passages)/)
  const option = page.getByRole('option', { name })
  while ((await option.getAttribute('aria-selected')) === 'false') await page.keyboard.press('ArrowDown')
}

test('actions by keyboard: find, go, theme, shortcuts, close', async ({ chat, page }) => {
  await chat.open()
  await openPalette(chat, page)
  await field(page).fill('theme d')
  await expect(page.getByRole('option', { name: 'Theme: dark' })).toHaveAttribute('aria-selected', 'true')
  await field(page).press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')

  await openPalette(chat, page)
  await field(page).fill('compare')
  await select(page, 'Compare models')
  await field(page).press('Enter')
  await expect(page).toHaveURL('/compare')
  await page.keyboard.press('ControlOrMeta+/')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(sheet.getByText('Search and actions')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()

  await page.goto('/')
  await openPalette(chat, page)
  await field(page).fill('choose')
  await select(page, 'Choose a model')
  await field(page).press('Enter')
  await expect(page.getByRole('combobox', { name: 'Search models' })).toBeFocused()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the palette and the shortcuts, ${colorScheme}`, async ({ chat, page, simulator }) => {
    const bird = colorScheme === 'light' ? 'petrel' : 'gannet'
    await page.emulateMedia({ colorScheme })
    await simulator.script({ reasoning: `The ${bird}, perhaps.`, text: `A ${bird}.` })
    await chat.open()
    await chat.converse(`Which bird is a ${bird}?`)
    await openPalette(chat, page)
    await expect(page.getByRole('option').first()).toBeVisible()
    await expectAccessible(page, 'a dialog', { within: 'dialog' })
    await field(page).fill(bird)
    await expect(page.getByRole('option', { name: /^Thought/ })).toBeVisible()
    await expectAccessible(page, 'a dialog', { within: 'dialog' })
    await page.keyboard.press('Escape')
    await expect(palette(page)).toHaveCount(0)
    await page.keyboard.press('ControlOrMeta+/')
    await expect(page.getByRole('heading', { name: 'Keyboard shortcuts' })).toBeVisible()
    await expectAccessible(page, 'a dialog', { within: 'dialog' })
  })
}

test('on a phone the sidebar leads to it, and nothing is wider than 320 px', async ({ chat, page, simulator }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  await simulator.script({ text: `${'long'.repeat(60)} cormorant` })
  await chat.open()
  await chat.converse('Which bird?')
  await page.getByRole('button', { name: 'Open sidebar' }).click()
  await page.getByRole('dialog', { name: 'Conversations' }).getByRole('button', { name: 'Search' }).click()
  await expect(field(page)).toBeFocused()
  await field(page).fill('cormorant')
  await page.getByRole('option', { name: /^Answer/ }).click()
  await expect(palette(page)).toBeHidden()
  await expect.poll(() => marked(page)).toEqual(['cormorant'])
  expect(await sidewaysPixels(page)).toBe(0)
})
