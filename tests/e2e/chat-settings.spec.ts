/** What is set of one chat: kept with it, sent with every next question of it, and of no other. */
import { expect, test } from '../setup/e2e-test.ts'
import { expectAccessible, sidewaysPixels } from './expect-accessible.ts'
import { SettingsDriver } from './settings-driver.ts'

test('instructions, parameters and reasoning go with every next question, through a reload, and with no other chat', async ({
  chat,
  page,
  simulator
}) => {
  const settings = new SettingsDriver(page)
  await simulator.script({ text: 'One.' }, { text: 'Two.' }, { text: 'Three.' }, { text: 'Four.' })
  await chat.open()
  await chat.chooseModel('Claude Sonnet 5')
  await chat.converse('Before anything is set')

  await settings.open()
  await settings.section('Instructions').getByRole('textbox', { name: 'System prompt' }).fill('Answer in one word.')
  await settings.parameter('Temperature').fill('0.3')
  await settings.parameter('Longest answer').fill('4,000')
  await settings.section('Reasoning').getByRole('textbox', { name: 'Thinking budget' }).fill('2048')
  await settings.parameter('Top P').fill('3')
  await settings.parameter('Top K').focus()
  await expect(settings.sheet.getByRole('alert')).toHaveText('From 0 to 1.')
  await settings.parameter('Top P').fill('0.9')
  await expect(
    settings.section('Parameters').getByText(/0\.3 is kept and not sent: Claude Sonnet 5 does not take it while it thinks/)
  ).toBeVisible()
  await settings.close()
  await expect(page.getByRole('button', { name: 'Chat settings, 5 set' })).toBeVisible()

  await chat.ask('With everything')
  await chat.ended(2)
  await page.reload()
  await expect(page.getByRole('button', { name: 'Chat settings, 5 set' })).toBeVisible()
  await chat.ask('And after a reload')
  await chat.ended(3)
  await page.getByRole('button', { name: 'New chat', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Chat settings', exact: true })).toBeVisible()
  await chat.converse('Elsewhere')

  const bodies = (await simulator.requests()).map(({ body }) => body)
  const [before, first, second, elsewhere] = bodies
  for (const body of [first, second]) {
    expect(body).toMatchObject({ top_p: 0.9, reasoning: { max_tokens: 2048 }, max_tokens: 4000 })
    // Anthropic takes no other temperature while the model thinks.
    expect(body).not.toHaveProperty('temperature')
    expect(JSON.stringify(body)).toContain('Answer in one word.')
  }
  for (const body of [before, elsewhere]) {
    expect(body).not.toHaveProperty('top_p')
    expect(JSON.stringify(body)).not.toContain('Answer in one word.')
  }
})

test('what the model does not take is not offered; what was set is kept, said to be not sent, and sent again later', async ({
  chat,
  page,
  simulator
}) => {
  const settings = new SettingsDriver(page)
  await simulator.script({ text: 'One.' }, { text: 'Two.' }, { text: 'Three.' })
  await chat.open()
  await chat.chooseModel('DeepSeek V4 Flash')
  await settings.open()
  await settings.parameter('Temperature').fill('0.3')
  await settings.parameter('Seed').fill('7')
  await settings.close()
  await chat.converse('In a new chat, before its first question')

  await chat.chooseModel('GPT-5 Mini')
  await expect(page.getByText('Not sent to GPT-5 Mini: temperature')).toBeVisible()
  await settings.open()
  await expect(settings.parameter('Seed')).toHaveValue('7')
  await expect(settings.parameter('Temperature')).toBeHidden()
  await expect(settings.section('Parameters').getByText(/0\.3 is kept and not sent: GPT-5 Mini does not take it/)).toBeVisible()
  await settings.close()
  await chat.ask('Without it')
  await chat.ended(2)
  await page.reload()
  await chat.chooseModel('DeepSeek V4 Flash')
  await chat.ask('And with it again')
  await chat.ended(3)

  const [first, second, third] = (await simulator.requests()).map(({ body }) => body)
  expect(first).toMatchObject({ temperature: 0.3, seed: 7 })
  expect(second).toMatchObject({ model: 'openai/gpt-5-mini', seed: 7 })
  expect(second).not.toHaveProperty('temperature')
  expect(third).toMatchObject({ temperature: 0.3, seed: 7 })
})

test('providers are chosen from those who serve the model now, and fallbacks from all models', async ({ chat, page, simulator }) => {
  const settings = new SettingsDriver(page)
  await simulator.script({ text: 'One.' }, { text: 'Two.' })
  await chat.open()
  await chat.chooseModel('Claude Sonnet 5')
  await settings.open()
  const providers = settings.section('Providers')
  const bedrock = providers.getByRole('listitem', { name: 'Amazon Bedrock' })
  await expect(bedrock).toContainText('$2 in, $10 out / 1M')
  await expect(bedrock).toContainText('1M context')
  await expect(bedrock).toContainText('99.5 % up')
  await providers.getByRole('button', { name: 'Prefer Anthropic' }).click()
  await providers.getByRole('button', { name: 'Prefer Amazon Bedrock' }).click()
  await providers.getByRole('button', { name: 'Try Amazon Bedrock earlier' }).click()
  await providers.getByRole('button', { name: 'Never Google' }).click()
  await providers.getByText('Price', { exact: true }).click()
  for (const wish of [
    'Fall back to other providers',
    'Only providers that know every parameter',
    'Only endpoints with zero data retention',
    'Only providers that do not collect data'
  ]) {
    await providers.getByText(wish).click()
  }
  await providers.getByRole('textbox', { name: 'Highest price in' }).fill('3')
  await providers.getByRole('textbox', { name: 'Highest price out' }).fill('12.5')
  const fallbacks = settings.section('Fallback models')
  await fallbacks.getByRole('button', { name: 'Add a fallback' }).click()
  const search = page.getByRole('combobox', { name: 'Search models' })
  await search.fill('Kimi K3')
  await search.press('Enter')
  await expect(fallbacks.getByRole('button', { name: 'Fallback 1: Kimi K3' })).toBeVisible()
  await settings.close()
  await chat.converse('Go')

  await page.reload()
  await settings.open()
  await expect(providers.getByRole('button', { name: 'Prefer Amazon Bedrock' })).toHaveAttribute('aria-pressed', 'true')
  await providers.getByRole('button', { name: 'Only Amazon Bedrock' }).click()
  await settings.close()
  await chat.ask('Again')
  await chat.ended(2)

  const [first, second] = (await simulator.requests()).map(({ body }) => body)
  const policy = {
    ignore: ['google-vertex'],
    sort: 'price',
    allow_fallbacks: false,
    require_parameters: true,
    zdr: true,
    data_collection: 'deny',
    max_price: { prompt: 3, completion: 12.5 }
  }
  expect(first).toMatchObject({ provider: { ...policy, order: ['amazon-bedrock', 'anthropic'] }, models: ['moonshotai/kimi-k3'] })
  expect(second).toMatchObject({ provider: { ...policy, order: ['anthropic'], only: ['amazon-bedrock'] } })
})

test('a preset is saved, used in another chat, renamed and deleted', async ({ chat, page, simulator }) => {
  const settings = new SettingsDriver(page)
  const presets = settings.section('Presets')
  await simulator.script({ text: 'One.' })
  await chat.open()
  await chat.chooseModel('DeepSeek V4 Flash')
  await settings.open()
  await settings.parameter('Min P').fill('0.05')
  await presets.getByRole('textbox', { name: 'Save these settings as' }).fill('Careful')
  await presets.getByRole('button', { name: 'Save preset' }).click()
  await expect(presets.getByRole('button', { name: 'Use Careful' })).toBeVisible()
  await settings.close()

  await page.reload()
  await chat.chooseModel('Claude Sonnet 5')
  await settings.open()
  await expect(settings.parameter('Temperature')).toHaveValue('')
  await presets.getByRole('button', { name: 'Rename Careful' }).click()
  await presets.getByRole('textbox', { name: 'Title' }).fill('Most careful')
  await page.keyboard.press('Enter')
  await presets.getByRole('button', { name: 'Use Most careful' }).click()
  await expect(settings.parameter('Min P')).toHaveValue('0.05')
  await presets.getByRole('button', { name: 'Delete Most careful' }).click()
  await expect(presets.getByRole('button', { name: 'Use Most careful' })).toBeHidden()
  await settings.close()
  await chat.converse('Go')
  expect((await simulator.requests())[0]?.body).toMatchObject({ model: 'deepseek/deepseek-v4-flash', min_p: 0.05 })
})

test('without a network what is set holds on the page, and is saved once it is back', async ({ chat, context, guard, page, simulator }) => {
  guard.expectConsole(/ERR_INTERNET_DISCONNECTED/)
  const settings = new SettingsDriver(page)
  await simulator.script({ text: 'One.' }, { text: 'Two.' })
  await chat.open()
  await chat.chooseModel('DeepSeek V4 Flash')
  await chat.converse('Begin')
  await settings.open()
  await context.setOffline(true)
  await settings.parameter('Temperature').fill('0.3')
  await settings.close()
  const notice = page.getByRole('alert').filter({ hasText: 'Settings not saved' })
  await expect(notice).toBeVisible()
  await expect(page.getByRole('button', { name: 'Chat settings, 1 set' })).toBeVisible()
  await context.setOffline(false)
  await notice.getByRole('button', { name: 'Reconnect' }).click()
  await expect(notice).toBeHidden()
  const saved = async () =>
    (await (await page.request.get(`/api${new URL(page.url()).pathname.replace('/c/', '/conversations/')}`)).json()).settings
  await expect.poll(saved).toMatchObject({ temperature: 0.3 })
  await page.reload()
  await chat.ask('Go on')
  await chat.ended(2)
  expect((await simulator.requests())[1]?.body).toMatchObject({ temperature: 0.3 })
})

for (const [colorScheme, width] of [
  ['light', 1280],
  ['dark', 320]
] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, viewport: { width, height: 800 } })

    test(`axe finds nothing in the sheet and the picker, ${width} pixels wide`, async ({ chat, page }) => {
      const settings = new SettingsDriver(page)
      await chat.open()
      await settings.open()
      await settings.section('Providers').getByRole('button', { name: 'Prefer Anthropic' }).click()
      await settings.parameter('Top P').fill('3')
      await settings.parameter('Temperature').fill('0.3')
      await expectAccessible(page, 'the sheet', { within: 'dialog' })
      expect(
        await settings.sheet
          .locator(':scope > div')
          .last()
          .evaluate(box => box.scrollWidth - box.clientWidth)
      ).toBe(0)
      await settings.close()
      expect(await sidewaysPixels(page)).toBe(0)
      await page.getByRole('button', { name: /^Model: / }).click()
      await page.getByRole('button', { name: 'Images' }).click()
      await expectAccessible(page, 'the picker', { within: '[aria-label="Choose a model"]' })
    })
  })
}
