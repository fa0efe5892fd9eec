/** Connecting with OpenRouter instead of pasting a key (S1). Scripted: OpenRouter's page and its exchange of the code. */
import { demoOrigin, simulatorOrigin } from '../setup/e2e-addresses.ts'
import { expect, test } from '../setup/e2e-test.ts'

test.use({ baseURL: demoOrigin })

// Whatever a failed test left: the other tests of this app expect none.
test.afterEach(async ({ request }) => {
  await request.delete('/api/settings/key', { headers: { origin: demoOrigin } })
})

test('on the first run, in Settings, and what came back wrong', async ({ chat, guard, page }) => {
  guard.allowOrigin(simulatorOrigin)
  const demo = page.getByRole('complementary', { name: 'Demo mode' })
  const connect = page.getByRole('button', { name: 'Connect with OpenRouter' })
  await chat.open()
  await connect.click()
  await expect(page.getByRole('heading', { name: 'Authorize 127.0.0.1' })).toBeVisible()
  const authorise = page.getByRole('link', { name: 'Authorize' })
  const used = (await authorise.getAttribute('href')) ?? ''
  await authorise.click()
  await expect(page).toHaveURL(`${demoOrigin}/`)
  await expect(demo).toBeHidden()
  await expect(page.getByRole('button', { name: 'Model: Claude Sonnet 5' })).toBeVisible()

  await chat.sidebar.getByRole('link', { name: 'Settings' }).click()
  const section = page.getByRole('region', { name: 'OpenRouter key' })
  await expect(section.getByRole('definition')).toHaveText([/^sk-or-v1/, /^…[\da-f]{4}$/, '$100.00', '$100.00', '$100.00'])

  await page.goto(used)
  await expect(page).toHaveURL(`${demoOrigin}/settings?connect=expired`)
  await expect(section.getByRole('alert')).toContainText('Nothing was stored; connect again.')
  await section.getByRole('button', { name: 'Remove key' }).click()
  await expect(demo).toBeVisible()
  await connect.click()
  await authorise.click()
  await expect(page).toHaveURL(`${demoOrigin}/settings`)
  await expect(section.getByRole('button', { name: 'Replace key' })).toBeVisible()
  expect(await page.content()).not.toMatch(/sk-or-v1-[\da-f]{20}/)
})
