/** A newcomer without a key: everything here is the demo, nothing is scripted. */
import { demoOrigin } from '../setup/e2e-addresses.ts'
import { expect, test } from '../setup/e2e-test.ts'

test.use({ baseURL: demoOrigin })

test('the first run welcomes, and the demo answers with a thought', async ({ chat, page }) => {
  await chat.open()
  await expect(page.getByRole('heading', { name: 'Put it on the record.' })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'OpenRouter key' })).toBeVisible()
  const label = page.getByRole('complementary', { name: 'Demo mode' })
  await expect(label).toContainText('simulated replies, nothing is billed')

  await page.getByRole('button', { name: 'Look around in demo mode' }).click()
  await expect(page.getByRole('heading', { name: 'What shall we put on the record?' })).toBeVisible()
  await page.getByRole('button', { name: /^Watch it think/ }).click()

  const answer = chat.answer()
  await expect(answer).toHaveAccessibleName('Answer 1, Demo: Reasoning')
  await expect(answer.getByText(/^(Thinking$|Thought for )/)).toBeVisible()
  await expect(answer.getByText(/You asked: “Is 2027 a prime number/)).toBeVisible()
  await expect(page).toHaveURL(/\/c\/[0-9a-f-]{36}$/)
  await chat.ended()
  await expect(answer.getByText(/These thoughts arrive/)).toBeHidden()
  await answer.getByText(/^Thought for/).click()
  await expect(answer.getByText(/These thoughts arrive as reasoning fragments/)).toBeVisible()
  await expect(answer.getByText('simulated', { exact: true }).last()).toBeVisible()
  await expect(label).toBeVisible()

  await page.getByRole('button', { name: 'New chat', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'What shall we put on the record?' }), 'it welcomes once').toBeVisible()
})

test('the demo calls tools and answers from them', async ({ chat, page }) => {
  await chat.open()
  await page.getByRole('button', { name: /^See tools at work/ }).click()
  const answer = chat.answer()
  const card = (title: string) => answer.getByRole('group').filter({ has: page.getByText(title, { exact: true }) })
  await expect(card('Calculator')).toContainText('25')
  await expect(card('Date and time')).toBeVisible()
  await expect(answer.getByText(/Both tools have answered/)).toBeVisible()
  await chat.ended()
})
