/** A comparison as it runs: real browser, build and server; scripted: OpenRouter, which keeps what it is sent. */
import { z } from 'zod'
import type { ScriptStep } from '../../lib/simulator/script.ts'
import { expect, test } from '../setup/e2e-test.ts'
import { ChatDriver } from './chat-driver.ts'
import { CompareDriver } from './compare-driver.ts'
import { expectAccessible } from './expect-accessible.ts'

const tools = 'anthropic/claude-sonnet-5'
const encrypted = 'openai/gpt-5-mini'
const failing = 'google/gemini-3-flash-preview'
const slow = 'moonshotai/kimi-k3'
const lanes = [tools, encrypted, failing, slow].map(model => ({ model }))

/** Words that a lost or repeated piece would show in, and characters of one to many bytes. */
function countedText(name: string, lines: number): string {
  return Array.from({ length: lines }, (_, index) => `${name} ${index + 1} of the record, né, 漢字, 👩‍👩‍👧, end.`).join(' ')
}

const call = { name: 'calculator', arguments: '{"expression":  "6 * 7"}' }
const toolSteps: ScriptStep[] = [
  { onModel: tools, reasoning: 'I should calculate.', text: 'One moment.', toolCalls: [call] },
  { onModel: tools, reasoning: 'That was easy.', text: 'Alpha says 42.' }
]
const encryptedStep: ScriptStep = { onModel: encrypted, reasoning: { encrypted: true }, text: 'Beta says forty-two.' }
const failingStep: ScriptStep = { onModel: failing, text: 'Gamma began', error: { kind: 'E1', code: 502, message: 'Out of memory.' } }

const message = z.looseObject({
  role: z.string(),
  tool_calls: z.unknown().optional(),
  reasoning_details: z.array(z.looseObject({})).optional()
})
const body = z.looseObject({ model: z.string(), messages: z.array(message) })

test('four lanes: one fails, one is slow; stopped, retried, read again and again, and gone on with', async ({
  context,
  page,
  simulator
}) => {
  test.setTimeout(90_000)
  const compare = new CompareDriver(page)
  await simulator.script(...toolSteps, encryptedStep, failingStep, {
    onModel: slow,
    text: countedText('Delta', 60),
    tokensPerSecond: 40,
    stall: { after: 60, seconds: 55 }
  })
  const id = await compare.start('What is 6 * 7?', lanes)

  await compare.ended('A', 'B', 'C')
  await expect(compare.lane('D'), 'nobody waited for it, and it for nobody').toHaveAttribute('aria-busy', 'true')
  await expect(compare.lane('A').getByText('Calculator')).toBeVisible()
  await expect(compare.lane('B').getByText(/^Reasoning hidden/)).toBeVisible()
  await expect(compare.lane('C').getByText('Gamma began')).toBeVisible()
  await expect(compare.lane('C').getByRole('button', { name: 'Details' }), 'its failure card').toBeVisible()

  await expect(compare.lane('D')).toContainText('Delta 2 of')
  await compare.button('D', 'Stop lane D').click()
  await compare.ended('D')
  await expect(compare.lane('D').getByText('Stopped by you')).toBeVisible()
  const stopped = await compare.textOf('D')
  expect(countedText('Delta', 60).startsWith(stopped), 'what came is kept').toBe(true)

  const again = { C: countedText('Gamma', 14), D: countedText('Delta', 14) }
  await simulator.script(
    { onModel: failing, text: again.C, tokensPerSecond: 60, stall: { after: 60, seconds: 4 } },
    { onModel: slow, text: again.D, tokensPerSecond: 60, stall: { after: 80, seconds: 4 } }
  )
  await compare.button('C', 'Retry lane C').click()
  await compare.button('D', 'Retry lane D').click()
  for (const letter of ['C', 'D']) await expect(compare.lane(letter)).toContainText('2 of the record')
  for (let reload = 0; reload < 2; reload++) {
    await page.reload()
    for (const letter of ['C', 'D']) await expect(compare.lane(letter)).toContainText('2 of the record')
  }
  const other = new CompareDriver(await context.newPage())
  await other.page.goto(page.url())
  await expect(other.lane('D')).toContainText('Delta 2 of the record')

  for (const driver of [compare, other]) {
    await driver.ended('A', 'B', 'C', 'D')
    expect(await driver.textsOf('A', 'B', 'C', 'D')).toEqual({
      A: 'One moment.\n\nAlpha says 42.',
      B: 'Beta says forty-two.',
      C: again.C,
      D: again.D
    })
  }
  await compare.lane('D').getByRole('button', { name: 'Previous answer' }).click()
  expect(await compare.textOf('D'), 'the stopped one is beside the new one').toBe(stopped)

  await simulator.script({ onModel: tools, text: 'And on it goes.' })
  await compare.button('A', 'Continue with this').click()
  await expect(page).toHaveURL(new RegExp(`/c/${id}$`))
  const chat = new ChatDriver(page)
  await expect(chat.answer().getByText('Alpha says 42.')).toBeVisible()
  await chat.chooseModel('Claude Sonnet 5')
  await chat.ask('Go on.')
  await chat.ended(2)
  const sent = (await simulator.requests()).at(-1)
  const { model, messages } = body.parse(sent?.body)
  expect(model).toBe(tools)
  const [first, second] = messages.filter(({ role }) => role === 'assistant')
  expect(first?.tool_calls, 'the call as it was made').toMatchObject([{ function: { arguments: call.arguments } }])
  expect(
    [first, second].map(answer => answer?.reasoning_details?.length),
    'the details of both steps'
  ).toEqual([1, 1])
  const text = JSON.stringify(messages)
  for (const foreign of ['Beta', 'Gamma', 'Delta', 'encrypted']) expect(text, 'nothing of the other lanes').not.toContain(foreign)
})

test('figures: sorted, saved as they stand, and adding up to what was billed', async ({ page, simulator }) => {
  const compare = new CompareDriver(page)
  await simulator.script(
    { onModel: tools, text: 'Short.', cost: 0.00123 },
    { onModel: encrypted, text: 'Longer than that.', cost: 0.004_000_000_001, firstTokenMs: 300 }
  )
  await compare.start('=HYPERLINK("x")', [{ model: tools }, { model: encrypted }])
  await compare.ended('A', 'B')
  const rows = () => compare.figures.locator('tbody').getByRole('rowheader').allInnerTexts()
  const heading = (name: string) => compare.figures.getByRole('columnheader', { name, exact: true })
  await heading('Cost').getByRole('button').click()
  await expect(heading('Cost')).toHaveAttribute('aria-sort', 'ascending')
  expect((await rows()).map(row => row[0])).toEqual(['A', 'B'])
  await heading('Cost').getByRole('button').click()
  await expect(heading('Cost')).toHaveAttribute('aria-sort', 'descending')
  expect((await rows()).map(row => row[0])).toEqual(['B', 'A'])
  await expect(compare.figures.getByRole('row', { name: /^A/ }).getByText('$0.00123, best')).toBeAttached()
  await expect(compare.figures.locator('tfoot')).toContainText('$0.00523')

  const csv = (await compare.saved('Save as CSV')).trimEnd().split('\r\n')
  expect(
    csv.slice(1).map(line => line.split(',')[0]),
    'in the order on screen'
  ).toEqual(['B', 'A'])
  expect(
    csv.slice(1).map(line => line.split(',')[10]),
    'every recorded digit'
  ).toEqual(['0.004000000001', '0.00123'])
  expect((await compare.saved('Save as Markdown')).split('\n')[2]).toMatch(/^\| B \| GPT-5 Mini \| OpenAI \|/)
  await expect(page.getByRole('img', { name: /^Lane A was the cheapest|^Lane A was the fastest/ })).toBeVisible()
  expect((await simulator.bill()).picoUsd).toBe('5230000001')
  await expect(page.getByRole('banner')).toContainText('$0.00523')
})

test('the next round goes along each lane’s own branch, a merge asks anew, words are compared', async ({ page, simulator }) => {
  const compare = new CompareDriver(page)
  await simulator.script(
    { onModel: tools, text: 'Red is warm.' },
    { onModel: encrypted, text: 'Blue is cold.' },
    { onModel: failing, text: 'Green is calm.' }
  )
  await compare.start('Name a colour.', [
    { model: tools, routing: { only: ['anthropic'], dataCollection: 'deny' } },
    { model: encrypted, routing: { zeroDataRetention: true } },
    { model: failing }
  ])
  await compare.ended('A', 'B', 'C')

  await simulator.script({ onModel: tools, text: 'Like fire.' }, { onModel: encrypted, text: 'Like ice.' })
  await page.getByRole('group', { name: 'Lanes to ask' }).getByRole('button', { name: 'Lane C' }).click()
  await expect(compare.field).toHaveAttribute('placeholder', 'Ask 2 of 3 lanes')
  await compare.field.fill('Why?')
  await compare.field.press('Enter')
  await expect(page.getByRole('article', { name: 'Question 2' })).toContainText('Why?')
  await expect(compare.lane('A')).toContainText('Like fire.')
  await expect(compare.lane('B')).toContainText('Like ice.')
  await compare.ended('A', 'B')
  const round = (await simulator.requests()).slice(3).map(request => JSON.stringify(body.parse(request.body).messages))
  expect(round).toHaveLength(2)
  for (const text of round) expect([text.includes('Red'), text.includes('Blue')].filter(Boolean), 'its own history alone').toHaveLength(1)

  await page.getByText('Round 1', { exact: true }).click()
  await expect(compare.lane('C')).toContainText('Green is calm.')
  await page.getByRole('button', { name: 'Diff two' }).click()
  const words = page.getByRole('region', { name: 'Words of two lanes' })
  await expect(words.getByRole('deletion').filter({ hasText: 'Red' })).toBeVisible()
  await expect(words.getByRole('insertion').filter({ hasText: 'Blue' })).toBeVisible()
  await words.getByRole('button', { name: /^Right: B/ }).click()
  await page.getByRole('menuitemradio', { name: 'C · Gemini 3 Flash Preview' }).click()
  await expect(words.getByRole('insertion').filter({ hasText: 'Green' })).toBeVisible()

  await simulator.script({ onModel: tools, text: 'All colours are fine.', cost: 0.0042 })
  await page.getByRole('button', { name: 'Merge', exact: true }).click()
  await page.getByRole('button', { name: 'Merge 3 answers' }).click()
  await compare.ended('M')
  await expect(compare.lane('M')).toContainText('All colours are fine.')
  await expect(compare.lane('M')).toContainText('$0.0042')
  const mergeRequest = z.looseObject({ provider: z.unknown() }).parse((await simulator.requests()).at(-1)?.body)
  expect(mergeRequest.provider, 'who must not keep one of the answers is shown none of them').toEqual({
    data_collection: 'deny',
    zdr: true
  })
  const merged = JSON.stringify(mergeRequest)
  for (const part of ['Name a colour.', 'Like fire.', 'Like ice.', 'Green is calm.']) expect(merged).toContain(part)

  await page.getByRole('textbox', { name: 'Notes' }).fill('A was best.')
  await expect(page.getByRole('region', { name: 'Notes' }).getByText('Saved')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('textbox', { name: 'Notes' })).toHaveValue('A was best.')
})

test('a blind vote: no name before it, anywhere; all of them after it', async ({ page, simulator }) => {
  const compare = new CompareDriver(page)
  const told: string[] = []
  page.on('response', response => {
    if (new URL(response.url()).pathname.startsWith('/api/c'))
      void response.text().then(
        text => told.push(text),
        () => undefined
      )
  })
  await simulator.script({ onModel: tools, text: 'One.', tokensPerSecond: 20 }, { onModel: encrypted, text: 'Two.', tokensPerSecond: 20 })
  const id = await compare.start('Count.', [{ model: tools }, { model: encrypted }], { blind: true })
  await compare.ended('A', 'B')
  await expect(page.getByText('Names, figures and costs appear with your vote.')).toBeVisible()
  const names = /claude|gpt|anthropic|openai/i
  const lanesOnly = async () => (await page.locator('main').innerHTML()) + (await page.locator('main').ariaSnapshot())
  expect(await lanesOnly()).not.toMatch(names)
  const read = await page.request.get(`/api/conversations/${id}`)
  expect(await read.text()).not.toMatch(names)
  expect(told.join('')).not.toMatch(names)

  await compare.button('A', 'Vote for A').click()
  await expect(compare.lane('A').getByRole('heading', { name: /Claude Sonnet 5|GPT-5 Mini/ })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Vote', exact: true })).toContainText(/^Your vote: A, (Claude Sonnet 5|GPT-5 Mini)\./)
  await expect(page.getByRole('list', { name: 'Won over all comparisons' })).toContainText('% of')
  await expect(compare.figures).toBeVisible()
  await page.getByRole('button', { name: 'Make it a tie' }).click()
  await expect(page.getByText('You called it a tie.')).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test('axe finds nothing, with everything open', async ({ page, simulator }) => {
      const compare = new CompareDriver(page)
      await simulator.script(...toolSteps, encryptedStep, failingStep, {
        onModel: slow,
        text: countedText('Delta', 30),
        tokensPerSecond: 30,
        stall: { after: 100, seconds: 60 }
      })
      await compare.start('What is 6 * 7?', lanes)
      await compare.ended('A', 'B', 'C')
      await page.getByRole('button', { name: 'Diff two' }).click()
      await page.getByRole('button', { name: 'Merge', exact: true }).click()
      await expect(page.getByRole('region', { name: 'Words of lane A' })).toBeVisible()
      await expectAccessible(page, 'lanes', { except: ['heading-order'] })
      await compare.button('D', 'Stop lane D').click()
      await compare.ended('D')
    })
  })
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('one lane at a time, behind tabs that follow a swipe; nothing is wider than the screen', async ({ page, simulator }) => {
    const compare = new CompareDriver(page)
    await simulator.script(...toolSteps, encryptedStep, failingStep, { onModel: slow, text: 'Delta.' })
    await compare.start('What is 6 * 7?', lanes)
    await compare.ended('A', 'B', 'C', 'D')
    const tab = (letter: string) => page.getByRole('tab', { name: new RegExp(`^${letter}`) })
    await expect(tab('A')).toHaveAttribute('aria-selected', 'true')
    await tab('C').click()
    await expect(tab('C')).toHaveAttribute('aria-selected', 'true')
    await expect(compare.lane('C').getByText('Gamma began')).toBeInViewport()
    await expect(compare.lane('A').getByText('Alpha says 42.')).not.toBeInViewport()
    await compare.lane('C').evaluate(lane => lane.parentElement?.scrollBy({ left: lane.clientWidth, behavior: 'instant' }))
    await expect(tab('D')).toHaveAttribute('aria-selected', 'true')
    await tab('D').press('Home')
    await expect(tab('A')).toBeFocused()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    const widest = await page.locator('main').evaluate(main => main.scrollWidth)
    expect(widest).toBe(390)
    await expectAccessible(page, 'lanes', { except: ['heading-order'] })
  })
})
