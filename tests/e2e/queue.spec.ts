/** What is sent while an answer is written waits for its turn: listed, changed, kept, and each sent once (B5). Scripted: OpenRouter. */
import type { Page } from '@playwright/test'
import { z } from 'zod'
import type { SimulatorControl } from '../../lib/simulator/simulator-control.ts'
import { expect, test } from '../setup/e2e-test.ts'
import { png } from '../setup/sample-files.ts'
import { askByHttp, upload } from './ask-by-http.ts'
import { ChatDriver } from './chat-driver.ts'
import { expectAccessible } from './expect-accessible.ts'
import { queued, queueOf, slow } from './queue-driver.ts'

const body = z.looseObject({ messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })) })
const order = (page: Page) => queueOf(page).getByRole('listitem').locator('p:first-child').allTextContents()

/** Content of a message upstream: a string, or parts. */
function textIn(content: unknown): string {
  return typeof content === 'string' ? content : z.tuple([z.looseObject({ text: z.string() })]).parse(content)[0].text
}

async function questionsOf(simulator: SimulatorControl): Promise<string[]> {
  return (await simulator.requests()).map(request => textIn(body.parse(request.body).messages.at(-1)?.content))
}

test('what is written during an answer is listed, changed and put in order, outlives a reload, and is sent one by one', async ({
  chat,
  page,
  simulator
}) => {
  await simulator.script(slow, { text: 'To the third.' }, { text: 'To the second.' })
  await chat.open()
  await chat.ask('The first?')
  await expect(chat.answer()).toContainText('Word')
  for (const text of ['A second?', 'A third?', 'A mistake?']) {
    await chat.field.fill(text)
    await chat.field.press('Enter')
    await expect(queued(page, text)).toBeVisible()
    await expect(chat.field).toHaveValue('')
  }
  await queued(page, 'A third?').getByRole('button', { name: 'Move up' }).click()
  await expect(queued(page, 'A third?').getByRole('button', { name: 'Move up' })).toBeFocused()
  await queued(page, 'A mistake?').getByRole('button', { name: 'Drop' }).click()
  await queued(page, 'A second?').getByRole('button', { name: 'Edit' }).click()
  await page.getByRole('textbox', { name: 'Queued message' }).fill('The second, then?')
  await page.keyboard.press('Enter')
  expect(await order(page)).toEqual(['A third?', 'The second, then?'])
  await page.reload()
  await expect(queueOf(page).getByText('2 queued: each is sent when the answer before it has ended.')).toBeVisible()
  expect(await order(page)).toEqual(['A third?', 'The second, then?'])

  await simulator.release()
  await chat.ended(3)
  await expect(chat.answer(2).getByText('To the third.')).toBeVisible()
  await expect(chat.answer(3).getByText('To the second.')).toBeVisible()
  await expect(queueOf(page)).toBeHidden()
  expect(await questionsOf(simulator)).toEqual(['The first?', 'A third?', 'The second, then?'])
})

test('a stopped answer holds the queue until somebody says so; “Send now” stops and sends', async ({ chat, page, simulator }) => {
  await simulator.script(slow, { ...slow, text: 'Another one, slowly.' }, { text: 'At once.' })
  await chat.open()
  await chat.ask('Go on and on.')
  await expect(chat.answer()).toContainText('Word')
  await chat.field.fill('And then?')
  await chat.field.press('Enter')
  await expect(queued(page, 'And then?')).toBeVisible()
  await chat.stop.click()
  await expect(queueOf(page).getByText('You stopped the answer before it. This waits until you resume.')).toBeVisible()
  await expect(page.getByText('No connection to Steno')).toHaveCount(0)
  await expectAccessible(page, 'a queue that waits')
  await queueOf(page).getByRole('button', { name: 'Resume' }).click()
  await expect(chat.question(2).getByText('And then?')).toBeVisible()
  await expect(chat.answer(2)).toContainText('Another')

  await chat.field.fill('This at once!')
  await chat.field.press('Enter')
  await queued(page, 'This at once!').getByRole('button', { name: 'Send now' }).click()
  await expect(chat.answer(2).getByText('Stopped by you')).toBeVisible()
  await expect(chat.answer(3).getByText('At once.')).toBeVisible()
  await expect(queueOf(page)).toBeHidden()
  expect(await simulator.requests()).toHaveLength(3)
})

test('two tabs share one queue, and each of its messages is asked once', async ({ chat, context, page, simulator }) => {
  await simulator.script(slow, { text: 'Once.' }, { text: 'And once more.' })
  await chat.open()
  await chat.ask('The first?')
  await expect(chat.answer()).toContainText('Word')
  const otherPage = await context.newPage()
  const other = new ChatDriver(otherPage)
  await otherPage.goto(page.url())
  await expect(other.stop).toBeVisible()
  for (const [driver, text] of [
    [chat, 'From one tab?'],
    [other, 'From the other?']
  ] as const) {
    await driver.field.fill(text)
    await driver.field.press('Enter')
    for (const tab of [page, otherPage]) await expect(queued(tab, text)).toBeVisible()
  }
  await simulator.release()
  for (const driver of [chat, other]) {
    await driver.page.bringToFront()
    await driver.ended(3)
    await expect(driver.question(2).getByText('From one tab?')).toBeVisible()
    await expect(driver.question(3).getByText('From the other?')).toBeVisible()
    await expect(queueOf(driver.page)).toBeHidden()
  }
  expect(await simulator.requests()).toHaveLength(3)
})

test('a question edited during an answer waits as a branch, with its file; sent now, the answer is stopped and both are kept', async ({
  chat,
  page,
  simulator
}) => {
  await simulator.script({ http: { status: 403 } }, slow, { text: 'A square.' })
  await chat.open()
  const image = await upload(page, 'square.png', 'image/png', png(40, 40, 120))
  await page.goto(`/c/${await askByHttp(page, 'What is this?', { files: [image] })}`)
  await chat.ask('And then?')
  await expect(chat.answer(2)).toContainText('Word')
  await expect(chat.answer().getByRole('button', { name: 'Retry', exact: true }).first(), 'Stop comes first').toBeDisabled()
  await chat.answer().getByRole('button', { name: 'Edit the question' }).click()
  await chat.field.fill('What is shown here?')
  await chat.field.press('Enter')
  await expect(queued(page, 'What is shown here?')).toContainText('as a branch · square.png')
  await queued(page, 'What is shown here?').getByRole('button', { name: 'Send now' }).click()
  await expect(chat.answer().getByText('A square.')).toBeVisible()
  await expect(chat.question().getByRole('img', { name: 'square.png' })).toBeVisible()
  expect(JSON.stringify((await simulator.requests()).at(-1)?.body)).toContain('data:image/png;base64,')
  await chat.question().getByRole('button', { name: 'Previous question' }).click()
  await expect(chat.answer(2).getByText('Stopped by you')).toBeVisible()
})

test('a queued message waits while it is being edited', async ({ chat, page, simulator }) => {
  await simulator.script(slow, { text: 'Second.' })
  await chat.open()
  await chat.ask('The first?')
  await expect(chat.answer()).toContainText('Word')
  await chat.field.fill('Old words')
  await chat.field.press('Enter')
  await queued(page, 'Old words').getByRole('button', { name: 'Edit' }).click()
  const text = page.getByRole('textbox', { name: 'Queued message' })
  await text.fill('New words')
  await simulator.release()
  await chat.ended(1)
  await expect(chat.send).toBeVisible()
  await expect(text).toHaveValue('New words')
  expect(await simulator.requests()).toHaveLength(1)
  await text.press('Enter')
  await expect(chat.question(2).getByText('New words')).toBeVisible()
  await expect(chat.answer(2).getByText('Second.')).toBeVisible()
})

test('what is written one after the other without a connection is asked in that order', async ({ chat, guard, page, simulator }) => {
  guard.expectConsole(/ERR_FAILED/)
  await simulator.script({ text: 'Here.' }, { text: 'One.' }, { text: 'Two.' })
  await chat.open()
  await chat.converse('Are you there?')
  await page.route('**/api/chat', route => route.abort())
  for (const text of ['Written first', 'Written second']) {
    await chat.ask(text)
    await expect(queued(page, text)).toBeVisible()
  }
  await page.unroute('**/api/chat')
  await expect(chat.question(2).getByText('Written first')).toBeVisible()
  await expect(chat.question(3).getByText('Written second')).toBeVisible()
  await expect(chat.answer(3).getByText('Two.')).toBeVisible()
})
