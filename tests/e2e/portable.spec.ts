/** Export and import as somebody uses them: a chat is downloaded, deleted, brought back. Scripted: OpenRouter. */
import { readFileSync } from 'node:fs'
import type { Download, Page } from '@playwright/test'
import { chatgptFile, librechatFile, openWebuiFile } from '../portable/foreign-files.ts'
import { expect, test } from '../setup/e2e-test.ts'
import { expectAccessible } from './expect-accessible.ts'

/** What the page's Download link brings. */
async function downloaded(page: Page): Promise<{ download: Download; text: string }> {
  const waiting = page.waitForEvent('download')
  await page.getByRole('dialog').getByRole('link', { name: 'Download', exact: true }).click()
  const download = await waiting
  return { download, text: readFileSync(await download.path(), 'utf8') }
}

const section = (page: Page) => page.getByRole('region', { name: 'Export and import', exact: true })

async function choose(page: Page, name: string, text: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await section(page).getByRole('button', { name: 'Import a file' }).click()
  await (await chooser).setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) })
}

test('a chat is exported, deleted, and imported again', async ({ chat, page, simulator }) => {
  await simulator.script({ reasoning: 'The moon pulls.', text: 'The moon.' })
  await chat.open()
  await chat.converse('Why are there tides?')
  await page.getByRole('button', { name: 'Conversation options' }).click()
  await page.getByRole('menuitem', { name: 'Export' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export this chat' })
  await expect(dialog).toBeVisible()
  await expectAccessible(page, 'the dialog', { within: 'dialog' })
  const json = await downloaded(page)
  expect(json.download.suggestedFilename()).toMatch(/^steno-\d{4}-\d\d-\d\d\.json$/)
  expect(JSON.parse(json.text)).toMatchObject({ format: 'steno-export', conversations: [{ messages: [{}, {}], calls: [{}] }] })

  await page.getByRole('button', { name: 'Conversation options' }).click()
  await page.getByRole('menuitem', { name: 'Export' }).click()
  await dialog.getByRole('radio', { name: 'Markdown' }).check({ force: true })
  await dialog.getByRole('switch', { name: 'Thinking' }).uncheck({ force: true })
  const markdown = await downloaded(page)
  expect(markdown.download.suggestedFilename()).toMatch(/\.md$/)
  expect(markdown.text).toContain('## Question\n\nWhy are there tides?')
  expect(markdown.text).toContain('The moon.')
  expect(markdown.text).not.toContain('The moon pulls.')

  await chat.choose('Why are there tides?', 'Delete')
  await expect(page.getByText('Deleted “Why are there tides?”')).toBeVisible()
  await expect(page).toHaveURL('/')
  await expect(chat.listed('Why are there tides?')).toHaveCount(0)
  await page.goto('/settings#export')
  await choose(page, 'steno.json', json.text)
  const ask = page.getByRole('dialog', { name: 'Import chats' })
  await expect(ask).toContainText('1 chat of Steno: 1 new')
  await ask.getByRole('button', { name: 'Import 1 chat' }).click()
  await expect(section(page).getByRole('status')).toHaveText('1 chat imported.')
  await chat.listed('Why are there tides?').click()
  await expect(chat.answer()).toContainText('The moon.')
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a file of ChatGPT is shown before it is imported, and says what cannot be kept, ${colorScheme}`, async ({ chat, page }) => {
    await page.emulateMedia({ colorScheme })
    await page.goto('/settings#export')
    const title = `Tides in ${colorScheme}`
    const file = JSON.stringify([{ ...chatgptFile[0], conversation_id: colorScheme, title, update_time: Date.now() / 1000 }])
    await choose(page, 'conversations.json', file)
    const ask = page.getByRole('dialog', { name: 'Import chats' })
    await expect(ask).toContainText('1 chat of ChatGPT: 1 new')
    await expect(ask.getByRole('region', { name: 'Will be added' })).toContainText('5 messages')
    await expect(ask.getByRole('region', { name: 'Cannot be kept' })).toContainText('2 files are only named in it')
    await expectAccessible(page, 'the dialog', { within: 'dialog' })
    await ask.getByRole('button', { name: 'Cancel' }).click()
    await expect(chat.listed(title)).toHaveCount(0)
    await choose(page, 'conversations.json', file)
    await ask.getByRole('button', { name: 'Import 1 chat' }).click()
    await expect(chat.listed(title)).toBeVisible()
    await choose(page, 'conversations.json', file)
    await expect(ask).toContainText('0 new, 1 already here')
    await ask.getByRole('button', { name: 'Close' }).click()
    await chat.listed(title).click()
    await expect(chat.question(1)).toContainText('Why tides?')
    await expect(chat.answer(1)).toContainText('It is 42.')
    await chat.answer(1).getByRole('button', { name: 'Previous answer' }).click()
    await expect(chat.answer(1)).toContainText('The moon.')
  })
}

test('a file that is none is refused in words, and the palette leads here', async ({ chat, page, guard }) => {
  guard.expectConsole(/status of 422/)
  await chat.open()
  await chat.hearsKeys()
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox').fill('import')
  await page.getByRole('option', { name: 'Import chats' }).click()
  await expect(section(page)).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight), 'the page itself does not scroll').toBe(0)
  await expectAccessible(page, 'settings', { within: 'main' })
  await choose(page, 'x.json', 'not JSON')
  await expect(section(page).getByRole('alert')).toContainText('This file cannot be imported.')
  await section(page).getByRole('button', { name: 'Export all chats' }).click()
  await expect(page.getByRole('dialog', { name: 'Export all chats' })).toBeVisible()
})

for (const [source, file, title, withImage, shownAnswer, other] of [
  [
    'LibreChat',
    {
      ...librechatFile,
      title: 'Rocks and rivers',
      messages: librechatFile.messages.map(message => ({ ...message, createdAt: new Date().toISOString() }))
    },
    'Rocks and rivers',
    2,
    'Rocks.',
    'Rivers.'
  ],
  ['Open WebUI', openWebuiFile, 'Waves', 1, 'The sea.', 'A wave.']
] as const) {
  test(`a chat of ${source} comes with its branches and its image`, async ({ chat, page }) => {
    await page.goto('/settings#export')
    await choose(page, 'chats.json', JSON.stringify(file))
    const ask = page.getByRole('dialog', { name: 'Import chats' })
    await expect(ask).toContainText(`1 chat of ${source}: 1 new`)
    await ask.getByRole('button', { name: 'Import 1 chat' }).click()
    await expect(section(page).getByRole('status')).toHaveText('1 chat imported.')
    if (source === 'Open WebUI') {
      await chat.sidebar.getByRole('button', { name: /^Listed: / }).click()
      await page.getByRole('menuitemradio', { name: 'Archived', exact: true }).click()
    }
    await chat.listed(title).click()
    await expect(chat.question(withImage).getByRole('img').first()).toBeVisible()
    await expect(chat.answer()).toContainText(shownAnswer)
    await chat.answer().getByRole('button', { name: 'Previous answer' }).click()
    await expect(chat.answer()).toContainText(other)
  })
}

/** `deep` questions with their answers one below the other, and beside the first answer `wide` others. */
function largeTree(deep: number, wide: number) {
  const node = (id: string, parentId: string | null, role: string, content: string) => ({
    [id]: { id, parentId, childrenIds: [], role, content, timestamp: 1_700_000_000, model: 'qwen3' }
  })
  const path = Array.from({ length: deep }, (_, at) => ({
    ...node(`q${at}`, at === 0 ? null : `a${at - 1}`, 'user', `Question number ${at + 1}`),
    ...node(`a${at}`, `q${at}`, 'assistant', `Answer number ${at + 1}`)
  }))
  const beside = Array.from({ length: wide }, (_, at) => node(`w${at}`, 'q0', 'assistant', `Beside, number ${at + 1}`))
  const messages = Object.assign({}, ...beside, ...path)
  const history = { currentId: `a${deep - 1}`, messages }
  return [
    { id: 'large', title: 'A large tree', updated_at: Date.now() / 1000, chat: { title: 'A large tree', models: ['qwen3'], history } }
  ]
}

test('a tree of a thousand messages is whole after a reload: its path, and every answer beside the first', async ({ chat, page }) => {
  await page.goto('/settings#export')
  await choose(page, 'large.json', JSON.stringify(largeTree(400, 200)))
  await page.getByRole('dialog', { name: 'Import chats' }).getByRole('button', { name: 'Import 1 chat' }).click()
  await expect(section(page).getByRole('status')).toHaveText('1 chat imported.')
  await chat.listed('A large tree').click()
  for (const visit of ['opened', 'reloaded']) {
    if (visit === 'reloaded') await page.reload()
    await expect(chat.answer(400)).toContainText('Answer number 400')
    await expect(chat.question()).toContainText('Question number 1')
    // Far from the window an entry is its text alone.
    await page.getByRole('article', { name: /^Answer 1(,|$)/ }).scrollIntoViewIfNeeded()
    await expect(chat.answer()).toContainText('Answer number 1')
    await expect(chat.answer().getByText('201/201', { exact: true })).toBeVisible()
  }
  await chat.answer().getByRole('button', { name: 'Previous answer' }).click()
  await expect(chat.answer()).toContainText('Beside, number 200')
  await expect(chat.question(2)).toHaveCount(0)
  await page.reload()
  await expect(chat.answer()).toContainText('Beside, number 200')
  await chat.answer().getByRole('button', { name: 'Next answer' }).click()
  await expect(chat.answer(400)).toContainText('Answer number 400')
})
