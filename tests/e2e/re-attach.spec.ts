/** Leaving, coming back, a second tab and a lost network: the same text to the byte (B2). Scripted: OpenRouter, slowly. */
import { unsteadyOrigin } from '../setup/e2e-addresses.ts'
import { expect, test } from '../setup/e2e-test.ts'
import { UnsteadyNetwork } from '../setup/unsteady-network.ts'
import { ChatDriver } from './chat-driver.ts'

/** Words that a lost or repeated piece would show in, and characters of one to many bytes. */
function countedText(lines: number): string {
  return Array.from({ length: lines }, (_, index) => `Line ${index + 1} of the record, né, 漢字, 👩‍👩‍👧, end.`).join(' ')
}

test('a reload in mid-stream goes on where it was, and a second tab shows the same', async ({ chat, context, page, simulator }) => {
  const text = countedText(10)
  await simulator.script({ text, tokensPerSecond: 60, stall: { after: 60, seconds: 55 } })
  await chat.open()
  await chat.ask('Count slowly, please.')
  const shown = chat.answer().getByText('Line 1 of the record')
  await expect(shown).toContainText('Line 3')
  const before = (await shown.textContent()) ?? ''

  await page.reload()
  await expect(shown).toContainText(before.trim())
  await expect(chat.stop).toBeVisible()

  const otherPage = await context.newPage()
  const other = new ChatDriver(otherPage)
  await otherPage.goto(page.url())
  await expect(other.stop, 'it joins the running answer').toBeVisible()
  await simulator.release()

  for (const driver of [chat, other]) {
    await driver.ended()
    await expect(driver.answer().getByText('Line 1 of the record')).toHaveText(text)
    expect(await driver.textOf(driver.answer())).toBe(text)
  }
  expect(await simulator.requests()).toHaveLength(1)
})

test('an answer that began in one tab appears in another', async ({ chat, context, page, simulator }) => {
  await simulator.script({ text: 'First.' }, { text: countedText(6), tokensPerSecond: 60, stall: { after: 20, seconds: 55 } })
  await chat.open()
  await chat.converse('Begin here.')
  const otherPage = await context.newPage()
  const other = new ChatDriver(otherPage)
  await otherPage.goto(page.url())
  await expect(other.answer().getByText('First.')).toBeVisible()

  await page.bringToFront()
  await chat.ask('Go on.')
  await expect(other.question(2).getByText('Go on.')).toBeVisible()
  await expect(other.stop).toBeVisible()
  await simulator.release()
  await other.ended(2)
  await expect(other.answer(2)).toContainText('Line 6 of the record')
  expect(await other.textOf(other.answer(2))).toBe(countedText(6))
})

test.describe('over a network that breaks', () => {
  test.use({ baseURL: unsteadyOrigin })

  test('a lost connection is told, and afterwards nothing is missing or repeated', async ({ chat, guard, page, simulator }) => {
    guard.expectConsole(/ERR_(CONNECTION|INCOMPLETE|EMPTY|SOCKET)/)
    const network = await UnsteadyNetwork.open()
    const text = countedText(10)
    await simulator.script({ text, tokensPerSecond: 60, stall: { after: 60, seconds: 55 } })
    await chat.open()
    await chat.ask('Count through the storm.')
    await expect(chat.answer()).toContainText('Line 2')
    const lost = page.getByText('Connection lost, reconnecting')
    network.cut()
    await expect(lost).toBeVisible()
    network.mend()
    await expect(lost).toBeHidden()
    await expect(chat.stop, 'it goes on').toBeVisible()
    await simulator.release()
    await chat.ended()
    await expect(chat.answer()).toContainText('Line 10 of the record')
    expect(await chat.textOf(chat.answer())).toBe(text)
    expect(await simulator.requests()).toHaveLength(1)
    await network.close()
  })
})
