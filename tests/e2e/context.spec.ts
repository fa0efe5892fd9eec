/** How much of a model's context the next request takes. Real: browser, build, server. Scripted: OpenRouter. */
import { expect, test } from '../setup/e2e-test.ts'
import { pdf } from '../setup/sample-files.ts'
import { give } from './give-file.ts'

const usage = { prompt_tokens: 11_600, completion_tokens: 400, total_tokens: 12_000 }

test('the meter says about how much, of what, and moves with the model and what is typed', async ({ chat, page, simulator }) => {
  const meter = page.getByRole('button', { name: /^Context: about / })
  await simulator.script({ text: 'Done.', usage })
  await chat.open()
  await chat.chooseModel('Claude Haiku 4.5')
  await expect(meter, 'nothing is asked yet').toBeHidden()
  await chat.converse('Go.')
  await expect(meter).toHaveAccessibleName(/^Context: about 12k of 200k tokens, /)
  await chat.field.fill('x'.repeat(4000))
  await expect(meter).toHaveAccessibleName(/^Context: about 13k of 200k tokens, /)
  await give(chat.field, 'paste', { name: 'a.txt', type: 'text/plain', bytes: new Uint8Array(8000).fill(97) })
  await give(chat.field, 'paste', { name: 'b.pdf', type: 'application/pdf', bytes: pdf() })
  await expect(meter).toHaveAccessibleName(/^Context: about 15k of 200k tokens, /)
  await meter.click()
  const detail = page.getByRole('status').filter({ hasText: 'The next request takes about 15k of the 200k tokens' })
  await expect(detail).toContainText('Filesabout 2k')
  await expect(detail).toContainText('This questionabout 1k')
  await expect(detail).toContainText('Tools')
  await expect(detail).toContainText('Chat so far')
  await expect(detail).toContainText('One file is not counted: PDF and sound.')
  await page.keyboard.press('Escape')
  await expect(detail).toBeHidden()
  await chat.chooseModel('Claude Opus 5')
  await expect(meter).toHaveAccessibleName(/^Context: about 15k of 1M tokens, /)
  await page.setViewportSize({ width: 320, height: 700 })
  await expect(meter.getByText('2\u202f%')).toBeVisible()
  await expect(meter.getByText('15k of 1M')).toBeHidden()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  await meter.click()
  await expect(page.getByRole('status').filter({ hasText: 'The next request takes about 15k' })).toBeInViewport({ ratio: 1 })
})

test('near the end it says so and names models with more room; one press chooses', async ({ chat, page, simulator }) => {
  await chat.open()
  await chat.chooseModel('Claude Haiku 4.5')
  await give(chat.field, 'paste', { name: 'long.txt', type: 'text/plain', bytes: new Uint8Array(720_000).fill(97) })
  const notice = page.getByRole('status').filter({ hasText: 'Claude Haiku 4.5 has little room left' })
  await expect(notice).toContainText('of 200k tokens: a long answer may not fit.')
  await give(chat.field, 'paste', { name: 'longer.txt', type: 'text/plain', bytes: new Uint8Array(100_000).fill(98) })
  const over = page.getByRole('status').filter({ hasText: 'This is too long for Claude Haiku 4.5' })
  await expect(over).toContainText('it will probably be refused.')
  const [choice] = await over.getByRole('button').all()
  const name = (await choice?.textContent())?.replace(/^Use (.*), .*$/, '$1') ?? ''
  await choice?.click()
  await expect(page.getByRole('button', { name: `Model: ${name}` })).toBeVisible()
  await expect(over).toBeHidden()
  await expect(page.getByRole('list', { name: 'Attachments' }).getByRole('listitem')).toHaveCount(2)
  await simulator.script({ text: 'All read.' })
  await chat.converse('What do they say?')
  expect(JSON.stringify((await simulator.requests())[0]?.body)).toContain('long.txt')
})
