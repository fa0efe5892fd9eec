/** Budgets in a browser: set, shown, warning, asking, stopping. C7. Real: browser, build, server. Scripted: OpenRouter. */
import type { Page } from '@playwright/test'
import type { BudgetList } from '../../lib/chat/budget.ts'
import { expect, test } from '../setup/e2e-test.ts'
import { CompareDriver } from './compare-driver.ts'
import { expectAccessible } from './expect-accessible.ts'

const moon = 'anthropic/claude-sonnet-5'
const sun = 'openai/gpt-5-mini'

/** What the browser says of a 402 of our own. */
const refused = /status of 402/

async function removeAll(page: Page): Promise<void> {
  await page.goto('/settings')
  await page.evaluate(async () => {
    const { budgets }: BudgetList = await (await fetch('/api/budgets')).json()
    await Promise.all(budgets.map(({ id }) => fetch(`/api/budgets/${id}`, { method: 'DELETE' })))
  })
}

/** Two cents for the conversation on screen, then Steno asks. */
async function askFor(page: Page): Promise<void> {
  await page.evaluate(async target => {
    const body = JSON.stringify({ scope: 'conversation', target, limitPicoUsd: '20000000000', action: 'ask' })
    await fetch('/api/budgets', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  }, page.url().split('/').at(-1))
}

test.afterEach(async ({ page }) => removeAll(page))

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test('a budget of a conversation warns, asks, is confirmed, and stops', async ({ chat, page, simulator, guard }) => {
      guard.expectConsole(refused)
      await chat.open()
      await simulator.script({ text: 'By the moon.', cost: 0.0199 })
      await chat.converse('How do tides work?')
      const address = page.url()
      await page.getByRole('button', { name: 'Conversation options' }).click()
      await page.getByRole('menuitem', { name: 'Budget' }).click()

      const form = page.getByRole('form', { name: 'New budget' })
      await expect(form.getByRole('radio', { name: 'That conversation' })).toBeChecked()
      await form.getByRole('textbox', { name: 'Dollars' }).fill('twenty')
      await form.getByRole('button', { name: 'Save budget' }).click()
      await expect(form.getByRole('alert')).toContainText('Dollars between')
      await expectAccessible(page, 'the form with an error', { except: ['heading-order'] })
      await form.getByRole('textbox', { name: 'Dollars' }).fill('0.02')
      await form.getByRole('button', { name: 'Save budget' }).click()
      const budgets = page.getByRole('list', { name: 'Budgets' })
      await expect(budgets.getByRole('meter')).toHaveAttribute('aria-valuetext', '$0.0199 of $0.02')
      await expect(budgets).toContainText('99 % used')
      await expectAccessible(page, 'a budget in the settings', { except: ['heading-order'] })

      await page.goto(address)
      await expect(chat.header.getByRole('meter')).toHaveAttribute('aria-valuenow', '99')
      await expect(page.getByText('99 % of the budget for this conversation is used')).toBeVisible()
      const cheaper = page.getByRole('button', { name: /of the price$/ })
      await expect(cheaper).toHaveCount(3)
      await expectAccessible(page, 'the warning', { except: ['heading-order'] })

      await chat.ask('And the sun?')
      const question = page.getByRole('alert').filter({ hasText: 'This may pass your budget' })
      await expect(question).toContainText('Your budget of $0.02 for this conversation: $0.0199 is spent.')
      await expect(chat.field, 'nothing is lost').toHaveValue('And the sun?')
      expect(await simulator.pending(), 'and nothing was sent').toBe(0)
      await expectAccessible(page, 'the question', { except: ['heading-order'] })
      await simulator.script({ text: 'A third of it.', cost: 0.01 })
      await question.getByRole('button', { name: 'Send anyway' }).click()
      await chat.ended(2)
      await expect(chat.answer(2)).toContainText('A third of it.')
      await expect(page.getByText('The budget for this conversation is used up')).toBeVisible()
      await expect(chat.header.getByText('Asks before sending')).toBeVisible()

      await chat.header.getByRole('link', { name: /budget for this conversation/ }).click()
      await budgets.getByRole('button', { name: /^Change the budget/ }).click()
      const terms = page.getByRole('form', { name: /^Change the budget/ })
      await expect(terms.getByRole('textbox', { name: 'Dollars' })).toHaveValue('0.02')
      await terms.getByText('Stop', { exact: true }).click()
      await terms.getByRole('button', { name: 'Save budget' }).click()
      await expect(budgets).toContainText('Stops')

      await page.goto(address)
      await chat.ask('And both?')
      const stopped = page.getByRole('alert').filter({ hasText: 'Not sent: your budget stops here' })
      await expect(stopped).toBeVisible()
      await expect(stopped.getByRole('button', { name: 'Send anyway' })).toBeHidden()
      await expectAccessible(page, 'the end', { except: ['heading-order'] })
      await stopped.getByRole('link', { name: 'Change the budget' }).click()
      await budgets.getByRole('button', { name: /^Remove the budget/ }).click()
      await expect(page.getByText('No budgets: nothing warns, asks or stops.')).toBeVisible()
    })
  })
}

test('a cheaper model that is suggested is chosen for the next question', async ({ chat, page, simulator }) => {
  await chat.open()
  await simulator.script({ text: 'By the moon.', cost: 0.0199 })
  await chat.converse('How do tides work?')
  await askFor(page)
  await page.reload()
  const cheaper = page.getByRole('button', { name: /of the price$/ }).first()
  const name = ((await cheaper.textContent()) ?? '').split(',')[0] ?? ''
  await cheaper.click()
  await expect(page.getByRole('button', { name: `Model: ${name}` })).toBeVisible()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(page.getByText('99 % of the budget')).toBeHidden()
  await expect(chat.header.getByRole('meter'), 'the bar stays').toBeVisible()
})

test('a comparison that would pass a budget is held back as a whole, and confirmed as one', async ({ page, simulator, guard }) => {
  guard.expectConsole(refused)
  await page.goto('/settings')
  await page.getByRole('button', { name: 'Add a budget' }).click()
  const form = page.getByRole('form', { name: 'New budget' })
  await form.getByText('Day', { exact: true }).click()
  await form.getByRole('textbox', { name: 'Dollars' }).fill('0.000001')
  await form.getByRole('button', { name: 'Save budget' }).click()
  await expect(page.getByRole('list', { name: 'Budgets' })).toContainText('Today')
  await page.goto('/compare')
  await page.getByRole('textbox', { name: 'Question' }).fill('How do tides work?')
  await page.getByRole('button', { name: 'Run 2 lanes' }).click()
  const question = page.getByRole('alert').filter({ hasText: 'This may pass your budget' })
  await expect(question).toContainText('for today')
  await expect(page).toHaveURL(/\/compare$/)
  await simulator.script({ text: 'By the moon.' }, { text: 'By the sun.' })
  await question.getByRole('button', { name: 'Send anyway' }).click()
  await expect(page).toHaveURL(/\/compare\/./)
  await expect(page.getByText('By the moon.')).toBeVisible()
  await expect(page.getByText('By the sun.')).toBeVisible()

  await page.getByRole('textbox', { name: 'Message' }).fill('And why?')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  const again = page.getByRole('alert').filter({ hasText: 'This may pass your budget' })
  await simulator.script({ text: 'Gravity.' }, { text: 'Gravity too.' })
  await again.getByRole('button', { name: 'Send anyway' }).click()
  await expect(page.getByText('Gravity.')).toBeVisible()
  await expect(page.getByText('Gravity too.')).toBeVisible()
})

test('what a budget held back is sent when it is confirmed, and nothing else that is written', async ({ page, simulator, guard }) => {
  guard.expectConsole(refused)
  const compare = new CompareDriver(page)
  const question = page.getByRole('alert').filter({ hasText: 'This may pass your budget' })
  const confirm = question.getByRole('button', { name: 'Send anyway' })
  await simulator.script({ onModel: moon, text: 'By the moon.', cost: 0.03 }, { onModel: sun, text: 'By the sun.' })
  await compare.start('How do tides work?', [{ model: moon }, { model: sun }])
  await compare.ended('A', 'B')
  await askFor(page)
  await compare.field.fill('And why?')
  await compare.button('A', 'Retry lane A').click()
  await expect(question).toBeVisible()
  await simulator.script({ onModel: moon, text: 'By both.' })
  await confirm.click()
  await expect(compare.lane('A')).toContainText('By both.')
  await compare.ended('A')
  await expect(compare.field, 'it was not what was held back').toHaveValue('And why?')
  await page.reload()
  await expect(compare.field).toHaveValue('And why?')

  await compare.field.press('Enter')
  await expect(question).toBeVisible()
  await expect(compare.field, 'nothing is lost').toHaveValue('And why?')
  await simulator.script({ onModel: moon, text: 'Gravity.' }, { onModel: sun, text: 'Gravity too.' })
  await confirm.click()
  await expect(compare.lane('A')).toContainText('Gravity.')
  await expect(compare.lane('B')).toContainText('Gravity too.')
  await expect(compare.field).toHaveValue('')
})

test('what was asked again by hand is not among what is sent when a budget is confirmed', async ({ page, simulator, guard }) => {
  guard.expectConsole(refused)
  guard.expectConsole(/ERR_FAILED/)
  const compare = new CompareDriver(page)
  await simulator.script({ onModel: moon, text: 'By the moon.', cost: 0.01 }, { onModel: sun, text: 'By the sun.' })
  await compare.start('How do tides work?', [{ model: moon }, { model: sun }])
  await compare.ended('A', 'B')
  await page.route('**/api/chat', route => route.abort())
  await compare.button('A', 'Retry lane A').click()
  const problem = page.getByRole('alert').filter({ hasText: 'No connection to Steno' })
  await expect(problem).toBeVisible()
  await page.unroute('**/api/chat')
  await simulator.script({ onModel: moon, text: 'By both.', cost: 0.03 })
  await compare.button('A', 'Retry lane A').click()
  await expect(compare.lane('A')).toContainText('By both.')
  await compare.ended('A')
  await expect(problem, 'it is asked now').toBeHidden()

  await askFor(page)
  await compare.button('B', 'Retry lane B').click()
  await simulator.script({ onModel: sun, text: 'By neither.' })
  await page.getByRole('button', { name: 'Send anyway' }).click()
  await expect(compare.lane('B')).toContainText('By neither.')
  await compare.ended('A', 'B')
  await expect(compare.lane('A').getByText('2/2')).toBeVisible()
  expect(await simulator.requests()).toHaveLength(4)
})

test.describe('far away', () => {
  test.use({ timezoneId: 'Pacific/Auckland' })

  test('a day ends by the clocks of the browser, which tells its zone once', async ({ page }) => {
    const told: string[] = []
    page.on('request', request => {
      if (request.method() === 'PATCH') told.push(request.postData() ?? '')
    })
    const zone = () => page.evaluate(async () => (await (await fetch('/api/settings')).json()).settings.timeZone)
    await page.goto('/settings')
    await expect.poll(zone).toBe('Pacific/Auckland')
    await page.reload()
    await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
    expect(told).toEqual(['{"timeZone":"Pacific/Auckland"}'])
  })
})
