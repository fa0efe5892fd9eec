/** Every tab sees the same turn without a reload: the list, the text, Stop, and what was deleted (B2, B4). Scripted: OpenRouter. */
import { expect, test } from '../setup/e2e-test.ts'
import { ChatDriver } from './chat-driver.ts'

const slow = { text: 'Word after word after word, on and on.', tokensPerSecond: 40, stall: { after: 4, seconds: 55 } }

test('a second tab lists a new chat, its title, and that it is gone, and says so where it is open', async ({
  chat,
  context,
  page,
  simulator
}) => {
  await simulator.script({ text: 'Yes.' })
  const otherPage = await context.newPage()
  const other = new ChatDriver(otherPage)
  await other.open()
  await expect(other.send).toBeVisible()
  await chat.open()
  await chat.converse('Plant a pear tree')
  await expect(other.listed('Plant a pear tree')).toBeVisible()
  await other.listed('Plant a pear tree').click()
  await expect(other.answer().getByText('Yes.')).toBeVisible()

  await chat.choose('Plant a pear tree', 'Rename')
  await page.getByRole('textbox', { name: 'Title' }).fill('Pears')
  await page.keyboard.press('Enter')
  await expect(other.listed('Pears')).toBeVisible()
  await expect(otherPage.getByRole('heading', { name: 'Pears' })).toBeVisible()

  await chat.choose('Pears', 'Delete')
  await expect(other.listed('Pears')).toBeHidden()
  await expect(otherPage.getByText('This conversation is gone')).toBeVisible()
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click()
  await expect(other.listed('Pears')).toBeVisible()
  await expect(otherPage.getByText('This conversation is gone')).toBeHidden()
})

test('Stop works from another tab, after a reload, and shows in both; upstream is left', async ({ chat, context, page, simulator }) => {
  await simulator.script(slow)
  await chat.open()
  await chat.ask('Go on and on.')
  await expect(chat.answer()).toContainText('Word')
  const otherPage = await context.newPage()
  const other = new ChatDriver(otherPage)
  await otherPage.goto(page.url())
  await expect(other.stop).toBeVisible()
  await otherPage.reload()
  await expect(other.answer()).toContainText('Word')
  await other.stop.click()
  for (const driver of [other, chat]) {
    await expect(driver.answer().getByText('Stopped by you')).toBeVisible()
    await expect(driver.send).toBeVisible()
    await expect(driver.page.getByText('No connection to Steno')).toHaveCount(0)
  }
  await expect.poll(() => simulator.streams('aborted')).toHaveLength(1)
})

test('deleting a chat in mid-answer ends it in every tab', async ({ chat, context, page, simulator }) => {
  await simulator.script(slow)
  await chat.open()
  await chat.ask('A chat that goes')
  await expect(chat.answer()).toContainText('Word')
  const otherPage = await context.newPage()
  const other = new ChatDriver(otherPage)
  await otherPage.goto(page.url())
  await expect(other.stop).toBeVisible()
  await chat.choose('A chat that goes', 'Delete')
  await expect(page).toHaveURL('/')
  await expect(otherPage.getByText('This conversation is gone')).toBeVisible()
  await expect(other.stop).toBeHidden()
  await expect.poll(async () => (await simulator.streams('aborted')).length).toBe(1)
})

test('a tab that was frozen catches up: the same text to the byte', async ({ chat, context, page, simulator }) => {
  const text = Array.from({ length: 40 }, (_, index) => `Line ${index + 1}, né 漢字.`).join(' ')
  await simulator.script({ text, tokensPerSecond: 60, stall: { after: 30, seconds: 55 } })
  await chat.open()
  await chat.ask('Count.')
  await expect(chat.answer()).toContainText('Line 1')
  const session = await context.newCDPSession(page)
  await session.send('Page.setWebLifecycleState', { state: 'frozen' })
  await simulator.release()
  await expect.poll(async () => (await simulator.streams()).at(0)?.state, { timeout: 20_000 }).toBe('done')
  await session.send('Page.setWebLifecycleState', { state: 'active' })
  await chat.ended()
  await expect(chat.answer()).toContainText('Line 40')
  expect(await chat.textOf(chat.answer())).toBe(text)
  expect(await simulator.requests()).toHaveLength(1)
})

test('without a network for a while an answer goes on, and is whole afterwards', async ({ chat, context, guard, page, simulator }) => {
  guard.expectConsole(/ERR_INTERNET_DISCONNECTED/)
  await simulator.script({ text: 'First.' }, { text: 'Sent when the network was back.' })
  await chat.open()
  await chat.converse('Begin.')
  await context.setOffline(true)
  await chat.ask('Are you there?')
  await expect(page.getByText('No connection to Steno. This is kept, and sent once it is back.')).toBeVisible()
  // It is tried again meanwhile, in vain.
  await page.waitForEvent('requestfailed', request => new URL(request.url()).pathname === '/api/chat')
  await context.setOffline(false)
  await expect(chat.answer(2).getByText('Sent when the network was back.')).toBeVisible()
  expect(await simulator.requests()).toHaveLength(2)
})

test('how long nothing has come is counted on through a reload', async ({ chat, page, simulator }) => {
  await simulator.script(slow)
  await chat.open()
  await chat.ask('Go on and on.')
  await expect(chat.answer().getByText(/has been quiet for ([6-9]|1\d)\s*s; Steno gives up within 1\s*min 30\s*s$/)).toBeVisible()
  await page.reload()
  const counted = chat.answer().getByText(/has been quiet for \d+\s*s;/)
  await expect(counted).toBeVisible()
  expect(Number(/(\d+)\s*s;/.exec((await counted.textContent()) ?? '')?.[1])).toBeGreaterThanOrEqual(6)
  await chat.stop.click()
})
