/** What the next answer will cost, and what the cache is good for. Real: browser, build, server. Scripted: OpenRouter. C9, C10. */
import type { ScriptStep } from '../../lib/simulator/script.ts'
import { demoOrigin } from '../setup/e2e-addresses.ts'
import { expect, test } from '../setup/e2e-test.ts'
import { askByHttp } from './ask-by-http.ts'

/** $0.75 a million tokens in, $4.50 out; no other test asks it. */
const model = 'openai/gpt-5.4-mini'

function answerOf(prompt: number, output: number, details: { cached?: number; written?: number } = {}): ScriptStep {
  return {
    text: 'Done.',
    usage: {
      prompt_tokens: prompt,
      completion_tokens: output,
      total_tokens: prompt + output,
      prompt_tokens_details: { cached_tokens: details.cached ?? 0, cache_write_tokens: details.written ?? 0 }
    }
  }
}

test('the price beside Send is learnt from the answers so far, and moves with model, effort and what is typed', async ({
  chat,
  page,
  simulator
}) => {
  await chat.open()
  for (const output of [9_000, 10_000, 11_000, 12_000]) {
    await simulator.script(answerOf(1000, output))
    await askByHttp(page, 'How long?', { settings: { model, reasoningEffort: 'low' } })
  }
  await page.reload()
  const price = page.getByRole('button', { name: /^Next answer about / })
  await chat.chooseModel('GPT-5.4 Mini')
  await page.getByRole('button', { name: /^Reasoning effort/ }).click()
  await page.getByRole('menuitemradio', { name: 'Low', exact: true }).click()
  await expect(price, 'nothing is asked yet').toBeHidden()
  await chat.field.fill('And now?')
  await expect(price).toHaveAccessibleName('Next answer about $0.042–0.053')
  await price.click()
  await expect(page.getByText(/from the last \d+ of GPT-5\.4 Mini at this effort/)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText(/from the last \d+ of GPT-5\.4 Mini at this effort/)).toBeHidden()

  await chat.field.fill('word '.repeat(20_000))
  await expect(price, '25,000 tokens more').toHaveAccessibleName('Next answer about $0.061–0.072')

  await page.getByRole('button', { name: /^Reasoning effort/ }).click()
  await page.getByRole('menuitemradio', { name: 'High', exact: true }).click()
  await expect(price, 'it thinks longer').not.toHaveAccessibleName('Next answer about $0.061–0.072')
  await price.click()
  await expect(page.getByText(/From the last \d+ answers of GPT-5\.4 Mini, stretched to this effort/)).toBeVisible()
  await page.keyboard.press('Escape')

  await chat.chooseModel('Claude Opus 5')
  await expect(price, 'another model, another price').toHaveAccessibleName(/^Next answer about /)
  await price.click()
  await expect(page.getByText('Claude Opus 5', { exact: false }).filter({ hasText: 'It reads 25k tokens.' })).toBeVisible()
})

test('a price below the threshold is not shown, and the threshold is the user’s', async ({ chat, page }) => {
  await chat.open()
  await chat.chooseModel('Claude Opus 5')
  await chat.field.fill('What is it worth?')
  const price = page.getByRole('button', { name: /^Next answer about / })
  await expect(price).toBeVisible()
  await page.getByRole('link', { name: 'Settings' }).click()
  const threshold = page.getByRole('group', { name: 'Price before sending' })
  await threshold.getByText('Never').click()
  await expect(page.getByRole('region', { name: 'Price before sending' }).getByText('Saved')).toBeVisible()
  await page.goto('/')
  await expect(chat.field).toHaveValue('What is it worth?')
  const read = page.waitForResponse(/\/api\/costs\/estimate/)
  await chat.chooseModel('Claude Sonnet 5')
  await read
  await expect(price).toBeHidden()
  await page.goto('/settings')
  await threshold.getByText('$0.001').click()
  await expect(page.getByRole('region', { name: 'Price before sending' }).getByText('Saved')).toBeVisible()
})

test('what the cache saves stands beside the answer; before a large one is thrown away, the price of that', async ({
  chat,
  page,
  simulator
}) => {
  await simulator.script(answerOf(84_000, 40, { written: 84_000 }))
  await chat.open()
  await chat.chooseModel('Claude Sonnet 5')
  await chat.converse('Read this.')
  await simulator.script(answerOf(84_100, 40, { cached: 84_000, written: 90 }))
  await chat.ask('And this?')
  const note = chat.answer(2).getByText('100% cached, saved ≈', { exact: false })
  await expect(note).toHaveText(/saved ≈\s\$0\.1512$/)
  await expect(chat.header.getByText('in this chat')).toHaveText(/^saved ≈\s\$0\.1512 in this chat$/)
  await chat.ended(2)

  const warning = page.getByText('tokens uncached', { exact: false })
  await chat.field.fill('Once more.')
  await expect(page.getByRole('button', { name: /^Next answer about / })).toBeVisible()
  await expect(warning, 'the same model reads from its cache').toBeHidden()
  await chat.chooseModel('Claude Opus 5')
  await expect(warning).toHaveText(/Switching to Claude Opus 5 re-sends 84k tokens uncached, ≈\s\$0\.42\.$/)
  await chat.chooseModel('Claude Sonnet 5')
  await expect(warning).toBeHidden()
})

test.describe('in the demo', () => {
  test.use({ baseURL: demoOrigin })

  test('prices are the demo’s and say so', async ({ chat, page }) => {
    await chat.open()
    await chat.chooseModel('Demo: Reasoning')
    await chat.field.fill('Is 2027 a prime number?')
    const price = page.getByRole('button', { name: /^Next answer about .* at demo prices$/ })
    await expect(price).toHaveText(/^demo ≈\s/)
    await price.click()
    await expect(page.getByText('Demo prices: nothing is billed.', { exact: false })).toBeVisible()
  })
})
