/** One send is one message and one request upstream, however often it is sent and whoever was first (B5). Scripted: OpenRouter. */
import { unsteadyOrigin } from '../setup/e2e-addresses.ts'
import { expect, test } from '../setup/e2e-test.ts'
import { UnsteadyNetwork } from '../setup/unsteady-network.ts'
import { ChatDriver } from './chat-driver.ts'
import { queued, queueOf, slow } from './queue-driver.ts'

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
  await simulator.release()
  await expect(other.answer(2).getByText('The one beside it.')).toBeVisible()
  await expect(other.question(2).getByText('2/2')).toBeVisible()
  expect(await simulator.requests()).toHaveLength(3)
})

test('Enter twice and a double click are one message', async ({ chat, page, simulator }) => {
  await simulator.script({ text: 'One.' }, { text: 'Two.', firstTokenMs: 1000 })
  await chat.open()
  await chat.field.fill('Once?')
  await chat.field.press('Enter')
  await chat.field.press('Enter')
  await chat.ended()
  await chat.field.fill('Twice?')
  await chat.send.dblclick()
  await expect(chat.answer(2).getByText('Two.'), 'the second click stops nothing').toBeVisible()
  await chat.ended(2)
  await expect(page.getByRole('article', { name: /^Question/ })).toHaveCount(2)
  expect(await simulator.requests()).toHaveLength(2)
})

test('who goes on clicking after Send stops the answer', async ({ chat, simulator }) => {
  await simulator.script({ text: 'One two three.', stall: { after: 1, seconds: 55 } })
  await chat.open()
  await chat.field.fill('No, stop!')
  await chat.send.click({ clickCount: 3 })
  await expect(chat.answer().getByText('Stopped by you')).toBeVisible()
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
