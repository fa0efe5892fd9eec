/** A comparison is set up, started once, kept on record, repeated and taken off it. Real: browser, build. Scripted: OpenRouter. */
import { expect, test } from '../setup/e2e-test.ts'
import { CompareDriver } from './compare-driver.ts'
import { CompareSetupDriver } from './compare-setup-driver.ts'

test('lanes are chosen, priced and run, and each is asked as it was set', async ({ page, simulator }) => {
  const setup = new CompareSetupDriver(page)
  await setup.open()
  await setup.chooseModel('A', 'Claude Haiku 4.5')
  await setup.chooseModel('B', 'GPT-5 Mini')
  await page.getByRole('button', { name: 'Add lane', exact: true }).click()
  await setup.chooseModel('C', 'Gemini 3 Flash Preview')
  await setup.set('A', 'Temperature', '0.5')
  await setup.set('B', 'System prompt', 'Be brief.')
  await setup.set('C', 'Longest answer', '900')
  await expect(setup.total).toHaveText(/^≈\s\$0\.\d+–0\.\d+$/)
  await setup.question.fill('Which harbour lies north?')

  // What was typed survives a reload.
  await page.reload()
  await expect(setup.question).toHaveValue('Which harbour lies north?')
  await expect(setup.lane('C').getByRole('button', { name: 'Lane C, model: Gemini 3 Flash Preview' })).toBeVisible()

  await simulator.script(
    { onModel: 'anthropic/claude-haiku-4.5', text: 'The first.' },
    { onModel: 'openai/gpt-5-mini', text: 'The second.' },
    { onModel: 'google/gemini-3-flash-preview', text: 'The third.' }
  )
  await setup.run(3).dblclick()
  await page.waitForURL(/\/compare\/[0-9a-f-]+$/)
  const compare = new CompareDriver(page)
  await compare.ended('A', 'B', 'C')
  await expect(compare.lane('B').getByText('The second.')).toBeVisible()
  const requests = (await simulator.requests()).map(({ body }) => body)
  expect(requests, 'a double click starts it once').toHaveLength(3)
  expect(requests).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ model: 'anthropic/claude-haiku-4.5', temperature: 0.5 }),
      expect.objectContaining({ model: 'openai/gpt-5-mini', messages: expect.arrayContaining([{ role: 'system', content: 'Be brief.' }]) }),
      expect.objectContaining({ model: 'google/gemini-3-flash-preview', max_tokens: 900 })
    ])
  )

  await setup.open()
  const row = setup.record.getByRole('link', { name: 'Which harbour lies north?' })
  await expect(row).toBeVisible()
  await page
    .getByRole('searchbox', { name: 'Search comparisons' })
    .or(page.getByLabel('Search comparisons'))
    .first()
    .fill('nowhere to be found')
  await expect(row).toBeHidden()
  await expect(page).toHaveURL(/query=/)
  await page.getByLabel('Search comparisons').first().fill('harbour')
  await expect(row).toBeVisible()

  await simulator.script({ text: 'Again one.' }, { text: 'Again two.' }, { text: 'Again three.' })
  await setup.choose('Which harbour lies north?', 'Rerun as it was')
  await page.waitForURL(/\/compare\/[0-9a-f-]+$/)
  await compare.ended('A', 'B', 'C')
  expect(
    (await simulator.requests())
      .slice(3)
      .map(({ body }) => Reflect.get(Object(body), 'model'))
      .sort()
  ).toEqual(['anthropic/claude-haiku-4.5', 'google/gemini-3-flash-preview', 'openai/gpt-5-mini'])
})

test('a set of lanes is saved and loaded; a lane can be removed down to two', async ({ page, simulator: _simulator }) => {
  const setup = new CompareSetupDriver(page)
  await setup.open()
  await setup.chooseModel('A', 'Claude Opus 5')
  await page.getByRole('button', { name: 'Save these lanes', exact: true }).click()
  await page.getByRole('textbox', { name: 'Name of these lanes' }).fill('Opus and another')
  await page.keyboard.press('Enter')
  const load = page.getByRole('button', { name: 'Load Opus and another' })
  await expect(load).toBeVisible()
  await setup.chooseModel('A', 'Claude Haiku 4.5')
  await load.click()
  await expect(setup.lane('A').getByRole('button', { name: 'Lane A, model: Claude Opus 5' })).toBeVisible()
  await page.getByRole('button', { name: 'Delete Opus and another' }).click()
  await expect(load).toBeHidden()
  await expect(page.getByRole('button', { name: 'Remove lane A' })).toBeDisabled()
})

test('on a phone nothing is wider than the screen', async ({ page, simulator: _simulator }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  const setup = new CompareSetupDriver(page)
  await setup.open()
  await expect(setup.run(2)).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
})
