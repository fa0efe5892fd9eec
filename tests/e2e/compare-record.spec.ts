/** Comparisons found again, run again, deleted, voted on. Scripted: OpenRouter. */
import { expect, test } from '../setup/e2e-test.ts'
import { CompareDriver } from './compare-driver.ts'
import { bodiesOf, CompareSetupDriver, comparisonUrl } from './compare-setup-driver.ts'

test('the record is searched, run again as it was and with one lane changed, deleted and brought back', async ({ page, simulator }) => {
  const setup = new CompareSetupDriver(page)
  const models = ['openai/gpt-5-mini', 'openai/gpt-5-nano']
  const script = () => simulator.script(...models.map(onModel => ({ onModel, text: `From ${onModel}.` })))
  const ended = (count: number) => expect.poll(async () => (await simulator.streams('done')).length).toBe(count)
  await setup.open()
  await setup.question.fill('Where do walnuts grow?')
  await setup.chooseModel('A', 'GPT-5 Mini')
  await setup.chooseModel('B', 'GPT-5 Nano')
  await setup.set('B', 'System prompt', 'In one word.')
  await script()
  await setup.run(2).click()
  await expect(page).toHaveURL(comparisonUrl)
  await ended(2)

  await setup.open()
  const search = page.getByRole('searchbox', { name: 'Search comparisons' })
  await search.fill('walnuts')
  await expect(page).toHaveURL('/compare?query=walnuts')
  await expect(setup.record.getByRole('link')).toHaveCount(1)
  const row = setup.record.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'Where do walnuts grow?' }) })
  await expect(row).toContainText('A GPT-5 Mini · B GPT-5 Nano')
  await expect(row).toContainText('billed')
  await expect(row, 'a small amount is no zero').toContainText(/\$0\.0*[1-9]/)
  await search.fill('no such words 100%')
  await expect(page.getByText('No comparison says “no such words 100%”.', { exact: false })).toBeVisible()
  await page.goto('/compare?query=walnuts')
  await expect(search).toHaveValue('walnuts')
  await expect(setup.record.getByRole('link')).toHaveCount(1)

  await script()
  await setup.choose('Where do walnuts grow?', 'Rerun as it was')
  await expect(page).toHaveURL(comparisonUrl)
  await ended(4)
  const [, , ...again] = await simulator.requests()
  expect(JSON.stringify(bodiesOf(again)['openai/gpt-5-nano']?.messages)).toContain('In one word.')

  await setup.open('?query=walnuts')
  const reruns = page.getByRole('list', { name: 'Reruns of Where do walnuts grow?' })
  await expect(reruns.getByRole('link')).toHaveCount(1)
  await setup.choose('Where do walnuts grow?', 'Rerun with one lane changed')
  await expect(page.getByText('Rerun of Where do walnuts grow?')).toBeVisible()
  await expect(setup.question).toHaveValue('Where do walnuts grow?')
  await expect(page.getByRole('list', { name: 'Lanes', exact: true })).toBeFocused()
  await setup.set('B', 'System prompt', 'In two words.')
  await script()
  await setup.run(2).click()
  await expect(page).toHaveURL(comparisonUrl)
  await ended(6)
  const changed = bodiesOf((await simulator.requests()).slice(4))
  expect(JSON.stringify(changed['openai/gpt-5-nano']?.messages)).toContain('In two words.')
  expect(JSON.stringify(changed['openai/gpt-5-mini']?.messages)).not.toContain('words')

  await setup.open('?query=walnuts')
  await expect(reruns.getByRole('link')).toHaveCount(2)
  await setup.choose('Where do walnuts grow?', 'Delete')
  await expect(setup.record.getByRole('link')).toHaveCount(2)
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click()
  await expect(setup.record.getByRole('link')).toHaveCount(3)
  await expect(reruns.getByRole('link')).toHaveCount(2)
})

test('a blind one is listed by letters until there is a vote, which counts', async ({ page, simulator }) => {
  const setup = new CompareSetupDriver(page)
  await setup.open()
  await setup.question.fill('Who wrote this?')
  await setup.chooseModel('A', 'GPT-5 Mini')
  await setup.chooseModel('B', 'GPT-5 Nano')
  await page.getByRole('switch', { name: /^Blind/ }).check({ force: true })
  await simulator.script({ onModel: 'openai/gpt-5-mini', text: 'I.' }, { onModel: 'openai/gpt-5-nano', text: 'Me.' })
  await setup.run(2).click()
  await expect(page).toHaveURL(comparisonUrl)
  await expect.poll(async () => (await simulator.streams('done')).length).toBe(2)
  const conversationId = page.url().split('/').at(-1) ?? ''

  await setup.open('?query=Who%20wrote')
  const row = setup.record.getByRole('listitem')
  await expect(row).toContainText('A · B')
  await expect(row).toContainText('not voted')
  await expect(row).not.toContainText('GPT')
  await page.getByRole('button', { name: 'Options for Who wrote this?' }).click()
  await expect(page.getByRole('menuitem', { name: 'Rerun as it was' })).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Escape')

  const detail = await (await page.request.get(`/api/conversations/${conversationId}`)).json()
  const headers = { 'sec-fetch-site': 'same-origin' }
  const vote = await page.request.put(`/api/conversations/${conversationId}/vote`, {
    headers,
    data: { questionId: detail.messages[0].id, lane: 0 }
  })
  expect(vote.status()).toBe(200)
  await setup.open('?query=Who%20wrote')
  await expect(row).toContainText(/A GPT-5 (Mini|Nano) · B GPT-5 (Mini|Nano)/)
  await expect(page.getByRole('table', { name: 'Votes per model, a tie counts half' })).toContainText('100.0%')
})

test('an older one that is deleted goes from the list, and comes back to it', async ({ page, simulator }) => {
  test.setTimeout(90_000)
  const setup = new CompareSetupDriver(page)
  const compare = new CompareDriver(page)
  const lanes = ['openai/gpt-5-mini', 'openai/gpt-5-nano'].map(model => ({ model }))
  const count = 52
  await simulator.script(...Array.from({ length: count * lanes.length }, () => ({ text: 'Round.' })))
  for (let number = 1; number <= count; number++) await compare.begin(`Pebble ${number}`, lanes)
  await expect.poll(async () => (await simulator.streams('done')).length, { timeout: 30_000 }).toBe(count * lanes.length)

  await setup.open('?query=pebble')
  const links = setup.record.getByRole('link')
  await expect(links).toHaveCount(50)
  await page.getByRole('button', { name: 'Show older' }).click()
  await expect(links).toHaveCount(count)
  const oldest = (await links.allInnerTexts()).at(-1) ?? ''
  const row = setup.record.getByRole('link', { name: oldest, exact: true })
  await setup.choose(oldest, 'Delete')
  await expect(page.getByRole('region', { name: 'Messages' })).toContainText(`Deleted “${oldest}”`)
  await expect(row).toBeHidden()
  await expect(links).toHaveCount(count - 1)
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click()
  await expect(row).toBeVisible()
  await expect(links).toHaveCount(count)
})
