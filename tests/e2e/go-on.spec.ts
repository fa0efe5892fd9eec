/** What a conversation goes on with: its settings, a question's files, and what was being written. T2, B5. */
import { z } from 'zod'
import { expect, test } from '../setup/e2e-test.ts'
import { png } from '../setup/sample-files.ts'
import { askByHttp, upload } from './ask-by-http.ts'

const body = z.looseObject({ messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })) })

test('settings that the page has no control for stay: through the next question, a retry, and another model', async ({
  chat,
  page,
  simulator
}) => {
  await simulator.script({ text: 'One.' }, { text: 'Two.' }, { text: 'Two again.' }, { text: 'Three.' })
  await chat.open()
  const id = await askByHttp(page, 'First?', {
    settings: {
      model: 'anthropic/claude-sonnet-4.5',
      routing: { zeroDataRetention: true, dataCollection: 'deny', ignore: ['Groq'] },
      systemPrompt: 'Be brief.',
      maxTokens: 5000,
      thinkingBudgetTokens: 2048,
      tools: ['calculator']
    }
  })
  await page.goto(`/c/${id}`)
  await chat.ask('Second?')
  await chat.ended(2)
  await chat.answer(2).getByRole('button', { name: 'Retry', exact: true }).click()
  await expect(chat.answer(2).getByText('2/2')).toBeVisible()
  await chat.ended(2)
  await chat.chooseModel('GPT-5 Mini')
  await chat.ask('Third?')
  await chat.ended(3)

  const sent = (await simulator.requests()).map(request => body.parse(request.body))
  const common = {
    provider: { zdr: true, data_collection: 'deny', ignore: ['groq'] },
    max_tokens: 5000,
    tools: [{ function: { name: 'calculator' } }]
  }
  for (const request of sent.slice(1, 3)) {
    expect(request).toMatchObject({ ...common, model: 'anthropic/claude-sonnet-4.5', reasoning: { max_tokens: 2048 } })
    expect(JSON.stringify(request.messages[0])).toContain('Be brief.')
  }
  expect(sent[3]).toMatchObject({ ...common, model: 'openai/gpt-5-mini' })
  expect(sent[3], 'a budget is one model’s').not.toMatchObject({ reasoning: { max_tokens: 2048 } })
})

test('an edited question keeps its files, and what was being written comes back: cancelled, reloaded, sent', async ({
  chat,
  page,
  simulator
}) => {
  await simulator.script({ text: 'A square.' }, { http: { status: 403 } }, { text: 'Still a square.' })
  await chat.open()
  const image = await upload(page, 'square.png', 'image/png', png(40, 40, 120))
  const id = await askByHttp(page, 'What is this?', { files: [image] })
  await page.goto(`/c/${id}`)
  await chat.field.fill('A draft of something else.')
  // The page is alive: a button pressed before would do nothing.
  await expect(chat.send).toBeEnabled()
  await chat.answer().getByRole('button', { name: 'Retry', exact: true }).click()
  const edit = chat.answer().getByRole('button', { name: 'Edit the question' })
  await edit.click()
  await expect(chat.field).toHaveValue('What is this?')
  await expect(page.getByText('Editing question 1', { exact: true })).toBeVisible()
  await expect(page.getByRole('list', { name: 'Attachments' })).toContainText('square.png')
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await expect(chat.field).toHaveValue('A draft of something else.')

  await edit.click()
  await chat.field.fill('What is shown here?')
  await page.reload()
  await expect(chat.field).toHaveValue('What is shown here?')
  await expect(page.getByText('Editing question 1', { exact: true })).toBeVisible()
  await expect(page.getByRole('list', { name: 'Attachments' })).toContainText('square.png')
  await chat.send.click()
  await expect(chat.answer().getByText('Still a square.')).toBeVisible()
  await expect(chat.question().getByText('2/2')).toBeVisible()
  await expect(chat.question().getByRole('img', { name: 'square.png' })).toBeVisible()
  await expect(chat.field).toHaveValue('A draft of something else.')
  const last = JSON.stringify(body.parse((await simulator.requests()).at(-1)?.body).messages)
  expect(last).toContain('What is shown here?')
  expect(last).toContain('data:image/png;base64,')
  await page.reload()
  await expect(chat.field).toHaveValue('A draft of something else.')
})

test('what is typed before the page has come to life is not lost, and follows what was written before', async ({ chat, page }) => {
  let alive = Promise.withResolvers<void>()
  await page.route('**/_next/static/chunks/**', async route => {
    await alive.promise
    await route.continue()
  })
  const typeEarly = async (text: string, open: () => Promise<unknown>) => {
    alive = Promise.withResolvers<void>()
    await open()
    await chat.field.fill(text)
    alive.resolve()
    await expect(chat.send).toBeEnabled()
  }
  await typeEarly('Typed early.', () => page.goto('/', { waitUntil: 'commit' }))
  await expect(chat.field).toHaveValue('Typed early.')
  await typeEarly(' And so was this.', () => page.reload({ waitUntil: 'commit' }))
  await expect(chat.field).toHaveValue('Typed early. And so was this.')
})

test('a system prompt in Settings is saved while it is typed, and leaving at once loses nothing', async ({ page }) => {
  await page.goto('/settings')
  const prompt = page.getByRole('textbox', { name: 'System prompt' })
  await prompt.fill('Answer in one word.')
  const saved = page.getByRole('region', { name: 'Instructions' }).getByText('Saved')
  await expect(saved).toBeVisible()
  await expect(prompt).toBeFocused()
  await page.reload()
  await expect(prompt).toHaveValue('Answer in one word.')

  await prompt.fill('Answer in two words.')
  await page.goto('/costs')
  await page.goto('/settings')
  await expect(prompt).toHaveValue('Answer in two words.')
  // So long a text is more than a browser sends of a page that is gone.
  const long = 'Answer in three words. '.repeat(4000)
  await prompt.fill(long)
  await page.getByRole('link', { name: 'Costs' }).click()
  await page.getByRole('link', { name: 'Settings' }).click()
  await expect(prompt).toHaveValue(long)

  await prompt.fill('')
  await expect(saved).toBeVisible()
  const alive = Promise.withResolvers<void>()
  await page.route('**/_next/static/chunks/**', async route => {
    await alive.promise
    await route.continue()
  })
  await page.reload({ waitUntil: 'commit' })
  await prompt.fill('Typed early.')
  alive.resolve()
  await expect(saved).toBeVisible()
  await expect(prompt).toHaveValue('Typed early.')
})
