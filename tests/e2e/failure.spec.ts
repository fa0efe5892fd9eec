/** How a failure upstream looks, and the way on from it. Scripted: OpenRouter's refusals. B3, C4. */
import type { ScriptStep } from '../../lib/simulator/script.ts'
import type { SimulatorControl } from '../../lib/simulator/simulator-control.ts'
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
  await answer.getByRole('button', { name: 'Retry', exact: true }).first().click()
  await expect(answer.getByText('This time it worked.')).toBeVisible()
  await chat.ended()
  await expect(answer.getByText('2/2')).toBeVisible()
  await answer.getByRole('button', { name: 'Previous answer' }).click()
  await expect(answer.getByText('Amazon Bedrock failed')).toBeVisible()
})

test('Continue goes on from the answer that broke off, not from the last one, and leaves the draft', async ({ chat, simulator }) => {
  await simulator.script(
    { text: 'One two three four five six.', error: { kind: 'E6_cut', after: 4 } },
    { text: 'Blue.' },
    { text: 'five six.' }
  )
  await chat.open()
  await chat.converse('Count.')
  await chat.ask('Which colour?')
  await chat.ended(2)
  await chat.field.fill('A draft.')
  await chat.answer(1).getByRole('button', { name: 'Continue' }).click()
  await expect(chat.answer(2).getByText('five six.')).toBeVisible()
  await chat.ended(2)
  const sent = JSON.stringify((await simulator.requests()).at(-1))
  expect(sent).toContain('Continue exactly where you stopped.')
  expect(sent).not.toContain('colour')
  await expect(chat.question(2).getByText('2/2')).toBeVisible()
  await expect(chat.field).toHaveValue('A draft.')
})

test('an edited question stands beside the refused one, which is not sent again', async ({ chat, page, simulator }) => {
  await simulator.script({ http: { status: 403 } }, { text: 'Fine.' }, { text: 'Fine again.' })
  await chat.open()
  await chat.converse('A flagged question.')
  await chat.answer().getByRole('button', { name: 'Edit the question' }).click()
  await chat.converse('A harmless question.')
  await expect(chat.answer().getByText('Fine.')).toBeVisible()
  await expect(chat.question().getByText('2/2')).toBeVisible()
  expect(JSON.stringify((await simulator.requests()).at(-1))).not.toContain('flagged')

  await chat.question().getByRole('button', { name: 'Previous question' }).click()
  await chat.answer().getByRole('button', { name: 'Edit the question' }).click()
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await chat.ask('A new question.')
  await chat.ended(2)
  await expect(chat.question(1).getByText('1/2')).toBeVisible()
})

/** Neither the account nor a key is anywhere in a page, whatever the upstream said; details open or not. */
test.afterEach(async ({ page }) => {
  for (const toggle of await page.getByRole('button', { name: 'Details', exact: true, expanded: false }).all()) await toggle.click()
  expect(await page.content()).not.toMatch(/user_id|user_2sim|sk-or-v1-\w/)
})

const refusals: { title: string; step: ScriptStep; sentence: RegExp; next: ['button' | 'link', string] }[] = [
  { title: 'Key rejected', step: { http: { status: 401 } }, sentence: /does not accept the key/, next: ['link', 'Open settings'] },
  {
    title: 'Not enough credit',
    step: { http: { status: 402 } },
    sentence: /Your balance covers about 5,142 tokens/,
    next: ['link', 'Add credit ↗']
  },
  { title: 'Key limit reached', step: { http: { kind: 'key_limit' } }, sentence: /usage limit at/, next: ['link', 'Key settings ↗'] },
  {
    title: 'Refused by Anthropic’s filter',
    step: { http: { status: 403 } },
    sentence: /Flagged: violence. Nothing was billed./,
    next: ['button', 'Edit the question']
  },
  {
    title: 'Stopped by a guardrail',
    step: { http: { kind: 'guardrail' } },
    sentence: /matched: email address, internal project name/,
    next: ['link', 'Guardrails ↗']
  },
  {
    title: 'Ruled out by your privacy settings',
    step: { http: { status: 404 } },
    sentence: /“Filter by Data Policy” left no provider/,
    next: ['link', 'Privacy settings ↗']
  },
  {
    title: '12k tokens too long',
    step: { http: { kind: 'context_length' } },
    sentence: /needs 212,000 tokens/,
    next: ['button', 'Larger model']
  },
  {
    title: 'Free answers used up for today',
    step: { http: { kind: 'free_per_day' } },
    sentence: /The limit is full again at \d/,
    next: ['button', 'Other model']
  }
]

for (const { title, step, sentence, next } of refusals) {
  test(`${step.http?.status ?? step.http?.kind}: ${title}`, async ({ chat, simulator }) => {
    await simulator.script(step)
    await chat.open()
    await chat.converse('Be refused.')
    const answer = chat.answer()
    await expect(answer.getByText(title, { exact: true })).toBeVisible()
    await expect(answer.getByText(sentence)).toBeVisible()
    await expect(answer.getByText('not billed', { exact: true })).toBeVisible()
    await expect(answer.getByRole(next[0], { name: next[1] })).toBeVisible()
    expect(await simulator.requests()).toHaveLength(1)
  })
}

test('moderation shows what was flagged, and the details name the call', async ({ chat, simulator }) => {
  await simulator.script({ http: { status: 403, headers: { 'cf-ray': '9a0123456789abcd-FRA' } } })
  await chat.open()
  await chat.converse('Be refused.')
  const answer = chat.answer()
  await expect(answer.getByText('This is the beginning...and this the end.')).toBeVisible()
  await expect(answer.getByText('9a0123456789abcd-FRA')).toHaveCount(0)
  const toggle = answer.getByRole('button', { name: 'Details', exact: true })
  await toggle.click()
  await expect(answer.getByText('9a0123456789abcd-FRA')).toBeVisible()
  await expect(answer.getByText(/^gen-\d+-\w+$/)).toBeVisible()
  await expect(answer.getByText('"flagged_input"')).toBeVisible()
  await toggle.click()
  await expect(answer.getByText('"flagged_input"')).toHaveCount(0)
})

test('an answer as long as the balance allows', async ({ chat, simulator }) => {
  await simulator.script({ http: { status: 402 } }, { text: 'Short and good.' })
  await chat.open()
  await chat.converse('Write a book.')
  await chat.answer().getByRole('button', { name: 'Answer in 5,142' }).click()
  await expect(chat.answer().getByText('Short and good.')).toBeVisible()
  await chat.ended()
  expect(await bodies(simulator)).toMatchObject([{}, { max_tokens: 5142 }])
})

test('another provider, and after that one yet another', async ({ chat, simulator }) => {
  const busy = (provider: string): ScriptStep => ({ provider, http: { status: 429, headers: { 'Retry-After': '60' } } })
  await simulator.script(busy('Anthropic'), busy('Amazon Bedrock'), { text: 'At last.' })
  await chat.open()
  await chat.converse('Go.')
  await expect(chat.answer().getByText('Too many requests at Anthropic')).toBeVisible()
  await chat.answer().getByRole('button', { name: 'Other provider' }).click()
  await expect(chat.answer().getByText('Too many requests at Amazon Bedrock')).toBeVisible()
  await chat.answer().getByRole('button', { name: 'Other provider' }).click()
  await expect(chat.answer().getByText('At last.')).toBeVisible()
  await chat.ended()
  const asked = await bodies(simulator)
  expect(asked[0]).not.toHaveProperty('provider')
  expect(asked.slice(1)).toMatchObject([{ provider: { ignore: ['anthropic'] } }, { provider: { ignore: ['anthropic', 'amazon-bedrock'] } }])
})

test('a model that is gone: one that OpenRouter names answers, and is chosen from then on', async ({ chat, page, simulator }) => {
  await simulator.script({ http: { kind: 'model_deprecated' } }, { text: 'I can.' })
  await chat.open()
  await chat.converse('Go.')
  await chat.answer().getByRole('button', { name: 'Ask GPT-5 Mini' }).click()
  await expect(chat.answer().getByText('I can.')).toBeVisible()
  await chat.ended()
  expect((await bodies(simulator))[1]).toMatchObject({ model: 'openai/gpt-5-mini' })
  await expect(page.getByRole('form', { name: 'Ask' }).getByRole('button', { name: /GPT-5 Mini/ })).toBeVisible()
})

test('a wait is counted down, and the question asked again by itself', async ({ chat, simulator }) => {
  // Steno itself waits once for credit that running answers hold; then it is the page's turn.
  const held = (seconds: number): ScriptStep => ({ http: { kind: 'in_flight', headers: { 'Retry-After': String(seconds) } } })
  await simulator.script(held(1), held(10), { text: 'Now there is credit.' })
  await chat.open()
  await chat.converse('Go.')
  await expect(chat.answer().getByText(/Retrying in 0:(0[1-9]|10)/)).toBeVisible()
  await expect(chat.answer().getByRole('button', { name: 'Retry now' })).toBeVisible()
  await expect(chat.answer().getByText('Now there is credit.')).toBeVisible()
  await chat.ended()
  await expect(chat.answer().getByText('2/2')).toBeVisible()
  expect(await simulator.requests()).toHaveLength(3)
})

test('an answer can be stopped, and its wait is counted down, before the page can draw it', async ({ chat, page, simulator }) => {
  const busy: ScriptStep = { http: { status: 429, headers: { 'Retry-After': '60' } } }
  await simulator.script({ ...busy, delayMs: 55_000 })
  await chat.open()
  const drawable = Promise.withResolvers<void>()
  await page.route('**/_next/static/**', async route => {
    await drawable.promise
    await route.continue()
  })
  await chat.ask('Go.')
  await expect(chat.stop).toBeVisible()
  await simulator.release()
  await expect(chat.send).toBeVisible()
  await expect(chat.answer()).toHaveCount(0)
  drawable.resolve()
  await expect(chat.answer().getByText(/Retrying in/)).toBeVisible()
})

test('counting ends with Stop counting, with Esc, when another answer is looked at, and with a reload', async ({
  chat,
  page,
  simulator
}) => {
  const busy: ScriptStep = { http: { status: 429, headers: { 'Retry-After': '60' } } }
  await simulator.script(busy, busy, busy, busy)
  await chat.open()
  await chat.converse('Go.')
  const answer = chat.answer()
  const counting = answer.getByText(/Retrying in (1:00|0:5\d)/)
  await expect(counting).toBeVisible()
  await answer.getByRole('button', { name: 'Stop counting' }).click()
  await expect(counting).toHaveCount(0)
  await expect(answer.getByText(/It asked Steno to wait 1\smin\./)).toBeVisible()

  const askAgain = async (times: string) => {
    await answer.getByRole('button', { name: 'Retry', exact: true }).first().click()
    await expect(answer.getByText(times)).toBeVisible()
    await expect(counting).toBeVisible()
  }
  await askAgain('2/2')
  await page.keyboard.press('Escape')
  await expect(counting).toHaveCount(0)
  await askAgain('3/3')
  await answer.getByRole('button', { name: 'Previous answer' }).click()
  await expect(counting).toHaveCount(0)
  await answer.getByRole('button', { name: 'Next answer' }).click()
  await expect(counting).toHaveCount(0)
  await askAgain('4/4')
  await page.reload()
  await expect(answer.getByText(/It asked Steno to wait 1\smin\./)).toBeVisible()
  await expect(counting).toHaveCount(0)
  expect(await simulator.requests()).toHaveLength(4)
})

async function bodies(simulator: SimulatorControl): Promise<unknown[]> {
  return (await simulator.requests()).map(({ body }) => body)
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
