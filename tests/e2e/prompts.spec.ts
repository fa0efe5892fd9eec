/** The prompt library: written, asked with, given away and taken over. Real: browser, build, server. Scripted: OpenRouter. */
import { readFile } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../setup/e2e-test.ts'
import { askedText } from './asked-text.ts'

const libraryOf = (page: Page) => page.getByRole('region', { name: 'Prompts', exact: true })

async function write(page: Page, name: string, text: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: /prompt$/ })
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByRole('textbox', { name: 'Text' }).fill(text)
  await dialog.getByRole('button', { name: 'Save' }).click()
}

async function remove(library: Locator, name: string): Promise<void> {
  const button = library.getByRole('button', { name: `Delete ${name}` })
  await button.click()
  await expect(button).toHaveCount(0)
}

async function noViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.failureSummary}`))).toEqual([])
}

test('a prompt is written in the settings and asked with by a slash: its variables in place, one after the other', async ({
  chat,
  guard,
  page,
  simulator
}) => {
  guard.expectConsole(/409/)
  await page.goto('/settings#prompts')
  const library = libraryOf(page)
  await library.getByRole('button', { name: 'New prompt' }).click()
  expect(await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight), 'only the settings scroll').toBe(0)
  await write(page, 'Translate it', 'Translate into {{language}}:\n\n{{text}}\n\nOnly {{language}}.')
  await expect(library.getByRole('listitem').filter({ hasText: 'Translate it' })).toBeVisible()
  await library.getByRole('button', { name: 'New prompt' }).click()
  await expect(page.getByRole('dialog', { name: 'New prompt' })).toContainText('{{language}}')
  await write(page, 'Translate it', 'Another.')
  await expect(page.getByRole('alert').filter({ hasText: 'There is a prompt of this name.' })).toBeVisible()
  await noViolations(page)
  await write(page, 'Tidy up', 'Tidy this up, and say what you changed.')
  await library.getByRole('button', { name: 'Edit Tidy up' }).click()
  await write(page, 'Tidy up', 'Tidy this up.')
  await expect(library.getByText('Tidy this up.')).toBeVisible()

  await page.goto('/')
  await chat.field.pressSequentially('/ti')
  const list = page.getByRole('listbox', { name: 'Prompts and actions' })
  await expect(list.getByRole('option', { selected: true })).toContainText('Tidy up')
  await page.keyboard.press('Enter')
  await expect(chat.field).toHaveValue('Tidy this up.')
  await chat.field.fill('')

  await chat.field.pressSequentially('/tr')
  await expect(list.getByRole('option', { selected: true })).toContainText('Translate it')
  await page.keyboard.press('Enter')
  const form = page.getByRole('form', { name: 'Translate it' })
  await expect(form.getByRole('textbox', { name: 'language' })).toBeFocused()
  await noViolations(page)
  await page.keyboard.press('Escape')
  await expect(form).toBeHidden()
  await expect(chat.field).toBeFocused()

  await chat.field.pressSequentially('/translate')
  await page.keyboard.press('Enter')
  await expect(form.getByRole('textbox', { name: 'language' })).toBeFocused()
  await page.keyboard.type('Finnish')
  await page.keyboard.press('Tab')
  await expect(form.getByRole('textbox', { name: 'text' })).toBeFocused()
  await page.keyboard.type('One {{language}}')
  await page.keyboard.press('Enter')
  await page.keyboard.type('two')
  await page.keyboard.press('Control+Enter')
  await expect(form).toBeHidden()
  const filled = 'Translate into Finnish:\n\nOne {{language}}\ntwo\n\nOnly Finnish.'
  await expect(chat.field).toHaveValue(filled)
  await expect(chat.field).toBeFocused()
  await page.reload()
  await expect(chat.field).toHaveValue(filled)
  await simulator.script({ text: 'Yksi kaksi.' })
  await chat.field.press('Enter')
  await chat.ended()
  expect(askedText((await simulator.requests())[0]?.body)).toBe(filled)

  await page.goto('/settings#prompts')
  for (const name of ['Translate it', 'Tidy up']) await remove(library, name)
  await expect(library.getByRole('listitem')).toHaveCount(0)
})

test('what is in the field, else the last question, is saved as a prompt; the library goes out and comes in as a file', async ({
  chat,
  guard,
  page,
  simulator
}) => {
  await chat.open()
  await chat.hearsKeys()
  await chat.field.fill('Explain {{what}} to me.')
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Search or choose an action' }).fill('save as')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'New prompt' })
  await expect(dialog.getByRole('textbox', { name: 'Text' })).toHaveValue('Explain {{what}} to me.')
  await expect(dialog).toContainText('Asked for each time: what.')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Explain')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved “Explain” among the prompts')).toBeVisible()
  await expect(chat.field).toHaveValue('Explain {{what}} to me.')

  await simulator.script({ text: 'Done.' })
  await chat.converse('Sort these words.')
  await chat.field.pressSequentially('/save')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('textbox', { name: 'Text' })).toHaveValue('Sort these words.')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Sort')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()

  await page.goto('/settings#prompts')
  const library = libraryOf(page)
  const downloading = page.waitForEvent('download')
  await library.getByRole('button', { name: 'Export' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe('steno-prompts.json')
  const exported = await readFile(await download.path(), 'utf8')
  expect(JSON.parse(exported)).toEqual({
    prompts: [
      { name: 'Explain', text: 'Explain {{what}} to me.' },
      { name: 'Sort', text: 'Sort these words.' }
    ]
  })
  const take = (content: string) =>
    library.getByLabel('Prompt file').setInputFiles({ name: 'prompts.json', mimeType: 'application/json', buffer: Buffer.from(content) })
  await remove(library, 'Sort')
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click()
  await expect(library.getByRole('listitem')).toHaveCount(2)
  await remove(library, 'Explain')
  await take(exported)
  await expect(library.getByText('One prompt added, 1 here already.')).toBeVisible()
  await expect(library.getByRole('listitem')).toHaveCount(2)
  await take('<html>')
  await expect(library.getByRole('alert')).toHaveText('This file holds no prompts.')
  guard.expectConsole(/400/)
  await take('{"prompts": [{"name": "x"}]}')
  await expect(library.getByRole('alert')).toContainText('prompts.0.text')
  for (const name of ['Explain', 'Sort']) await remove(library, name)
  await expect(library.getByRole('listitem')).toHaveCount(0)
})

test('a dialog is closed by its backdrop, not by its margin, nor where text is marked beyond its edge', async ({ page }) => {
  await page.goto('/settings#prompts')
  await libraryOf(page).getByRole('button', { name: 'New prompt' }).click()
  const dialog = page.getByRole('dialog', { name: 'New prompt' })
  const text = dialog.getByRole('textbox', { name: 'Text' })
  await text.fill('Something long that took a while.')
  const box = await dialog.boundingBox()
  if (!box) throw new Error('No dialog')
  await page.mouse.click(box.x + 8, box.y + box.height - 8)
  await text.hover()
  await page.mouse.down()
  await page.mouse.move(box.x - 40, box.y + 40)
  await page.mouse.up()
  await expect(text).toHaveValue('Something long that took a while.')
  await page.mouse.click(box.x - 40, box.y + 40)
  await expect(dialog).toHaveCount(0)
})
