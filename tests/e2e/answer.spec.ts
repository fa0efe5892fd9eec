/** What an answer shows: thought, tool calls, text and figures. Real: browser, build, server. Scripted: OpenRouter. T5, C2. */
import { formatCost } from '../../lib/cost/format.ts'
import { picoUsd } from '../../lib/cost/pico-usd.ts'
import { expect, test } from '../setup/e2e-test.ts'

test('a thought is open while it is thought, closes once by itself, and reads the same after a reload', async ({
  chat,
  page,
  simulator
}) => {
  const thought = 'The harbour lies north of the mill, so the ferry must leave before the tide turns. '
  await simulator.script({
    reasoning: { text: thought.repeat(16), tokens: 612 },
    text: 'The ferry leaves at six. '.repeat(4),
    tokensPerSecond: 50,
    stall: { at: 'text', after: 10, seconds: 55 }
  })
  await chat.open()
  await chat.ask('When does the ferry leave?')
  const answer = chat.answer()
  const shownThought = answer.getByText(/The harbour lies north/)
  await expect(answer.getByText('Thinking', { exact: true })).toBeVisible()
  await expect(shownThought).toBeVisible()

  await expect(answer.getByText(/The ferry leaves at six/)).toBeVisible()
  await expect(shownThought).toBeHidden()
  const row = answer.getByText(/^Thought for \d+\ss$/)
  await row.click()
  await expect(shownThought).toBeVisible()
  await expect(chat.stop, 'the answer is still being written').toBeVisible()
  await simulator.release()
  await chat.ended()
  await expect(shownThought, 'it never closes against a hand').toBeVisible()
  await expect(answer.getByText('612 tokens')).toBeVisible()
  const label = await row.textContent()

  await page.reload()
  await expect(row).toHaveText(label ?? '')
  await expect(shownThought).toBeHidden()
  await row.click()
  await expect(shownThought).toHaveText(thought.repeat(16).trim())
})

test('a tool call has its card, the answer its figures, the conversation its total', async ({ chat, page, simulator }) => {
  const usage = (input: number, output: number) => ({ prompt_tokens: input, completion_tokens: output, total_tokens: input + output })
  await simulator.script(
    {
      provider: 'Amazon Bedrock',
      reasoning: 'I had better calculate.',
      toolCalls: [{ name: 'calculator', arguments: '{"expression": "20 * 50 * 0.025"}' }],
      usage: usage(1000, 40),
      cost: 0.00123
    },
    { provider: 'Amazon Bedrock', text: 'It makes **25**.', usage: usage(1100, 9), cost: 0.002 }
  )
  await chat.open()
  await chat.converse('What is 20 * 50 * 0.025?')
  const answer = chat.answer()
  await expect(answer).toHaveAccessibleName('Answer 1, Claude Sonnet 5')
  await expect(answer.getByText(/^Thought for/)).toBeVisible()
  await expect(answer.getByText('It makes 25.')).toBeVisible()

  const card = answer.getByRole('group').filter({ has: page.getByText('Calculator', { exact: true }) })
  await expect(card).toHaveText(/Calculator20 \* 50 \* 0\.02525[\d.]+\sm?s$/)
  await expect(card.getByText('Arguments')).toBeHidden()
  await card.getByText('Calculator').click()
  await expect(card.getByText('Arguments')).toBeVisible()
  await expect(card.getByText('"expression": "20 * 50 * 0.025"')).toBeVisible()
  await expect(card.getByText('Result')).toBeVisible()
  await expect(card.getByText('25', { exact: true }).last()).toBeVisible()

  await expect(answer.getByText('Amazon Bedrock')).toBeVisible()
  await expect(answer.getByRole('definition')).toHaveText(['2,100', '49', '6'], { useInnerText: true })
  const cost = formatCost(picoUsd(BigInt((await simulator.bill()).picoUsd)), 'note')
  expect(cost).toBe('$0.00323')
  await expect(answer.getByText(cost)).toBeVisible()
  await expect(answer.getByText('billed', { exact: true })).toBeVisible()
  await expect(chat.header.getByText(cost)).toBeVisible()

  await simulator.script({ text: 'And twice that is 50.', cost: 0.001 })
  await chat.ask('And twice that?')
  await expect(chat.answer(2).getByText('$0.001', { exact: true })).toBeVisible()
  await expect(chat.header.getByText('$0.00423')).toBeVisible()
  await page.reload()
  await expect(chat.header.getByText('$0.00423')).toBeVisible()
  await expect(card).toHaveText(/Calculator20 \* 50 \* 0\.02525[\d.]+\sm?s$/)
})

test('a thought that the provider encrypted is shown as hidden, never as absent', async ({ chat, page, simulator }) => {
  await simulator.script({ family: 'openai', reasoning: { encrypted: true, tokens: 320 }, text: 'Done.' })
  await chat.open()
  await chat.converse('Think where nobody sees it.')
  const row = chat.answer().getByText('Reasoning hidden by the provider')
  await expect(row).toBeVisible()
  await page.reload()
  await expect(chat.answer().getByText('320 tokens')).toBeVisible()
  await row.click()
  await expect(chat.answer().getByText(/Kept exactly as it came/)).toBeVisible()
})
