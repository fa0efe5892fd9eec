/** `/` at the beginning of the field: commands and prompts by keyboard. Real: browser, build, server. Scripted: OpenRouter. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '../setup/e2e-test.ts'
import { png } from '../setup/sample-files.ts'
import { askedText } from './asked-text.ts'
import { CompareSetupDriver } from './compare-setup-driver.ts'
import { give } from './give-file.ts'
import { slow } from './queue-driver.ts'

test('a slash lists what can be done; arrows, Enter, Tab and Esc lead through it, and the field names the active one', async ({
  chat,
  page,
  simulator
}) => {
  await chat.open()
  const list = page.getByRole('listbox', { name: 'Prompts and actions' })
  const activeName = async () => {
    const id = await chat.field.getAttribute('aria-activedescendant')
    return id === null ? null : page.locator(`[id="${id}"]`).textContent()
  }
  await chat.field.pressSequentially('/')
  await expect(list.getByRole('option', { name: /^New chat/ })).toBeVisible()
  await expect(chat.field).toHaveAttribute('aria-controls', (await list.getAttribute('id')) ?? '')
  await expect(list.getByRole('option', { name: 'Compare this question' }), 'there is no question').toHaveCount(0)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.failureSummary}`))).toEqual([])

  await chat.field.pressSequentially('theme')
  await expect(list.getByRole('option')).toHaveText(['Theme: light', 'Theme: dark', 'Theme: as the system'])
  await expect.poll(activeName).toBe('Theme: light')
  await page.keyboard.press('ArrowDown')
  await expect.poll(activeName).toBe('Theme: dark')
  await expect(list.getByRole('option', { selected: true })).toHaveText('Theme: dark')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await expect.poll(activeName).toBe('Theme: as the system')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Tab')
  await expect(list).toBeHidden()
  await expect(chat.field).toHaveValue('')
  await expect(chat.field).toBeFocused()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(chat.field).not.toHaveAttribute('aria-activedescendant')

  await chat.field.pressSequentially('/model')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('combobox', { name: 'Search models' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: /^Model: / })).toBeFocused()

  // What names nothing is a question like any other, and so is what was told to be one.
  await simulator.script({ text: 'A folder.' }, { text: 'Theme.' })
  await chat.field.fill('/etc is what?')
  await expect(list).toBeHidden()
  await page.keyboard.press('Enter')
  await chat.ended()
  await chat.field.pressSequentially('/theme')
  await expect(list).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(list).toBeHidden()
  await page.keyboard.press('Enter')
  await chat.ended(2)
  const requests = await simulator.requests()
  expect(requests.map(({ body }) => askedText(body))).toEqual(['/etc is what?', '/theme'])
})

test('commands of a chat: stop, compare this question, export, settings, new chat', async ({ chat, page, simulator }) => {
  const list = page.getByRole('listbox', { name: 'Prompts and actions' })
  await simulator.script(slow)
  await chat.open()
  await chat.field.fill('How do tides work?')
  await give(chat.field, 'paste', { name: 'tides.png', type: 'image/png', bytes: png(8, 8, 90) })
  await expect(page.getByRole('button', { name: 'Remove tides.png' })).toBeVisible()
  await chat.send.click()
  await expect(chat.answer()).toContainText('Word')
  await chat.field.pressSequentially('/st')
  await expect(list.getByRole('option', { name: 'Stop the answer' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(list).toBeHidden()
  await expect(chat.answer(), 'Esc was the list’s').toHaveAttribute('aria-busy', 'true')
  await chat.field.fill('')
  await chat.field.fill('/stop')
  await page.keyboard.press('Enter')
  await expect(chat.answer().getByText('Stopped by you')).toBeVisible()
  await expect(chat.field).toHaveValue('')

  await chat.field.pressSequentially('/compare this')
  await page.keyboard.press('Enter')
  const setup = new CompareSetupDriver(page)
  await expect(setup.question).toHaveValue('How do tides work?')
  await expect(page.getByRole('list', { name: 'Attachments' })).toContainText('tides.png')
  await page.goBack()
  await chat.field.pressSequentially('/export this')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: /^Export/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog', { name: /^Export/ })).toHaveCount(0)
  await chat.field.pressSequentially('/chat set')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Chat settings' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog', { name: 'Chat settings' })).toBeHidden()
  await chat.field.pressSequentially('/new')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/')
  await expect(chat.question()).toHaveCount(0)
  await page.reload()
  await expect(chat.field, 'no command is a draft').toHaveValue('')
})

test('Enter before the list is there sends no command: it takes what the list then offers, or asks', async ({ chat, page, simulator }) => {
  await page.route('**/api/prompts', async route => {
    await new Promise(resolve => setTimeout(resolve, 1500))
    await route.continue()
  })
  await chat.open()
  await chat.field.pressSequentially('/theme dark')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(chat.field).toHaveValue('')
  expect(await simulator.requests()).toHaveLength(0)

  await simulator.script({ text: 'A folder.' })
  await chat.field.pressSequentially('/usr is what?')
  await page.keyboard.press('Enter')
  await chat.ended()
  expect(askedText((await simulator.requests())[0]?.body)).toBe('/usr is what?')
})
