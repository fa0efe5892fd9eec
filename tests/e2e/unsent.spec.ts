/** B4: what somebody has written and Steno has not taken is never lost, whatever is pressed meanwhile. Scripted: OpenRouter, a slow line. */
import type { Page, Route } from '@playwright/test'
import { expect, test } from '../setup/e2e-test.ts'
import { askByHttp } from './ask-by-http.ts'

/** Holds requests to an address until it is let go. */
async function hold(page: Page, address: string, go: (route: Route) => Promise<void>): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  await page.route(address, async route => {
    await promise
    await go(route)
  })
  return resolve
}

test('a question that is refused stands before what was typed since', async ({ chat, guard, page, simulator }) => {
  guard.expectConsole(/507/)
  await simulator.script({ text: 'Here.' })
  await chat.open()
  await chat.converse('Start?')
  const error = { code: 'storage_full', message: 'The disk is full: nothing was saved.', requestId: 'x', retryable: true }
  const refuse = await hold(page, '**/api/chat', route => route.fulfill({ status: 507, json: { error } }))
  await chat.ask('A long and precious question')
  await chat.field.pressSequentially('and by the way')
  refuse()
  await expect(page.getByText('Not sent')).toBeVisible()
  await expect(chat.field).toHaveValue('A long and precious question\nand by the way')
  await page.reload()
  await expect(chat.field).toHaveValue('A long and precious question\nand by the way')
})

test('saving an edited question twice brings back what was written before', async ({ chat, page, simulator }) => {
  await simulator.script({ text: 'Here.' })
  await chat.open()
  await chat.converse('Start?')
  await chat.field.fill('A draft of something else')
  await chat.question().getByRole('button', { name: 'Edit' }).click()
  await chat.field.fill('Start anew?')
  const save = await hold(page, '**/questions', route => route.continue())
  for (let time = 0; time < 2; time++) await chat.field.press('ControlOrMeta+s')
  const saved = page.waitForResponse(/\/questions$/)
  save()
  await saved
  await expect(chat.question().getByText('2/2')).toBeVisible()
  await expect(chat.field).toHaveValue('A draft of something else')
})

test('a question that is left before the server has it is asked once, and stands nowhere else', async ({ chat, page, simulator }) => {
  await simulator.script({ text: 'A one.' }, { text: 'B one.' }, { text: 'A two.' })
  await chat.open()
  await askByHttp(page, 'Chat gamma', {})
  await askByHttp(page, 'Chat delta', {})
  await chat.listed('Chat gamma').click()
  await expect(chat.answer().getByText('A one.')).toBeVisible()
  await hold(page, '**/api/chat', route => route.continue())
  await chat.ask('A second?')
  await chat.listed('Chat delta').click()
  await expect(chat.answer().getByText('B one.')).toBeVisible()
  await page.unroute('**/api/chat')
  await chat.listed('Chat gamma').click()
  await expect(chat.answer(2).getByText('A two.')).toBeVisible()
  await expect(chat.field).toHaveValue('')
  expect(await simulator.requests()).toHaveLength(3)
})
