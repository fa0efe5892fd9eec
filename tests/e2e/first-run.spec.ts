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
  await expect(answer.getByText('Thinking', { exact: true })).toBeVisible()
  await expect(answer.getByText(/These thoughts arrive as reasoning fragments/)).toBeVisible()
  await expect(answer.getByText(/You asked: “Is 2027 a prime number/)).toBeVisible()
  await expect(page).toHaveURL(/\/c\/[0-9a-f-]{36}$/)
  await chat.ended()
  await expect(answer.getByText(/^Thought for/)).toBeVisible()
  await expect(answer.getByText('simulated', { exact: true }).last()).toBeVisible()
  await expect(label).toBeVisible()

  await page.getByRole('button', { name: 'New chat' }).click()
  await expect(page.getByRole('heading', { name: 'What shall we put on the record?' }), 'it welcomes once').toBeVisible()
})

test('the demo shows tools, and a failure that Retry overcomes', async ({ chat, page }) => {
  await chat.open()
  await page.getByRole('button', { name: /^See tools at work/ }).click()
  const answer = chat.answer()
  await expect(answer.getByRole('group').filter({ hasText: 'Calculator' })).toContainText('25')
  await expect(answer.getByRole('group').filter({ hasText: 'Date and time' })).toBeVisible()
  await expect(answer.getByText(/Both tools have answered/)).toBeVisible()
  await chat.ended()

  await page.getByRole('button', { name: 'New chat' }).click()
  await page.getByRole('button', { name: 'See a failure and retry it' }).click()
  await expect(answer.getByText('Simulator failed')).toBeVisible()
  await expect(answer.getByText(/This answer starts well/)).toBeVisible()
  await answer.getByRole('button', { name: 'Retry' }).first().click()
  await expect(answer.getByText(/The second attempt worked/)).toBeVisible()
  await chat.ended()
})
