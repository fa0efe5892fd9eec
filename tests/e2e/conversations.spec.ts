/** The sidebar, other answers to a question, and the model picker. Scripted: OpenRouter. */
import { uuidv7 } from 'uuidv7'
import { expect, test } from '../setup/e2e-test.ts'
import { askByHttp } from './ask-by-http.ts'

test('a conversation is listed, renamed, deleted and brought back', async ({ chat, page, simulator }) => {
  await simulator.script({ text: 'A short answer.' })
  await chat.open()
  await chat.converse('Plant an apple tree')
  await expect(chat.listed('Plant an apple tree')).toHaveAttribute('aria-current', 'page')

  await page.getByRole('button', { name: 'New chat', exact: true }).click()
  await expect(page.getByRole('article')).toHaveCount(0)
  await expect(page).toHaveURL('/')

  await chat.choose('Plant an apple tree', 'Rename')
  const title = page.getByRole('textbox', { name: 'Title' })
  await expect(title).toHaveValue('Plant an apple tree')
  await title.fill('Orchard')
  await title.press('Enter')
  await expect(chat.listed('Orchard')).toBeVisible()
  await page.reload()
  await chat.listed('Orchard').click()
  await expect(page.getByRole('heading', { name: 'Orchard' })).toBeVisible()
  await expect(chat.answer().getByText('A short answer.')).toBeVisible()

  await chat.choose('Orchard', 'Delete')
  await expect(chat.listed('Orchard')).toBeHidden()
  await expect(page, 'what was deleted is not on screen').toHaveURL('/')
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click()
  await chat.listed('Orchard').click()
  await expect(chat.answer().getByText('A short answer.')).toBeVisible()

  await chat.choose('Orchard', 'Delete')
  await expect(page.getByText('Deleted “Orchard”')).toBeVisible()
  await expect(page).toHaveURL('/')
  await page.reload()
  await expect(chat.sidebar.getByRole('link', { name: 'Settings' })).toBeVisible()
  await expect(chat.listed('Orchard')).toHaveCount(0)
})

test('Retry puts another answer beside the first, and the choice lasts', async ({ chat, page, simulator }) => {
  await simulator.script({ text: 'The first answer.' }, { text: 'The second answer.' })
  await chat.open()
  await chat.converse('Say it in two ways')
  const answer = chat.answer()
  await answer.getByRole('button', { name: 'Retry', exact: true }).click()
  await expect(answer.getByText('The second answer.')).toBeVisible()
  await chat.ended()
  await expect(answer.getByText('2/2')).toBeVisible()
  await expect(answer.getByRole('button', { name: 'Next answer' })).toBeDisabled()

  await answer.getByRole('button', { name: 'Previous answer' }).click()
  await expect(answer.getByText('The first answer.')).toBeVisible()
  await expect(answer.getByText('1/2')).toBeVisible()
  await expect(answer.getByRole('button', { name: 'Previous answer' })).toBeDisabled()
  await page.reload()
  await expect(answer.getByText('The first answer.')).toBeVisible()

  await simulator.script({ text: 'On from the first.' })
  await chat.ask('Go on from there')
  await expect(chat.answer(2).getByText('On from the first.')).toBeVisible()
  await chat.ended(2)
  const sent = JSON.stringify((await simulator.requests()).at(-1)?.body)
  expect(sent).toContain('The first answer.')
  expect(sent).not.toContain('The second answer.')
})

test('a model is found by a few letters and answers the next question', async ({ chat, page, simulator }) => {
  await simulator.script({ text: 'Briefly: yes.' })
  await chat.open()
  await page.getByRole('button', { name: 'Model: Claude Sonnet 5' }).click()
  const search = page.getByRole('combobox', { name: 'Search models' })
  await expect(search).toBeFocused()
  await search.fill('haiku 4')
  await expect(page.getByRole('listbox', { name: 'Models' }).getByRole('option').first()).toContainText('Claude Haiku 4.5')
  await expect(page.getByRole('option', { name: /Sonnet/ })).toHaveCount(0)
  await search.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Choose a model' })).toBeHidden()
  await expect(page.getByRole('button', { name: 'Model: Claude Haiku 4.5' })).toBeVisible()
  await chat.converse('Is it quick?')
  await expect(chat.answer()).toHaveAccessibleName('Answer 1, Claude Haiku 4.5')
  expect((await simulator.requests()).map(({ body }) => body)).toMatchObject([{ model: 'anthropic/claude-haiku-4.5' }])
})

test('Back from a new chat leads to the chat before, kept or temporary', async ({ chat, page, simulator }) => {
  await simulator.script({ text: 'Kept.' }, { text: 'Not kept.' })
  await chat.open()
  for (const [keys, address, answer] of [
    ['O', '/', 'Kept.'],
    ['Y', '/temporary', 'Not kept.']
  ] as const) {
    await page.keyboard.press(`ControlOrMeta+Shift+${keys}`)
    await expect(page).toHaveURL(address)
    await chat.converse('Where was I?')
    await expect(page).toHaveURL(/\/c\/[\w-]+$/)
    const asked = page.url()
    await page.keyboard.press(`ControlOrMeta+Shift+${keys}`)
    await expect(page).toHaveURL(address)
    await expect(chat.answer()).toHaveCount(0)
    await page.goBack()
    await expect(page).toHaveURL(asked)
    await expect(chat.answer().getByText(answer, { exact: true })).toBeVisible()
    await page.goForward()
    await expect(page).toHaveURL(address)
    await expect(chat.answer()).toHaveCount(0)
  }
})

test('Forward leads to the chat that was begun from the same page', async ({ chat, page, simulator }) => {
  await simulator.script({ text: 'First.' }, { text: 'Second.' })
  await chat.open()
  const addresses: string[] = []
  for (const question of ['One?', 'Two?']) {
    await page.keyboard.press('ControlOrMeta+Shift+O')
    await expect(page).toHaveURL('/')
    await chat.converse(question)
    await expect(page).toHaveURL(/\/c\//)
    addresses.push(page.url())
  }
  await page.goBack()
  await expect(page).toHaveURL(addresses[0] ?? '')
  await expect(chat.answer().getByText('First.')).toBeVisible()
  await page.goForward()
  await expect(page).toHaveURL(addresses[1] ?? '')
  await expect(chat.answer().getByText('Second.')).toBeVisible()
})

test('Back to a chat shows what was asked in it meanwhile, and the next question follows that', async ({ chat, page, simulator }) => {
  await simulator.script({ text: 'A one.' }, { text: 'B one.' }, { text: 'A two.' }, { text: 'A three.' })
  await chat.open()
  await askByHttp(page, 'Chat alpha', {})
  await askByHttp(page, 'Chat beta', {})
  await chat.listed('Chat alpha').click()
  await expect(chat.answer().getByText('A one.')).toBeVisible()
  await chat.ask('Again?')
  await chat.ended(2)
  await chat.listed('Chat beta').click()
  await expect(chat.answer().getByText('B one.')).toBeVisible()
  await page.goBack()
  await expect(chat.answer(2).getByText('A two.')).toBeVisible()
  await chat.ask('And now?')
  await expect(chat.answer(3).getByText('A three.')).toBeVisible()
  expect((await simulator.requests()).map(({ body }) => (body as { messages: unknown[] }).messages.length)).toEqual([1, 1, 3, 5])
})

test('Undo brings back a chat from below the first page', async ({ chat, page }) => {
  await chat.open()
  const ids = Array.from({ length: 53 }, () => uuidv7())
  await page.evaluate(async conversationIds => {
    const send = async (method: string, path: string, body: object) => {
      const headers = { 'content-type': 'application/json' }
      return (await fetch(path, { method, headers, body: JSON.stringify(body) })).json()
    }
    const folder = await send('POST', '/api/folders', { name: 'Many' })
    for (const [index, conversationId] of conversationIds.entries()) {
      await send('POST', `/api/folders/${folder.id}/chats`, { conversationId, settings: { model: 'openai/gpt-5-mini' } })
      await send('PATCH', `/api/conversations/${conversationId}`, { title: `Ledger ${index} of many` })
    }
  }, ids)
  await page.reload()
  await chat.sidebar.getByRole('button', { name: 'Show older' }).click()
  const oldest = chat.listed('Ledger 0 of many')
  await expect(oldest).toBeVisible()
  await chat.choose('Ledger 0 of many', 'Delete')
  await expect(oldest).toHaveCount(0)
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click()
  await expect(oldest).toBeVisible()
  await expect(chat.sidebar.getByRole('link', { name: /^Ledger \d+ of many/ })).toHaveCount(ids.length)
})
