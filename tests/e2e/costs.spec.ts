/**
 * Promise C1 on screen: a day of all kinds of turns reads to the last digit what the upstream billed. Real: browser, build, a
 * server of its own with an empty ledger. Scripted: OpenRouter.
 */
import type { Page } from '@playwright/test'
import { formatCost } from '../../lib/cost/format.ts'
import { picoUsd, picoUsdFromDollars } from '../../lib/cost/pico-usd.ts'
import { SimulatorControl } from '../../lib/simulator/simulator-control.ts'
import { startApp } from '../../scripts/app-server.mjs'
import { restartedOrigin, restartedPort, simulatorOrigin } from '../setup/e2e-addresses.ts'
import { expect, test } from '../setup/e2e-test.ts'
import { switchTitlesOff } from '../setup/switch-titles-off.ts'
import { askByHttp } from './ask-by-http.ts'
import type { ChatDriver } from './chat-driver.ts'
import { CompareDriver } from './compare-driver.ts'
import { expectAccessible, sidewaysPixels } from './expect-accessible.ts'

test.use({ baseURL: restartedOrigin, timezoneId: 'Australia/Sydney' })

const simulator = new SimulatorControl(simulatorOrigin, 'sk-or-v1-costs')
const models = ['anthropic/claude-sonnet-5', 'openai/gpt-5-mini']
let app: Awaited<ReturnType<typeof startApp>>

test.beforeEach(async () => {
  app = await startApp({
    port: restartedPort,
    env: { OPENROUTER_API_KEY: 'sk-or-v1-costs', OPENROUTER_BASE_URL: `${simulatorOrigin}/api/v1` }
  })
  await switchTitlesOff(restartedOrigin)
})
test.afterEach(async ({ page }) => {
  // It listens to the server, and would complain.
  await page.close()
  await app.stop()
})

const month = new Date().toISOString().slice(0, 7)

/** A file of the page, by the names of its columns. */
async function table(page: Page, name: string, period = 'all'): Promise<Record<string, string>[]> {
  const response = await page.request.get(`/api/costs/csv?period=${period}&zone=Australia/Sydney&table=${name}`)
  expect(response.status(), await response.text()).toBe(200)
  const [head = [], ...rows] = (await response.text())
    .trimEnd()
    .split('\r\n')
    .map(line => line.split(','))
  return rows.map(cells => Object.fromEntries(cells.map((cell, index) => [head[index] ?? '', cell])))
}

const sum = (rows: Record<string, string>[], column: string) =>
  rows.reduce((total, row) => total + (picoUsdFromDollars(row[column] || '0') ?? 0n), 0n)
const counted = (rows: Record<string, string>[], column: string) => rows.reduce((total, row) => total + Number(row[column]), 0)

/** Tools, an own provider key, a stop, a failure, a cost that comes late, two lanes. */
async function converse(chat: ChatDriver, page: Page): Promise<void> {
  await chat.open()
  await simulator.script(
    { reasoning: 'Let me see.', toolCalls: [{ name: 'calculator', arguments: '{"expression": "6 * 7"}' }], cost: 0.000_123_456_789 },
    { text: 'It is 42.', reasoning: 'So it is.', cost: 0.01 }
  )
  await chat.converse('What is six times seven?')
  await simulator.script({ isByok: true, cost: 0.000_5, upstreamCost: 0.01, text: 'With your key.' })
  await chat.ask('And with my own key?')
  await chat.ended(2)
  await simulator.script({ text: 'One more of many words. '.repeat(200), tokensPerSecond: 40, generation: { notFound: 1 } })
  await chat.ask('Write until I stop you.')
  await expect(chat.answer(3).getByText(/^One more of many words/)).toContainText('words. One more')
  await chat.stop.click()
  await expect(chat.answer(3).getByText('Stopped by you')).toBeVisible()
  await simulator.script({ text: 'It began', error: { kind: 'E1', code: 502, message: 'Out of memory.' } })
  await chat.ask('And fail.')
  await chat.ended(4)
  await simulator.script({ text: 'Silent about its price.', usage: null })
  await askByHttp(page, 'What did that cost?', { settings: { model: 'google/gemini-3-flash-preview' } })
  await simulator.script({ text: 'The first.', cost: 0.003 }, { text: 'The second.', cost: 0.004 })
  const compare = new CompareDriver(page)
  await compare.start(
    'Which is better?',
    models.map(model => ({ model }))
  )
  await compare.ended('A', 'B')
}

test('a day of all kinds of turns is on the page as it was billed', async ({ chat, page }) => {
  await converse(chat, page)
  // What was pending is looked up at once and after ten seconds.
  await expect.poll(async () => counted(await table(page, 'model'), 'Pending'), { timeout: 40_000 }).toBe(0)
  const bill = await simulator.bill()
  const total = BigInt(bill.picoUsd)
  expect(total).toBeGreaterThan(0n)
  for (const name of ['model', 'provider', 'kind', 'conversation']) {
    expect(sum(await table(page, name), 'Cost (USD)'), `by ${name}`).toBe(total)
  }
  expect(sum(await table(page, 'time'), 'All (USD)')).toBe(total)
  const byModel = await table(page, 'model')
  for (const row of byModel) {
    const billed = bill.rows.filter(({ model }) => model.startsWith(row.Key ?? 'none') || (row.Key ?? '').startsWith(model))
    const due = billed.reduce(
      (all, { cost, upstreamCost, isByok }) =>
        all + (picoUsdFromDollars(cost) ?? 0n) + ((isByok && picoUsdFromDollars(upstreamCost)) || 0n),
      0n
    )
    expect(picoUsdFromDollars(row['Cost (USD)']), row.Key).toBe(due)
  }
  expect(counted(byModel, 'Calls')).toBe(bill.rows.length)
  expect(counted(byModel, 'Unknown')).toBe(0)
  expect(sum(byModel, 'Providers with own keys (USD)')).toBe(10_000_000_000n)
  expect((await table(page, 'kind')).map(row => row.Kind).sort()).toEqual(['Chat', 'Comparisons'])

  await chat.sidebar.getByRole('link', { name: 'Costs', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  const shown = (depth: 'glance' | 'ledger') => formatCost(picoUsd(total), depth, 4)
  await expect(page.getByRole('term').filter({ hasText: /^Spent$/ })).toBeVisible()
  await expect(page.getByRole('definition').first()).toContainText(shown('glance'))
  await expect(page.getByText(`${bill.rows.length} calls billed`)).toBeVisible()
  await expect(page.getByText('Days begin at midnight in Australia/Sydney.')).toBeVisible()
  await expect(page.getByText('Of it with your own provider keys: $0.01 to providers, $0.0005 OpenRouter’s fee')).toBeVisible()
  await expect(page.getByRole('img', { name: /^Most was spent on \d+ \w+: \$[\d.]+, mainly on / })).toBeVisible()
  await expect(page.getByRole('table', { name: 'By model' }).getByRole('row').last()).toContainText(`$${dollars(total, byModel)}`)
  await expect(page.getByText('Every cent agrees with what OpenRouter counted.'), 'credits, and own keys').toHaveCount(2)
  const conversation = page.getByRole('table', { name: 'By conversation' }).getByRole('link', { name: 'Which is better?' })
  await expect(conversation).toHaveAttribute('href', /^\/costs\/[0-9a-f-]{36}$/)
})

/** The total as its table has it: as many decimals as the smallest line needs. */
function dollars(total: bigint, rows: Record<string, string>[]): string {
  const smallest = rows.map(row => picoUsdFromDollars(row['Cost (USD)']) ?? 0n).filter(amount => amount > 0n)
  const digits = Math.min(...smallest.map(amount => amount.toString().length))
  return formatCost(picoUsd(total), 'ledger', Math.min(8, Math.max(4, 15 - digits))).slice(1)
}

test('without script the page reads, and its links and its form work', async ({ browser, page }) => {
  await spendSomething(page)
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: restartedOrigin })
  const silent = await context.newPage()
  await silent.goto(`/costs?period=${month}&zone=UTC`)
  await expect(silent.getByText('$0.01').first()).toBeVisible()
  await expect(silent.getByRole('table', { name: 'By model' })).toContainText('Claude Sonnet 5')
  await expect(silent.getByRole('img', { name: /^Most was spent on / })).toBeVisible()
  await expect(silent.getByRole('link', { name: 'Next', exact: true }), 'none into the future').toHaveCount(0)
  await silent.getByRole('link', { name: 'Previous', exact: true }).click()
  await expect(silent.getByText(/^Nothing spent in /)).toBeVisible()
  await silent.getByRole('link', { name: 'Next', exact: true }).click()
  await silent.getByText('The same numbers as a table').click()
  await expect(silent.getByRole('table', { name: /^By day/ })).toBeVisible()
  await silent.getByRole('navigation', { name: 'Period' }).getByRole('link', { name: 'Year' }).click()
  await expect(silent.getByRole('heading', { level: 1 })).toHaveText(month.slice(0, 4))
  await silent.getByText('Custom', { exact: true }).click()
  await silent.getByLabel('From').fill('2024-12-30')
  await silent.getByLabel('To').fill('2025-01-02')
  await silent.getByRole('button', { name: 'Show' }).click()
  await expect(silent).toHaveURL(/period=2024-12-30..2025-01-02&zone=UTC$/)
  await expect(silent.getByText('Nothing spent on 30 Dec 2024 – 2 Jan 2025.')).toBeVisible()
  await silent.goto(`/costs?period=${month}&zone=UTC`)
  await silent.getByRole('link', { name: 'Compare with the key’s own sums' }).click()
  await expect(silent.getByText('Every cent agrees with what OpenRouter counted.')).toBeVisible()
  await silent.goto('/costs?period=2026-13&zone=UTC')
  await silent.getByRole('link', { name: 'Show this month' }).click()
  await expect(silent.getByRole('table', { name: 'By model' })).toBeVisible()
  await context.close()
})

test('an OpenRouter that is down takes nothing from the page', async ({ page }) => {
  await spendSomething(page)
  await simulator.fault({ path: '/key', status: 503, body: { error: { code: 503, message: 'Down.' } }, times: 20 })
  await page.goto(`/costs?period=${month}&zone=UTC`)
  await expect(page.getByRole('table', { name: 'By model' })).toContainText('Claude Sonnet 5')
  await expect(page.getByText('OpenRouter could not be asked. Our own figures do not depend on it.')).toBeVisible()
})

/** Two models, one conversation. */
async function spendSomething(page: Page): Promise<void> {
  await simulator.script({ text: 'The first.', reasoning: 'Hm.', cost: 0.006 }, { text: 'The second.', cost: 0.004 })
  await page.goto('/')
  const compare = new CompareDriver(page)
  await compare.start(
    'Which is better?',
    models.map(model => ({ model }))
  )
  await compare.ended('A', 'B')
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nothing of it is out of reach, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    await spendSomething(page)
    for (const address of [`/costs?period=${month}&zone=UTC`, '/costs?period=2019-05&zone=UTC', '/costs?period=none&zone=UTC']) {
      await page.goto(address)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.getByText('own sums are being asked for')).toHaveCount(0)
      for (const summary of await page.getByText('The same numbers as a table').all()) await summary.click()
      await expectAccessible(page, 'costs')
    }
    await page.setViewportSize({ width: 320, height: 640 })
    await page.goto(`/costs?period=${month}&zone=UTC`)
    await expect(page.getByRole('table', { name: 'By model' })).toBeVisible()
    expect(await sidewaysPixels(page)).toBe(0)
  })
}
