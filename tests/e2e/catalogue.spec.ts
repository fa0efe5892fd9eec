/** The models are known when OpenRouter cannot be asked. Scripted: OpenRouter, whose list of models fails after a restart. */
import { SimulatorControl } from '../../lib/simulator/simulator-control.ts'
import { startApp, temporaryDataDirectory } from '../../scripts/app-server.mjs'
import { restartedOrigin, restartedPort, simulatorOrigin } from '../setup/e2e-addresses.ts'
import { expect, test } from '../setup/e2e-test.ts'
import { switchTitlesOff } from '../setup/switch-titles-off.ts'

const key = 'sk-or-v1-catalogue'

test.use({ baseURL: restartedOrigin })

test('the picker works from the list on disk and says how old it is', async ({ chat, page, guard: _guard }) => {
  test.setTimeout(120_000)
  const simulator = new SimulatorControl(simulatorOrigin, key)
  await simulator.script({ text: 'At your service.' })
  const dataDirectory = temporaryDataDirectory()
  const start = () =>
    startApp({ port: restartedPort, dataDirectory, env: { OPENROUTER_API_KEY: key, OPENROUTER_BASE_URL: `${simulatorOrigin}/api/v1` } })
  let app = await start()
  const age = page.getByText(/^Prices from \d+ \w+, OpenRouter is unreachable$/)
  try {
    await switchTitlesOff(restartedOrigin)
    await chat.open()
    await page.getByRole('button', { name: /^Model: / }).click()
    const models = page.getByRole('listbox', { name: 'Models' })
    await expect(models.getByRole('option').filter({ hasText: 'Kimi K3' })).toBeVisible()
    const before = await models.getByRole('option').count()
    await expect(age).toBeHidden()
    await page.goto('about:blank')
    expect(await app.stop()).toBe(0)

    await simulator.fault({ path: '/models', status: 503, times: 100 })
    app = await start()
    await chat.open()
    await page.getByRole('button', { name: /^Model: / }).click()
    await expect(age).toBeVisible()
    await expect(models.getByRole('option')).toHaveCount(before)
    await page.getByRole('combobox', { name: 'Search models' }).fill('kimi k3')
    await page.keyboard.press('Enter')
    await chat.converse('Are you there?')
    await expect(chat.answer().getByText('At your service.')).toBeVisible()
    expect((await simulator.requests())[0]?.body).toMatchObject({ model: 'moonshotai/kimi-k3' })
  } finally {
    await page.goto('about:blank')
    await app.stop()
  }
})
