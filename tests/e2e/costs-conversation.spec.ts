/** The bill of one conversation: from its total, request by request, and back to a message wherever it stands. Scripted: OpenRouter. */
import type { Page } from '@playwright/test'
import type { SimulatorControl } from '../../lib/simulator/simulator-control.ts'
import { expect, test } from '../setup/e2e-test.ts'
import type { ChatDriver } from './chat-driver.ts'
import { CompareDriver } from './compare-driver.ts'
import { expectAccessible, sidewaysPixels } from './expect-accessible.ts'

const tableOf = (page: Page) => page.getByRole('table', { name: 'Every request of the conversation' })

/** Three answers on the branch, the last with a tool, a retry and an own key; one on another branch, whose cost is unknown. */
async function talk(chat: ChatDriver, simulator: SimulatorControl): Promise<void> {
  await simulator.script(
    { text: 'The answer that was left.', usage: null, generation: { notFound: 99 } },
    { reasoning: 'Let me think.', text: 'The answer that stayed.', cost: 0.0012 },
    { toolCalls: [{ name: 'calculator', arguments: '{"expression": "6 * 7"}' }], cost: 0.002 },
    { error: { kind: 'E4', after: 0, message: 'MALFORMED_FUNCTION_CALL' } },
    { text: 'It is 42.', isByok: true, cost: 0.0018, upstreamCost: 0.036 }
  )
  await chat.open()
  await chat.converse('Say something')
  await chat.answer().getByRole('button', { name: 'Retry', exact: true }).click()
  await expect(chat.answer().getByText('The answer that stayed.')).toBeVisible()
  await chat.ended()
  await chat.ask('Six by seven?')
  await expect(chat.answer(2).getByText('It is 42.')).toBeVisible()
  await chat.ended(2)
}

test('the total leads to every request, and a request to its message on another branch', async ({ chat, page, simulator }) => {
  await talk(chat, simulator)
  await chat.header.getByRole('link', { name: /^Conversation.*at least/ }).click()
  await expect(page).toHaveURL(/\/costs\/[\w-]+$/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Say something')

  const table = tableOf(page)
  const parts = table.getByRole('rowgroup')
  await expect(parts.nth(1)).toContainText('This branch')
  await expect(parts.nth(2)).toContainText('Other branches')
  const left = parts.nth(2).getByRole('row').filter({ hasText: 'A1' })
  await expect(left).toContainText('pending')
  await expect(left).toContainText(/next look-up in|looked up now/)
  await expect(parts.nth(1).getByRole('row').filter({ hasText: 'A2' })).toContainText('3 requests')
  await expect(parts.nth(1)).toContainText('own key $0.036')
  await expect(parts.nth(1)).toContainText('fee $0.0018')
  await expect(parts.last()).toContainText('at least')
  await expect(parts.last()).toContainText('1 pending')

  await left.getByRole('link', { name: 'A1 in the conversation' }).click()
  await expect(page).toHaveURL(/\/c\/[\w-]+\?message=[\w-]+#a1$/)
  await expect(chat.answer().getByText('The answer that was left.')).toBeVisible()
  await expect(chat.answer().getByText('1/2')).toBeVisible()
  await page.goto(page.url().replace(/\?.*/, ''))
  await expect(chat.answer().getByText('The answer that stayed.'), 'looking selects nothing').toBeVisible()
})

test('an entry far up is shown, not the end', async ({ chat, page, simulator }) => {
  await simulator.script({ text: 'The first word.' }, { text: 'Line.\n\n'.repeat(150) })
  await chat.open()
  await chat.converse('Begin')
  await chat.ask('Go on at length')
  await chat.ended(2)
  await expect(chat.answer().getByText('The first word.')).not.toBeInViewport()
  await chat.header.getByRole('link', { name: /^Conversation/ }).click()
  await page.getByRole('link', { name: 'A1 in the conversation' }).click()
  await expect(chat.answer().getByText('The first word.')).toBeInViewport()
  await page.setViewportSize({ width: 390, height: 800 })
  await page.reload()
  await expect(chat.answer().getByText('The first word.')).toBeInViewport()
})

test('what was deleted keeps its bill, without words or links', async ({ chat, page, simulator }) => {
  await simulator.script({ text: 'Gone soon.', cost: 0.0042 })
  await chat.open()
  await chat.converse('Forget me')
  await chat.header.getByRole('link', { name: /^Conversation/ }).click()
  await expect(tableOf(page)).toBeVisible()
  await chat.choose('Forget me', 'Delete')
  await expect(page.getByText('Deleted “Forget me”')).toBeVisible()
  await page.reload()
  await expect(page.getByText('This conversation was deleted. What it cost stays.')).toBeVisible()
  await expect(tableOf(page)).toContainText('$0.0042')
  await expect(tableOf(page).getByRole('link')).toHaveCount(0)
  await expect(page.getByRole('main')).not.toContainText('Forget me')
  await expect(page.getByText('This branch')).toHaveCount(0)
  const nobodys = await page.request.get('/costs/018f0000-0000-7000-8000-000000000000')
  expect([nobodys.status(), await nobodys.text()]).toEqual([404, expect.stringContaining('Not on the record.')])
})

test('a blind comparison keeps its costs to itself until the vote', async ({ page, simulator }) => {
  const compare = new CompareDriver(page)
  await simulator.script({ text: 'One.', cost: 0.0031, onModel: 'openai/o3' }, { text: 'Two.', cost: 0.0047, onModel: 'openai/gpt-5-mini' })
  const id = await compare.start('Who is it?', [{ model: 'openai/o3' }, { model: 'openai/gpt-5-mini' }], { blind: true })
  await compare.ended('A', 'B')
  await page.goto(`/costs/${id}`)
  await expect(page.getByText('is shown after the vote')).toBeVisible()
  const html = await (await page.request.get(`/costs/${id}`)).text()
  expect(html).not.toMatch(/0\.0031|0\.0047|3100000000|4700000000/)
  await expect(page.getByRole('table')).toHaveCount(0)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`${colorScheme}: axe finds nothing, nor does a narrow page scroll sideways`, async ({ chat, page, simulator }) => {
    await page.emulateMedia({ colorScheme })
    await talk(chat, simulator)
    await chat.header.getByRole('link', { name: /^Conversation/ }).click()
    await expect(tableOf(page)).toBeVisible()
    await expectAccessible(page, 'the bill')
    await page.setViewportSize({ width: 320, height: 700 })
    expect(await sidewaysPixels(page)).toBe(0)
  })
}

test('reads without script, and leads on', async ({ chat, page, simulator, browser }) => {
  await talk(chat, simulator)
  await chat.header.getByRole('link', { name: /^Conversation/ }).click()
  await expect(tableOf(page)).toBeVisible()
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: new URL(page.url()).origin })
  const still = await context.newPage()
  await still.goto(page.url())
  await expect(tableOf(still)).toContainText('own key $0.036')
  await tableOf(still).getByRole('link', { name: 'A2 in the conversation' }).click()
  await expect(still.getByText('It is 42.')).toBeVisible()
  const csv = await still.request.get(`/api/conversations/${page.url().split('/').at(-1)}/costs.csv`)
  expect(csv.headers()['content-disposition']).toContain('attachment; filename="costs-')
  expect(await csv.text()).toContain(',0.0378,billed,0.036,0.0018,')
  await context.close()
})
