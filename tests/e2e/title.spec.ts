/** The title that a model writes after the first answer. Nothing is scripted: the demo answers that call too. */
import { demoOrigin } from '../setup/e2e-addresses.ts'
import { expect, test } from '../setup/e2e-test.ts'

test.use({ baseURL: demoOrigin })

test('the sidebar and the page show the title of a model after the first answer, without a reload', async ({ chat, page }) => {
  await chat.open()
  await chat.converse('How do the tides of the sea work?')
  await expect(chat.listed('Tides sea work')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Tides sea work' })).toBeVisible()
  await expect(chat.listed('How do the tides of the sea work?')).toHaveCount(0)
})

test('with titles switched off a conversation keeps its first words', async ({ chat, page }) => {
  await page.goto('/settings')
  const titles = page.getByRole('switch', { name: /Write titles with a cheap model/ })
  await expect(titles).toBeChecked()
  await titles.press('Space')
  await expect(page.getByRole('region', { name: 'Titles' }).getByText('Saved')).toBeVisible()
  await page.reload()
  await expect(titles).not.toBeChecked()

  await chat.open()
  await chat.converse('Why is the sky of Mars red?')
  // A second answer takes longer than a title would.
  await chat.ask('And at night?')
  await chat.ended(2)
  await expect(chat.listed('Why is the sky of Mars red?')).toBeVisible()

  await page.goto('/settings')
  await titles.press('Space')
  await expect(page.getByRole('region', { name: 'Titles' }).getByText('Saved')).toBeVisible()
})
