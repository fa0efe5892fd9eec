/** What is sent while an answer is written waits for its turn: listed, changed, kept, and each sent once (B5). Scripted: OpenRouter. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { z } from 'zod'
import type { SimulatorControl } from '../../lib/simulator/simulator-control.ts'
import { unsteadyOrigin } from '../setup/e2e-addresses.ts'
import { expect, test } from '../setup/e2e-test.ts'
import { UnsteadyNetwork } from '../setup/unsteady-network.ts'
import { ChatDriver } from './chat-driver.ts'

const body = z.looseObject({ messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })) })
const queueOf = (page: Page) => page.getByRole('region', { name: 'Queued messages' })
const queued = (page: Page, text: string) => queueOf(page).getByRole('listitem').filter({ hasText: text })
const order = (page: Page) => queueOf(page).getByRole('listitem').locator('p:first-child').allTextContents()
/** Long enough for what a test does meanwhile. */
const slow = { text: 'Word after word after word.', tokensPerSecond: 40, stall: { after: 3, seconds: 4 } }

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
  await simulator.script({ ...slow, stall: { after: 3, seconds: 7 } }, { text: 'To the third.' }, { text: 'To the second.' })
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
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.reload()
  await expect(queueOf(page).getByText('2 queued: each is sent when the answer before it has ended.')).toBeVisible()
  expect(await order(page)).toEqual(['A third?', 'The second, then?'])

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
  await simulator.script({ ...slow, stall: { after: 3, seconds: 8 } }, { text: 'Once.' }, { text: 'And once more.' })
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
  }
  await expect(queued(page, 'From the other?')).toBeVisible()
  await expect(queued(otherPage, 'From one tab?')).toBeVisible()
  for (const driver of [chat, other]) {
    await driver.page.bringToFront()
    await driver.ended(3)
    await expect(driver.question(2).getByText('From one tab?')).toBeVisible()
    await expect(driver.question(3).getByText('From the other?')).toBeVisible()
    await expect(queueOf(driver.page)).toBeHidden()
  }
  expect(await simulator.requests()).toHaveLength(3)
})

test('a question that comes second is queued, or asked as a branch', async ({ chat, context, guard, page, simulator }) => {
  guard.expectConsole(/409 \(Conflict\)/)
  await simulator.script({ text: 'Begun.' }, { ...slow, text: 'The one that was first.' }, { text: 'The one beside it.' })
  await chat.open()
  await chat.converse('Begin.')
  const otherPage = await context.newPage()
  const other = new ChatDriver(otherPage)
  // This tab hears of nothing, as one on another device that has just been asleep.
  await otherPage.route('**/api/events', route => route.abort())
  guard.expectConsole(/ERR_FAILED/)
  await otherPage.goto(page.url())
  await expect(other.answer().getByText('Begun.')).toBeVisible()
  await page.bringToFront()
  await chat.ask('Who is first?')
  await expect(chat.answer(2)).toContainText('The')
  await otherPage.bringToFront()
  await other.ask('Who is second?')
  await expect(otherPage.getByText('Another question was first')).toBeVisible()
  await expect(other.question(2).getByText('Who is first?'), 'the other turn is shown').toBeVisible()
  await expect(other.field).toHaveValue('Who is second?')
  await otherPage.getByRole('button', { name: 'Ask it as a branch' }).click()
  await expect(queued(otherPage, 'Who is second?')).toContainText('as a branch')
  await expect(other.answer(2).getByText('The one beside it.')).toBeVisible()
  await expect(other.question(2).getByText('2/2')).toBeVisible()
  expect(await simulator.requests()).toHaveLength(3)
})

test('Enter twice and a double click are one message', async ({ chat, page, simulator }) => {
  await simulator.script({ text: 'One.' }, { text: 'Two.' })
  await chat.open()
  await chat.field.fill('Once?')
  await chat.field.press('Enter')
  await chat.field.press('Enter')
  await chat.ended()
  await chat.field.fill('Twice?')
  await chat.send.dblclick()
  await chat.ended(2)
  await expect(page.getByRole('article', { name: /^Question/ })).toHaveCount(2)
  expect(await simulator.requests()).toHaveLength(2)
})

test('an answer to Send that is lost on the way is asked for again: one turn', async ({ chat, guard, page, simulator }) => {
  guard.expectConsole(/ERR_(CONNECTION|INCOMPLETE|EMPTY|FAILED)/)
  await simulator.script({ text: 'Asked once.' })
  await chat.open()
  let lost = 0
  await page.route('**/api/chat', async route => {
    if (lost++ > 0) return route.continue()
    // The server has it, and the browser never hears.
    await route.fetch()
    await route.abort()
  })
  await chat.ask('Do you hear me?')
  await expect(chat.answer().getByText('Asked once.')).toBeVisible()
  await chat.ended()
  expect(lost).toBe(2)
  expect(await simulator.requests()).toHaveLength(1)
})

test.describe('over a network that breaks', () => {
  test.use({ baseURL: unsteadyOrigin })

  test('what is sent without a connection is kept, and sent once when it is back', async ({ chat, guard, page, simulator }) => {
    guard.expectConsole(/ERR_(CONNECTION|INCOMPLETE|EMPTY|SOCKET)/)
    const network = await UnsteadyNetwork.open()
    await simulator.script({ text: 'Here.' }, { text: 'Back again.' })
    await chat.open()
    await chat.converse('Are you there?')
    network.cut()
    await chat.ask('And now?')
    await expect(queueOf(page).getByText('No connection to Steno. This is kept, and sent once it is back.')).toBeVisible()
    await expect(chat.field).toHaveValue('')
    network.mend()
    await expect(chat.answer(2).getByText('Back again.')).toBeVisible()
    await expect(queueOf(page)).toBeHidden()
    expect(await simulator.requests()).toHaveLength(2)
    await network.close()
  })
})
