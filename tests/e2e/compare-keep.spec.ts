/** What is thought of a comparison stays with what it was thought of: real browser, build and server; scripted: OpenRouter. */
import type { Page } from '@playwright/test'
import { expect, test } from '../setup/e2e-test.ts'
import { CompareDriver } from './compare-driver.ts'

const tools = 'anthropic/claude-sonnet-5'
const encrypted = 'openai/gpt-5-mini'
const slow = 'moonshotai/kimi-k3'

test('notes: what another tab saved is not written over, and leaving at once loses nothing', async ({ page, simulator }) => {
  const compare = new CompareDriver(page)
  await simulator.script({ onModel: tools, text: 'One.' }, { onModel: encrypted, text: 'Two.' })
  await compare.start('Count.', [{ model: tools }, { model: encrypted }])
  await compare.ended('A', 'B')
  const other = await page.context().newPage()
  await other.goto(page.url())
  const notes = (tab: Page) => tab.getByRole('textbox', { name: 'Notes' })
  await notes(page).fill('A counts.')
  await expect(notes(other)).toHaveValue('A counts.')
  await notes(other).press('End')
  await notes(other).pressSequentially(' B as well.')
  await expect(notes(page)).toHaveValue('A counts. B as well.')

  await notes(page).fill('Neither counts.')
  await page.reload()
  await expect(notes(page)).toHaveValue('Neither counts.')
  await expect(notes(other)).toHaveValue('Neither counts.')
})

test('another model replaces a lane’s, from its menu; the vote stays with what was read', async ({ page, simulator }) => {
  const compare = new CompareDriver(page)
  await simulator.script({ onModel: tools, text: 'One.' }, { onModel: encrypted, text: 'Two.' })
  await compare.start('Count.', [{ model: tools }, { model: encrypted }])
  await compare.ended('A', 'B')
  await compare.button('B', 'Vote for lane B').click()
  const vote = page.getByRole('region', { name: 'Vote', exact: true })
  await expect(vote).toContainText('Your vote: B, GPT-5 Mini.')
  await simulator.script({ onModel: slow, text: 'Three.' })
  await compare.button('B', 'Options for lane B').click()
  await page.getByRole('menuitem', { name: 'Replace with another model' }).click()
  await page.getByRole('combobox', { name: 'Search models' }).fill('Kimi K3')
  await expect(page.getByRole('listbox', { name: 'Models' }).getByRole('option').first()).toContainText('Kimi K3')
  await page.getByRole('combobox', { name: 'Search models' }).press('Enter')
  await expect(compare.lane('B').getByRole('heading', { name: 'Kimi K3' })).toBeVisible()
  await expect(compare.lane('B')).toContainText('Three.')
  await expect(compare.lane('A')).toContainText('One.')
  await expect(vote, 'the vote is for what was read').toContainText('Your vote: B, GPT-5 Mini.')
  await expect(compare.button('B', 'Vote for lane B')).toHaveAttribute('aria-pressed', 'false')
  await compare.button('B', 'Previous answer').click()
  await expect(compare.button('B', 'Your vote: lane B')).toHaveAttribute('aria-pressed', 'true')
})
