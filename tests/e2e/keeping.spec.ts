/** Pinning, archiving, folders and several at once in the sidebar, each by hand and back. Scripted: OpenRouter. */
import type { Page } from '@playwright/test'
import { uuidv7 } from 'uuidv7'
import { expect, test } from '../setup/e2e-test.ts'
import { askByHttp } from './ask-by-http.ts'
import type { ChatDriver } from './chat-driver.ts'
import { expectAccessible, sidewaysPixels } from './expect-accessible.ts'

const section = (chat: ChatDriver, name: string) => chat.sidebar.getByRole('region', { name, exact: true })
const undo = (page: Page, text: string) =>
  page.getByRole('status').locator('div').filter({ hasText: text }).getByRole('button', { name: 'Undo' }).last()

async function listOf(chat: ChatDriver, page: Page, name: string): Promise<void> {
  await chat.sidebar.getByRole('button', { name: /^Listed: / }).click()
  await page.getByRole('menuitemradio', { name, exact: true }).click()
}

test('a conversation is pinned, archived, brought back and put into a folder', async ({ chat, page, simulator }) => {
  await simulator.script({ text: 'Yes.' }, { text: 'No.' })
  await chat.open()
  await askByHttp(page, 'Keep the oak', {})
  await askByHttp(page, 'Keep the elm', {})
  await expect(chat.listed('Keep the elm')).toBeVisible()

  await chat.choose('Keep the oak', 'Pin')
  await expect(section(chat, 'Pinned').getByRole('link', { name: 'Keep the oak' })).toBeVisible()
  await page.reload()
  await expect(section(chat, 'Pinned').getByRole('link', { name: 'Keep the oak' })).toBeVisible()
  await chat.choose('Keep the oak', 'Unpin')
  await expect(section(chat, 'Pinned')).toHaveCount(0)

  await chat.choose('Keep the elm', 'Archive')
  await expect(chat.listed('Keep the elm')).toHaveCount(0)
  await undo(page, 'Archived').click()
  await expect(chat.listed('Keep the elm')).toBeVisible()
  await chat.choose('Keep the elm', 'Archive')
  await listOf(chat, page, 'Archived')
  await expect(chat.listed('Keep the elm')).toBeVisible()
  await expect(chat.listed('Keep the oak')).toHaveCount(0)
  await chat.choose('Keep the elm', 'Unarchive')
  await expect(chat.sidebar.getByText('Nothing is archived.')).toBeVisible()

  await listOf(chat, page, 'All')
  await chat.choose('Keep the oak', 'Move to folder')
  const dialog = page.getByRole('dialog', { name: 'Move to folder' })
  await dialog.getByRole('textbox', { name: 'New folder' }).fill('Trees')
  await expectAccessible(page, 'the dialog', { within: 'dialog' })
  await dialog.getByRole('button', { name: 'Create and move' }).click()
  await expect(dialog).toBeHidden()
  await listOf(chat, page, 'Trees')
  await expect(chat.listed('Keep the oak')).toBeVisible()
  await expect(chat.listed('Keep the elm')).toHaveCount(0)
  await chat.sidebar.getByRole('button', { name: 'Options for the folder Trees' }).click()
  await page.getByRole('menuitem', { name: 'Delete folder' }).click()
  await expect(chat.listed('Keep the oak')).toBeVisible()
  await expect(chat.listed('Keep the elm')).toBeVisible()
})

test('a move to a folder is taken back, and tags are given, listed by and taken away', async ({ chat, page, simulator }) => {
  await simulator.script({ text: 'Yes.' }, { text: 'No.' })
  await chat.open()
  await askByHttp(page, 'Weigh the granite', {})
  await askByHttp(page, 'Weigh the feather', {})
  await expect(chat.listed('Weigh the feather')).toBeVisible()
  await chat.choose('Weigh the granite', 'Move to folder')
  const move = page.getByRole('dialog', { name: 'Move to folder' })
  await move.getByRole('textbox', { name: 'New folder' }).fill('Heavy')
  await move.getByRole('button', { name: 'Create and move' }).click()
  await listOf(chat, page, 'Heavy')
  await expect(chat.listed('Weigh the granite')).toBeVisible()
  await undo(page, 'is in “Heavy”').click()
  await expect(chat.sidebar.getByText('This folder is empty.')).toBeVisible()

  await listOf(chat, page, 'All')
  await chat.choose('Weigh the granite', 'Tags')
  const dialog = page.getByRole('dialog', { name: 'Tags' })
  await dialog.getByRole('textbox', { name: 'New tag' }).fill('stone')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(dialog.getByRole('checkbox', { name: 'stone' })).toBeChecked()
  await expectAccessible(page, 'dialog')
  await dialog.getByRole('button', { name: 'Done' }).click()
  await listOf(chat, page, '#stone')
  await expect(chat.listed('Weigh the granite')).toBeVisible()
  await expect(chat.listed('Weigh the feather')).toHaveCount(0)
  await chat.choose('Weigh the granite', 'Tags')
  await dialog.getByRole('checkbox', { name: 'stone' }).uncheck()
  await expect(chat.sidebar.getByText('No conversation has this tag.')).toBeAttached()
})

test('a chat that is begun in a folder is asked as the folder says', async ({ chat, page, simulator }) => {
  await simulator.script({ text: 'Yes.' }, { text: 'Short.' })
  await chat.open()
  await askByHttp(page, 'Found the office', {})
  await chat.choose('Found the office', 'Move to folder')
  const move = page.getByRole('dialog', { name: 'Move to folder' })
  await move.getByRole('textbox', { name: 'New folder' }).fill('Office')
  await move.getByRole('button', { name: 'Create and move' }).click()
  await listOf(chat, page, 'Office')
  const options = chat.sidebar.getByRole('button', { name: 'Options for the folder Office' })
  await options.click()
  await page.getByRole('menuitem', { name: 'Model and instructions' }).click()
  const dialog = page.getByRole('dialog', { name: 'Chats in Office' })
  await dialog.getByRole('textbox', { name: 'System prompt' }).fill('Answer in one word.')
  await dialog.getByRole('combobox', { name: 'Model' }).fill('openai/gpt-5-mini')
  await expectAccessible(page, 'dialog')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  await options.click()
  await page.getByRole('menuitem', { name: 'New chat here' }).click()
  await page.waitForURL(/\/c\//)
  await chat.converse('Is the sea salty?')
  await expect(chat.listed('Is the sea salty?')).toBeVisible()
  const asked = (await simulator.requests()).at(-1)
  expect(asked?.body).toMatchObject({
    model: 'openai/gpt-5-mini',
    messages: [{ role: 'system', content: 'Answer in one word.' }, { role: 'user' }]
  })
})

test('the first question in a chat of a folder runs and can be stopped before the code that draws answers is there', async ({
  chat,
  page,
  simulator
}) => {
  await simulator.script({ text: 'slow '.repeat(400), tokensPerSecond: 20, stall: { after: 20, seconds: 55 } })
  await chat.open()
  const address = await page.evaluate(async conversationId => {
    const post = async (path: string, body: object) => {
      const headers = { 'content-type': 'application/json' }
      return (await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })).json()
    }
    const folder = await post('/api/folders', { name: 'Slow office' })
    await post(`/api/folders/${folder.id}/chats`, { conversationId, settings: { model: 'openai/gpt-5-mini' } })
    return `/c/${conversationId}`
  }, uuidv7())
  await page.goto(address)
  await page.waitForLoadState('networkidle')
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  await page.route('**/*.js', async route => {
    await held
    await route.continue()
  })
  await chat.ask('Is the sea deep?')
  await expect(chat.stop).toBeVisible()
  release()
  await expect(chat.answer()).toContainText('slow')
  await chat.stop.click()
  await chat.ended()
})

test('several are archived and deleted at once, and both are taken back', async ({ chat, page, simulator }) => {
  await simulator.script({ text: 'One.' }, { text: 'Two.' })
  await chat.open()
  await askByHttp(page, 'Sort the gravel', {})
  await askByHttp(page, 'Sort the pebbles', {})
  await expect(chat.listed('Sort the pebbles')).toBeVisible()
  const chooseBoth = async () => {
    await chat.sidebar.getByRole('button', { name: 'Select', exact: true }).click()
    await chat.sidebar.getByRole('checkbox', { name: 'Sort the gravel' }).check()
    await chat.sidebar.getByRole('checkbox', { name: 'Sort the pebbles' }).check()
    await expect(chat.sidebar.getByText('2 conversations selected')).toBeVisible()
  }
  for (const [action, done] of [
    ['Archive', 'Archived 2 conversations'],
    ['Delete', 'Deleted 2 conversations']
  ] as const) {
    await chooseBoth()
    await chat.sidebar.getByRole('button', { name: action, exact: true }).click()
    await expect(chat.listed('Sort the gravel')).toHaveCount(0)
    await undo(page, done).click()
    await expect(chat.listed('Sort the gravel')).toBeVisible()
    await expect(chat.listed('Sort the pebbles')).toBeVisible()
  }
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing while several are being chosen, ${colorScheme}`, async ({ chat, page, simulator }) => {
    await page.emulateMedia({ colorScheme })
    await simulator.script({ text: 'Yes.' })
    await chat.open()
    await askByHttp(page, `Choose in ${colorScheme}`, {})
    await chat.sidebar.getByRole('button', { name: 'Select', exact: true }).click()
    await chat.sidebar.getByRole('checkbox', { name: `Choose in ${colorScheme}` }).check()
    await expectAccessible(page, 'the list', { within: 'nav' })
  })
}

test('on a phone the sidebar filters and archives, and what was done can be taken back', async ({ chat, page, simulator }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  await simulator.script({ text: 'Yes.' })
  await chat.open()
  await askByHttp(page, 'Small screen', {})
  const openSidebar = () => page.getByRole('button', { name: 'Open sidebar' }).click()
  await openSidebar()
  await listOf(chat, page, 'Archived')
  await expect(chat.listed('Small screen')).toHaveCount(0)
  await listOf(chat, page, 'All')
  await chat.sidebar.getByRole('button', { name: 'Select', exact: true }).click()
  await chat.sidebar.getByRole('checkbox', { name: 'Small screen' }).check()
  await chat.sidebar.getByRole('button', { name: 'Archive', exact: true }).click()
  await undo(page, 'Archived 1 conversation').click()
  await openSidebar()
  await expect(chat.listed('Small screen')).toBeVisible()
  expect(await sidewaysPixels(page)).toBe(0)
})

test.describe('under a finger', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('a conversation is renamed and tagged from its row', async ({ chat, page, simulator }) => {
    await simulator.script({ text: 'Yes.' })
    await chat.open()
    await askByHttp(page, 'Under a finger', {})
    await page.getByRole('button', { name: 'Open sidebar' }).tap()
    const options = chat.sidebar.getByRole('button', { name: 'Options for Under a finger' })
    const [link, button] = await Promise.all([chat.listed('Under a finger').boundingBox(), options.boundingBox()])
    expect(button).toMatchObject({ width: 44, height: 44 })
    expect(button?.x).toBeGreaterThanOrEqual((link?.x ?? 0) + (link?.width ?? 0) + 8)
    await options.tap()
    await page.getByRole('menuitem', { name: 'Rename' }).tap()
    await chat.sidebar.getByRole('textbox', { name: 'Title' }).fill('In the hand')
    await page.keyboard.press('Enter')
    await expect(chat.listed('In the hand')).toBeVisible()
    await chat.sidebar.getByRole('button', { name: 'Options for In the hand' }).tap()
    await page.getByRole('menuitem', { name: 'Tags' }).tap()
    const dialog = page.getByRole('dialog', { name: 'Tags' })
    await dialog.getByRole('textbox', { name: 'New tag' }).fill('thumb')
    await dialog.getByRole('button', { name: 'Add', exact: true }).tap()
    await dialog.getByRole('button', { name: 'Done' }).tap()
    await listOf(chat, page, '#thumb')
    await expect(chat.listed('In the hand')).toBeVisible()
    await expectAccessible(page, 'the list', { within: 'nav' })
    expect(await sidewaysPixels(page)).toBe(0)
  })
})
