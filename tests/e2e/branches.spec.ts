/** Branches as somebody makes them: edited questions and answers, answers asked for with something else, chats from an answer on. */
import type { Locator, Page } from '@playwright/test'
import { z } from 'zod'
import { expect, test } from '../setup/e2e-test.ts'

const body = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })),
  provider: z.unknown().optional(),
  reasoning: z.unknown().optional()
})

async function choose(page: Page, from: Locator, menu: string, entry: string): Promise<void> {
  await from.getByRole('button', { name: menu, exact: true }).click()
  await page.getByRole('menuitem', { name: entry, exact: true }).click()
}

const editor = (answer: Locator) => answer.getByRole('textbox', { name: 'Text of the answer' })

test('any question is edited, and any answer asked for again: nothing is lost, after a reload either', async ({
  chat,
  page,
  simulator
}) => {
  await simulator.script({ text: 'One.' }, { text: 'Two.' }, { text: 'One, edited.' }, { text: 'One, again.' })
  await chat.open()
  await chat.converse('First?')
  await chat.ask('Second?')
  await chat.ended(2)
  await chat.question(1).getByRole('button', { name: 'Edit', exact: true }).click()
  await expect(page.getByText('Editing question 1')).toBeVisible()
  await chat.field.fill('First, edited?')
  await chat.field.press('Enter')
  await expect(chat.answer(1).getByText('One, edited.')).toBeVisible()
  await chat.ended()
  await expect(chat.question(1).getByText('2/2')).toBeVisible()
  await expect(chat.question(2)).toHaveCount(0)

  await chat.question(1).getByRole('button', { name: 'Previous question' }).click()
  await expect(chat.answer(2).getByText('Two.')).toBeVisible()
  await chat.answer(1).getByRole('button', { name: 'Retry', exact: true }).click()
  await expect(chat.answer(1).getByText('One, again.')).toBeVisible()
  await chat.ended()
  await expect(chat.answer(1).getByText('2/2')).toBeVisible()

  await page.reload()
  await expect(chat.answer(1).getByText('One, again.')).toBeVisible()
  await chat.answer(1).getByRole('button', { name: 'Previous answer' }).click()
  await expect(chat.answer(1).getByText('One.', { exact: true })).toBeVisible()
  await expect(chat.answer(2).getByText('Two.')).toBeVisible()
  await chat.question(1).getByRole('button', { name: 'Next question' }).click()
  await expect(chat.answer(1).getByText('One, edited.')).toBeVisible()
})

test('a stopped answer and one that is cut are gone on with, by words that everybody can read', async ({ chat, simulator }) => {
  await simulator.script(
    { text: 'Slowly, slowly. '.repeat(60), tokensPerSecond: 20, stall: { after: 20, seconds: 55 } },
    { text: 'and on.', finishReason: 'length' },
    { text: 'The end.' }
  )
  await chat.open()
  await chat.ask('Tell me.')
  await expect(chat.answer().getByText(/Slowly, slowly/)).toBeVisible()
  await chat.field.focus()
  await chat.field.press('Escape')
  await expect(chat.answer().getByText('Stopped by you')).toBeVisible()
  await chat.answer().getByRole('button', { name: 'Continue', exact: true }).click()
  await expect(chat.question(2).getByText('Continue exactly where you stopped.')).toBeVisible()
  await expect(chat.answer(2).getByText('Cut at the token limit')).toBeVisible()
  await chat.answer(2).getByRole('button', { name: 'Continue', exact: true }).click()
  await expect(chat.answer(3).getByText('The end.')).toBeVisible()
  await chat.ended(3)
})

test('an edited answer stands beside the original, costs nothing, and is what the model reads from then on', async ({
  chat,
  guard,
  page,
  simulator
}) => {
  await simulator.script(
    { reasoning: 'Two and two.', text: 'It is **four**.', cost: 0.002 },
    { text: 'As you say.' },
    { text: 'And so on.' }
  )
  await chat.open()
  await chat.converse('2 + 2?')
  const answer = chat.answer()
  await choose(page, answer, 'Answer options', 'Edit')
  await expect(editor(answer)).toBeFocused()
  await expect(editor(answer)).toHaveValue('It is **four**.')
  await editor(answer).fill('Never mind.')
  await editor(answer).press('Escape')
  await expect(answer.getByText('It is four.')).toBeVisible()
  await expect(answer.getByText('2/2')).toHaveCount(0)

  await choose(page, answer, 'Answer options', 'Edit')
  await editor(answer).fill('It is **five**.')
  await editor(answer).press('ControlOrMeta+s')
  await expect(answer.getByText('It is five.')).toBeVisible()
  await expect(answer.getByText('2/2')).toBeVisible()
  await expect(answer.getByText('edited by you, no cost')).toBeVisible()
  await expect(answer.getByText(/^Thought/)).toHaveCount(0)
  await expect(chat.header.getByText('$0.002', { exact: true })).toBeVisible()
  expect(await simulator.requests()).toHaveLength(1)

  await page.reload()
  await expect(answer.getByText('edited by you, no cost')).toBeVisible()
  guard.expectUpstream(/text_changed: messages\[1\] says "It is \*\*five\*\*\."/)
  guard.expectUpstream(/details_missing: messages\[1\]/)
  await chat.ask('Sure?')
  await expect(chat.answer(2).getByText('As you say.')).toBeVisible()
  await chat.ended(2)
  const [, asked] = (await simulator.requests()).map(request => body.parse(request.body))
  expect(asked?.messages[1]).toEqual({ role: 'assistant', content: 'It is **five**.' })

  await answer.getByRole('button', { name: 'Previous answer' }).click()
  await expect(answer.getByText('It is four.')).toBeVisible()
  await expect(answer.getByText(/^Thought/)).toBeVisible()
  await choose(page, answer, 'Answer options', 'Edit')
  await editor(answer).fill('It is six, and')
  guard.expectUpstream(/text_changed: messages\[1\] says "It is six, and"/)
  await editor(answer).press('ControlOrMeta+Enter')
  await expect(chat.question(2).getByText('Continue exactly where you stopped.')).toBeVisible()
  await expect(chat.answer(2).getByText('And so on.')).toBeVisible()
  await chat.ended(2)
})

test('what was typed into an answer outlives a reload', async ({ chat, page, simulator }) => {
  await simulator.script({ text: 'Four.' })
  await chat.open()
  await chat.converse('2 + 2?')
  await choose(page, chat.answer(), 'Answer options', 'Edit')
  await editor(chat.answer()).fill('Five, and half')
  await page.reload()
  await choose(page, chat.answer(), 'Answer options', 'Edit')
  await expect(editor(chat.answer())).toHaveValue('Five, and half')
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await choose(page, chat.answer(), 'Answer options', 'Edit')
  await expect(editor(chat.answer())).toHaveValue('Four.')
})

test('one answer with another model, provider, effort or price: the chat goes on as before', async ({ chat, page, simulator }) => {
  await simulator.script(
    { text: 'One.' },
    { text: 'By another model.' },
    { text: 'By Bedrock.', provider: 'Amazon Bedrock' },
    { text: 'Thought over.' },
    { text: 'Cheaply.' },
    { text: 'Fast.' },
    { text: 'As ever.' }
  )
  await chat.open()
  await chat.chooseModel('Claude Sonnet 4.5')
  await chat.converse('Who are you?')
  const answer = chat.answer()

  await choose(page, answer, 'Retry with…', 'Another model…')
  const search = page.getByRole('combobox', { name: 'Search models' })
  await expect(search).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(search).toHaveCount(0)
  // Its code is there now: the menu that it was chosen from does not take the focus back.
  await choose(page, answer, 'Retry with…', 'Another model…')
  await expect(search).toBeFocused()
  await page.keyboard.type('GPT-5 Mini')
  await expect(search).toHaveValue('GPT-5 Mini')
  await expect(page.getByRole('listbox', { name: 'Models' }).getByRole('option').first()).toContainText('GPT-5 Mini')
  await search.press('Enter')
  await expect(answer.getByText('By another model.')).toBeVisible()
  await chat.ended()
  await expect(answer).toHaveAccessibleName('Answer 1, GPT-5 Mini')
  await expect(page.getByRole('button', { name: 'Model: Claude Sonnet 4.5' })).toBeVisible()

  await answer.getByRole('button', { name: 'Previous answer' }).click()
  await expect(answer).toHaveAccessibleName('Answer 1, Claude Sonnet 4.5')
  await choose(page, answer, 'Retry with…', 'Another provider…')
  await page
    .getByRole('dialog', { name: 'Choose a provider' })
    .getByRole('button', { name: /^Amazon Bedrock/ })
    .click()
  await expect(answer.getByText('By Bedrock.')).toBeVisible()
  await chat.ended()
  await expect(answer.getByText('Amazon Bedrock')).toBeVisible()

  await choose(page, answer, 'Retry with…', 'More thinking: High')
  await expect(answer.getByText('Thought over.')).toBeVisible()
  await chat.ended()
  await expect(answer.getByText('thinking: High')).toBeVisible()
  await choose(page, answer, 'Retry with…', 'Cheapest provider')
  await expect(answer.getByText('Cheaply.')).toBeVisible()
  await chat.ended()
  await expect(answer.getByText('cheapest provider')).toBeVisible()
  await choose(page, answer, 'Retry with…', 'Fastest provider')
  await expect(answer.getByText('Fast.')).toBeVisible()
  await chat.ended()
  await expect(answer.getByText('6/6')).toBeVisible()

  await page.reload()
  await expect(answer.getByText('fastest provider')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Model: Claude Sonnet 4.5' })).toBeVisible()
  await chat.ask('And now?')
  await chat.ended(2)
  const sent = (await simulator.requests()).map(request => body.parse(request.body))
  const sonnet = 'anthropic/claude-sonnet-4.5'
  expect(sent.map(({ model }) => model)).toEqual([sonnet, 'openai/gpt-5-mini', sonnet, sonnet, sonnet, sonnet, sonnet])
  expect(sent.map(({ provider }) => provider ?? null)).toEqual([
    null,
    null,
    { only: ['amazon-bedrock'] },
    null,
    { sort: 'price' },
    { sort: 'throughput' },
    null
  ])
  expect(sent.map(({ reasoning }) => reasoning ?? null)).toEqual([null, null, null, { effort: 'high' }, null, null, null])
})

test('a model that does not think is not offered more or less of it', async ({ chat, page, simulator }) => {
  await simulator.script({ text: 'One.' })
  await chat.open()
  await chat.chooseModel('Llama 4 Maverick')
  await chat.converse('Hello?')
  await chat.answer().getByRole('button', { name: 'Retry with…' }).click()
  await expect(page.getByRole('menuitem')).toHaveText(['Another model…', 'Another provider…', 'Cheapest provider', 'Fastest provider'])
})

test('a new chat from an answer has the way to it, leads back, and pays only for itself', async ({ chat, page, simulator }) => {
  await simulator.script(
    { reasoning: 'Hm.', text: 'One.', cost: 0.002 },
    { text: 'Two.', cost: 0.001 },
    { text: 'Elsewhere.', cost: 0.004 }
  )
  await chat.open()
  await chat.converse('First?')
  await chat.ask('Second?')
  await chat.ended(2)
  const origin = page.url()
  await choose(page, chat.answer(1), 'Answer options', 'New chat from here')
  await expect(page.getByText('Forked from')).toBeVisible()
  expect(page.url()).not.toBe(origin)
  await expect(chat.answer(1).getByText('One.')).toBeVisible()
  await expect(chat.answer(1).getByText('billed in the original chat')).toBeVisible()
  await expect(chat.question(2)).toHaveCount(0)
  await chat.ask('Third?')
  await chat.ended(2)
  await expect(chat.header.getByText('$0.004', { exact: true })).toBeVisible()
  const last = body.parse((await simulator.requests()).at(-1)?.body)
  expect(last.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user'])
  expect(last.messages[1]).toHaveProperty('reasoning_details')

  await page.reload()
  await expect(chat.answer(2).getByText('Elsewhere.')).toBeVisible()
  await page.getByRole('link', { name: 'First?', exact: true }).and(page.locator('main a')).click()
  await expect(chat.answer(2).getByText('Two.')).toBeVisible()
  await expect(page.getByText('Forked from')).toHaveCount(0)
})
