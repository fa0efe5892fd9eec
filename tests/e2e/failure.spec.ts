/** How a failure upstream looks, and the way on from it. Scripted: OpenRouter's refusals. B3, C4. */
import type { ScriptStep } from '../../lib/simulator/script.ts'
import { expect, test } from '../setup/e2e-test.ts'

test('an answer that broke off keeps its text, and Retry answers beside it', async ({ chat, simulator }) => {
  await simulator.script({
    text: 'This begins well and then it does not go on.',
    error: {
      kind: 'E1',
      after: 5,
      code: 502,
      message: 'Provider returned error',
      metadata: { provider_name: 'Amazon Bedrock', raw: JSON.stringify({ error: { message: 'Out of memory.' } }) }
    }
  })
  await chat.open()
  await chat.converse('Try something hard.')
  const answer = chat.answer()
  await expect(answer.getByText('Amazon Bedrock failed')).toBeVisible()
  await expect(answer.getByText('Out of memory.')).toBeVisible()
  await expect(answer.getByText('This begins well and')).toBeVisible()
  await answer.getByRole('button', { name: 'Details' }).click()
  await expect(answer.getByText('502', { exact: true })).toBeVisible()

  await simulator.script({ text: 'This time it worked.' })
  await answer.getByRole('button', { name: 'Retry' }).first().click()
  await expect(answer.getByText('This time it worked.')).toBeVisible()
  await chat.ended()
  await expect(answer.getByText('2/2')).toBeVisible()
  await answer.getByRole('button', { name: 'Previous answer' }).click()
  await expect(answer.getByText('Amazon Bedrock failed')).toBeVisible()
})

const refusals: { title: string; step: ScriptStep; sentence: RegExp; next: ['button' | 'link', string] }[] = [
  {
    title: 'Key rejected',
    step: { http: { status: 401 } },
    sentence: /does not accept the key/,
    next: ['link', 'Open settings']
  },
  { title: 'Not enough credit', step: { http: { status: 402 } }, sentence: /can only afford 5142/, next: ['link', 'Add credit ↗'] },
  {
    title: 'Refused by Anthropic’s filter',
    step: { http: { status: 403 } },
    sentence: /flagged before it was answered. Nothing was billed./,
    next: ['button', 'Edit the question']
  },
  {
    title: 'Too many requests at Anthropic',
    // Longer than Steno waits by itself.
    step: { http: { status: 429, headers: { 'Retry-After': '60' } } },
    sentence: /It asks to wait 1\smin\./,
    next: ['button', 'Other model']
  }
]

for (const { title, step, sentence, next } of refusals) {
  test(`${step.http?.status}: ${title}`, async ({ chat, simulator }) => {
    await simulator.script(step)
    await chat.open()
    await chat.converse(`Be refused with ${step.http?.status}.`)
    const answer = chat.answer()
    await expect(answer.getByText(title, { exact: true })).toBeVisible()
    await expect(answer.getByText(sentence)).toBeVisible()
    await expect(answer.getByText('not billed', { exact: true })).toBeVisible()
    await expect(answer.getByRole(next[0], { name: next[1] })).toBeVisible()
    expect(await simulator.requests()).toHaveLength(1)
  })
}

test('an empty message cannot be sent', async ({ chat, page, simulator }) => {
  await chat.open()
  await expect(chat.send).toBeDisabled()
  await chat.field.fill('  \n ')
  await expect(chat.send).toBeDisabled()
  await chat.field.press('Enter')
  await expect(page.getByRole('article')).toHaveCount(0)
  await chat.field.fill('Now there is something.')
  await expect(chat.send).toBeEnabled()
  expect(await simulator.requests()).toEqual([])
})
