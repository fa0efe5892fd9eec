/** Comparisons set up and started. Scripted: OpenRouter. */
import { expect, test } from '../setup/e2e-test.ts'
import { png, wav } from '../setup/sample-files.ts'
import { bodiesOf, CompareSetupDriver, comparisonUrl } from './compare-setup-driver.ts'
import { expectAccessible, sidewaysPixels } from './expect-accessible.ts'
import { give } from './give-file.ts'

test('three lanes are set up from nothing, survive a reload, and are asked exactly what they were set to', async ({ page, simulator }) => {
  const setup = new CompareSetupDriver(page)
  await simulator.script(
    { onModel: 'anthropic/claude-sonnet-5', text: 'One.' },
    { onModel: 'openai/gpt-5-mini', text: 'Two.' },
    { onModel: 'deepseek/deepseek-v4-pro', text: 'Three.' }
  )
  await page.goto('/')
  await page.getByRole('link', { name: 'Compare', exact: true }).click()
  await expect(page).toHaveURL('/compare')
  await expect(setup.lanes).toHaveCount(2)
  await expect(page.getByRole('button', { name: 'Remove lane A' })).toBeDisabled()

  await setup.question.fill('Which of you\nis exact?')
  await setup.set('A', 'Thinking budget', '2,048')
  await setup.set('A', 'Cap in dollars', '0.25')
  await setup.chooseModel('B', 'GPT-5 Mini')
  await setup.chooseEffort('B', 'Low')
  await setup.set('B', 'Temperature', '0.7')
  await setup.set('B', 'System prompt', 'Be exact.')
  await page.getByRole('button', { name: 'Add lane' }).click()
  await expect(setup.lane('C').getByRole('button', { name: 'Lane C, model: GPT-5 Mini' }), 'a new lane is like the last one').toBeVisible()
  await setup.chooseModel('C', 'DeepSeek V4 Pro')
  await setup.lane('C').getByRole('button', { name: 'Lane C, any provider' }).click()
  await expect(setup.lane('C').getByRole('textbox', { name: 'Providers' })).toBeFocused()
  await page.keyboard.type('DeepSeek')
  await setup.set('C', 'Longest answer', '300')
  await setup.set('C', 'Temperature', '')
  await setup.set('C', 'System prompt', '')
  await setup.chooseEffort('C', 'Model’s default')

  await page.reload()
  await expect(setup.question).toHaveValue('Which of you\nis exact?')
  await expect(setup.lane('A').getByRole('button', { name: 'Lane A, thinking budget: 2,048 tokens' })).toBeVisible()
  await expect(setup.lane('A').getByRole('button', { name: 'Lane A, cap: $0.25' })).toBeVisible()
  await expect(setup.lane('C').getByRole('button', { name: 'Lane C, providers: DeepSeek' })).toBeVisible()

  await setup.run(3).dblclick()
  await expect(page).toHaveURL(comparisonUrl)
  await expect.poll(async () => (await simulator.requests()).length).toBe(3)
  const sent = bodiesOf(await simulator.requests())
  const question = { role: 'user', content: 'Which of you\nis exact?' }
  expect(sent['anthropic/claude-sonnet-5']).toMatchObject({ reasoning: { max_tokens: 2048 } })
  expect(sent['openai/gpt-5-mini']).toMatchObject({ reasoning: { effort: 'low' }, temperature: 0.7 })
  expect(JSON.stringify(sent['openai/gpt-5-mini']?.messages)).toContain('Be exact.')
  expect(sent['deepseek/deepseek-v4-pro']).toMatchObject({ provider: { only: ['deepseek'] }, max_tokens: 300, messages: [question] })
  for (const model of ['anthropic/claude-sonnet-5', 'openai/gpt-5-mini']) {
    expect(sent[model]).not.toHaveProperty('provider')
    expect(sent[model]?.messages).toContainEqual(expect.objectContaining({ role: 'user' }))
  }
  for (const model of ['anthropic/claude-sonnet-5', 'deepseek/deepseek-v4-pro']) {
    expect(sent[model]).not.toHaveProperty('temperature')
    expect(JSON.stringify(sent[model]?.messages)).not.toContain('Be exact.')
  }
  expect(sent['deepseek/deepseek-v4-pro']).not.toHaveProperty('reasoning')

  await setup.open()
  await expect(setup.question, 'what was asked is not asked again').toHaveValue('')
  await expect(setup.lanes, 'the lanes stay for the next question').toHaveCount(3)
  await expect(setup.record.getByRole('link', { name: 'Which of you is exact?' })).toHaveCount(1)
})

test('each lane and all together say what they may cost', async ({ page }) => {
  const setup = new CompareSetupDriver(page)
  await setup.open()
  // No test asks them: there is nothing to learn from, and the range is that of the list price.
  await setup.chooseModel('A', 'GPT-5.6 Luna')
  await setup.chooseModel('B', 'GPT-4.1 Mini')
  await setup.question.fill('x'.repeat(4000))
  // 1,000 tokens at $0.4 and 150 to 4,000 at $1.6 per million.
  await expect(setup.lane('B')).toContainText('$0.0006–0.0068')
  const dearer = await setup.lane('A').getByText(/^≈/).textContent()
  await setup.chooseEffort('A', 'High')
  await expect(setup.lane('A').getByText(/^≈/)).not.toHaveText(dearer ?? '')
  await setup.set('A', 'Cap in dollars', '0.01')
  await expect(setup.lane('A')).toContainText('–0.01')
  await expect(setup.total).toContainText('–0.017')

  await setup.set('B', 'Longest answer', 'many')
  await setup.lane('B').getByRole('textbox', { name: 'Temperature' }).focus()
  await expect(setup.lane('B').getByText('Whole, from 1 to 10,000,000.')).toBeVisible()
  await setup.run(2).click()
  await expect(page.getByText('Lane B has a setting that cannot be read.')).toBeVisible()
  await expect(setup.lane('B').getByRole('textbox', { name: 'Longest answer' })).toBeFocused()
})

test('a run that is refused or lost keeps everything, says so, and starts once', async ({ page, simulator, guard }) => {
  const setup = new CompareSetupDriver(page)
  await setup.open()
  await setup.run(2).click()
  await expect(page.getByText('There is no question yet.')).toBeVisible()
  await expect(setup.question).toBeFocused()

  await setup.question.fill('Will you be lost?')
  await setup.chooseModel('A', 'GPT-5 Mini')
  await setup.chooseModel('B', 'GPT-5 Nano')
  guard.expectConsole(/503/)
  await page.route('**/api/conversations', route =>
    route.fulfill({ status: 503, json: { error: { code: 'busy', message: 'Steno is busy. Try again in a moment.', requestId: 'r' } } })
  )
  await setup.question.press('Control+Enter')
  await expect(page.getByText('Steno is busy. Try again in a moment.')).toBeVisible()
  await expect(setup.question).toHaveValue('Will you be lost?')
  await page.unroute('**/api/conversations')

  await simulator.script({ onModel: 'openai/gpt-5-mini', text: 'No.' }, { onModel: 'openai/gpt-5-nano', text: 'Never.' })
  guard.expectConsole(/ERR_FAILED/)
  await page.route('**/api/conversations', async route => {
    await route.fetch()
    await route.abort()
  })
  await setup.run(2).click()
  await expect(page.getByText('No connection to Steno.', { exact: false })).toBeVisible()
  await page.unroute('**/api/conversations')
  await expect(setup.question).toHaveValue('Will you be lost?')
  await setup.run(2).click()
  await expect(page).toHaveURL(comparisonUrl)
  await expect.poll(async () => (await simulator.requests()).length).toBe(2)
  await setup.open()
  await expect(setup.record.getByRole('link', { name: 'Will you be lost?' })).toHaveCount(1)
  expect(await simulator.requests()).toHaveLength(2)
})

test('lanes are saved under a name, loaded, deleted and brought back', async ({ page }) => {
  const setup = new CompareSetupDriver(page)
  const saved = page.getByRole('region', { name: 'Saved lanes' })
  await setup.open()
  await setup.chooseModel('A', 'Kimi K3')
  await setup.chooseModel('B', 'Grok 4.5')
  await setup.set('B', 'Temperature', '1.5')
  await page.getByRole('button', { name: 'Save these lanes' }).click()
  await page.getByRole('textbox', { name: 'Name of these lanes' }).fill('Two strangers')
  await page.keyboard.press('Enter')
  await expect(saved.getByRole('button', { name: 'Load Two strangers' })).toContainText('A Kimi K3 · B Grok 4.5')

  await page.getByRole('button', { name: 'Add lane' }).click()
  await setup.chooseModel('A', 'GLM 5.2')
  await page.reload()
  await expect(setup.lanes).toHaveCount(3)
  await saved.getByRole('button', { name: 'Load Two strangers' }).click()
  await expect(setup.lanes).toHaveCount(2)
  await expect(setup.lane('A').getByRole('button', { name: 'Lane A, model: Kimi K3' })).toBeVisible()
  await setup.lane('B').getByRole('button', { name: 'Lane B, settings' }).click()
  await expect(setup.lane('B').getByRole('textbox', { name: 'Temperature' })).toHaveValue('1.5')
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click()
  await expect(setup.lane('A').getByRole('button', { name: 'Lane A, model: GLM 5.2' })).toBeVisible()

  await saved.getByRole('button', { name: 'Delete Two strangers' }).click()
  await expect(saved).toHaveCount(0)
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click()
  await expect(saved.getByRole('button', { name: 'Load Two strangers' })).toBeVisible()
  await saved.getByRole('button', { name: 'Delete Two strangers' }).click()
  await expect(saved).toHaveCount(0)
  await page.reload()
  await expect(setup.lanes).toHaveCount(3)
  await expect(saved).toHaveCount(0)
})

test('files come by button, paste and drop; what a model cannot read is said before it runs', async ({ page, simulator }) => {
  const setup = new CompareSetupDriver(page)
  const attachments = page.getByRole('list', { name: 'Attachments' })
  await setup.open()
  await setup.chooseModel('A', 'GPT-5 Mini')
  await setup.chooseModel('B', 'DeepSeek V4 Pro')
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Attach files' }).click()
  await (await choosing).setFiles({ name: 'chart.png', mimeType: 'image/png', buffer: Buffer.from(png(8, 8, 90)) })
  await expect(attachments).toContainText('chart.png')
  await give(setup.question, 'paste', { name: 'pasted.png', type: 'image/png', bytes: png(9, 9, 30) })
  await expect(attachments).toContainText('pasted.png')
  await give(setup.question, 'drop', { name: 'sound.wav', type: 'audio/wav', bytes: wav() })
  await expect(attachments).toContainText('WAV')
  await give(setup.question, 'drop', { name: 'program.txt', type: 'text/plain', bytes: new Uint8Array([127, 69, 76, 70, 0]) })
  await expect(attachments.getByRole('alert')).toContainText('Steno takes PNG')
  await page.getByRole('button', { name: 'Dismiss program.txt' }).click()

  await expect(setup.lane('B').getByText('This model cannot read images or sound.', { exact: false })).toBeVisible()
  await setup.run(2).click()
  await expect(page.getByText(/^Lane [AB] cannot read/)).toBeVisible()
  expect(await simulator.requests()).toHaveLength(0)
  await page.getByRole('button', { name: 'Remove sound.wav' }).click()
  await expect(setup.lane('A').getByText('This model cannot read', { exact: false })).toHaveCount(0)
  await setup.chooseModel('B', 'Kimi K3')
  await page.getByRole('button', { name: 'Remove pasted.png' }).click()
  await page.reload()
  await expect(attachments.getByRole('listitem')).toHaveCount(1)

  await simulator.script({ onModel: 'openai/gpt-5-mini', text: 'A chart.' }, { onModel: 'moonshotai/kimi-k3', text: 'Grey.' })
  await setup.run(2).click()
  await expect(page).toHaveURL(comparisonUrl)
  await expect.poll(async () => (await simulator.requests()).length).toBe(2)
  for (const { body } of await simulator.requests()) expect(JSON.stringify(body)).toContain('data:image/png;base64,')
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test('axe finds nothing, with everything open', async ({ page }) => {
      const setup = new CompareSetupDriver(page)
      await setup.open()
      await setup.question.fill('Is this accessible?')
      await setup.chooseModel('A', 'DeepSeek V4 Pro')
      await setup.set('A', 'Cap in dollars', 'much')
      await setup.set('B', 'Providers', 'Groq')
      await page.setInputFiles('input[type=file]', [
        { name: 'chart.png', mimeType: 'image/png', buffer: Buffer.from(png()) },
        { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('text') }
      ])
      await expect(page.getByRole('button', { name: 'Remove chart.png' })).toBeVisible()
      await page.getByRole('button', { name: 'Save these lanes' }).click()
      await setup.run(2).click()
      await expect(page.getByRole('alert').first()).toBeVisible()
      await expectAccessible(page, 'compare')
    })
  })
}

for (const width of [390, 320]) {
  test.describe(`${width} px`, () => {
    test.use({ viewport: { width, height: 844 }, hasTouch: true, isMobile: true })

    test('a comparison is set up by touch, and nothing is wider than the screen', async ({ page, simulator }) => {
      const setup = new CompareSetupDriver(page)
      await setup.open()
      const question = `Does it fit into ${width} pixels with ${'averylongword'.repeat(8)}?`
      await setup.question.fill(question)
      await setup.chooseModel('A', 'GPT-5 Mini')
      await setup.chooseModel('B', 'GPT-5 Nano')
      await setup.set('B', 'Providers', 'OpenAI, Amazon Bedrock, Google Vertex')
      await setup.set('B', 'Cap in dollars', '1234.5678')
      await page.setInputFiles('input[type=file]', { name: `${'long'.repeat(20)}.png`, mimeType: 'image/png', buffer: Buffer.from(png()) })
      await expect(page.getByRole('button', { name: /^Remove long/ })).toBeVisible()
      expect(await sidewaysPixels(page)).toBe(0)
      await setup.set('B', 'Providers', '')
      await simulator.script({ onModel: 'openai/gpt-5-mini', text: 'Yes.' }, { onModel: 'openai/gpt-5-nano', text: 'It does.' })
      await setup.run(2).tap()
      await expect(page).toHaveURL(comparisonUrl)
      await setup.open()
      await expect(setup.record.getByRole('link').first()).toBeVisible()
      expect(await sidewaysPixels(page)).toBe(0)
    })
  })
}
