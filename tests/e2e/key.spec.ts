/** Entering, using and removing a key by hand (S1). Scripted: OpenRouter, which accepts every key but `sk-or-v1-bad…`. */
import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { SimulatorControl } from '../../lib/simulator/simulator-control.ts'
import { demoOrigin, simulatorOrigin } from '../setup/e2e-addresses.ts'
import { expect, test } from '../setup/e2e-test.ts'

test.use({ baseURL: demoOrigin })

// Whatever a failed test left: the other tests of this app expect none.
test.afterEach(async ({ request }) => {
  await request.delete('/api/settings/key', { headers: { origin: demoOrigin } })
})

/** Everything that the server sends from now on: headers and bodies, and the events of the endless stream. */
async function recordAnswers(page: Page): Promise<string[]> {
  const answers: string[] = []
  const session = await page.context().newCDPSession(page)
  session.on('Network.eventSourceMessageReceived', ({ data }) => answers.push(data))
  await session.send('Network.enable')
  await page.route('**/*', async route => {
    if (route.request().url().endsWith('/api/events')) return await route.continue()
    try {
      const response = await route.fetch()
      const body = await response.body()
      answers.push(JSON.stringify(response.headers()), body.toString())
      await route.fulfill({ response, body })
    } catch (error) {
      // The page was left while it still asked: nothing of the answer reached it.
      if (!/disposed|closed/.test(String(error))) throw error
    }
  })
  return answers
}

test('a wrong key is refused and not stored; a right one leaves the demo and is never sent back', async ({
  chat,
  guard,
  page,
  request
}) => {
  guard.expectConsole(/status of 422/)
  const demo = page.getByRole('complementary', { name: 'Demo mode' })
  const field = page.getByRole('textbox', { name: 'OpenRouter key' })
  const save = page.getByRole('button', { name: 'Save key' })
  await chat.open()

  await save.click()
  await expect(page.getByRole('alert').filter({ hasText: 'Paste a key first.' })).toBeVisible()
  await field.fill(`sk-or-v1-bad${randomBytes(16).toString('hex')}`)
  await save.click()
  await expect(page.getByRole('alert').filter({ hasText: 'OpenRouter does not accept this key.' })).toBeVisible()
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await expect(demo).toBeVisible()
  expect(await (await request.get('/api/settings')).json()).toMatchObject({ upstream: 'demo', key: { source: 'none' } })

  const key = `sk-or-v1-good${randomBytes(32).toString('hex')}`
  const simulator = new SimulatorControl(simulatorOrigin, key)
  await simulator.script({ text: 'Hello from the other side.' })
  const answers = await recordAnswers(page)
  await field.fill(key)
  await save.click()
  await expect(demo).toBeHidden()
  await expect(page.getByRole('button', { name: 'Model: Claude Sonnet 5' })).toBeVisible()
  await chat.converse('Is anybody there?')
  await expect(chat.answer().getByText('Hello from the other side.')).toBeVisible()
  const streamed = (await simulator.requests()).filter(({ headers }) => headers.accept === 'text/event-stream')
  expect(streamed).toHaveLength(1)

  await page.reload()
  await chat.sidebar.getByRole('link', { name: 'Settings' }).click()
  await expect(page.getByRole('region', { name: 'OpenRouter key' }).getByText(`…${key.slice(-4)}`)).toBeVisible()
  await page.reload()
  await expect(page.getByRole('button', { name: 'Replace key' })).toBeVisible()
  const content = await page.content()
  const everything = [...answers, content].join('\n')
  expect(everything).toContain('Hello from the other side.')
  expect(everything).toContain('"type":"turn"')
  expect(everything.includes(key), 'the key in what the server sent').toBe(false)
  expect(everything.includes(key.slice('sk-or-v1-'.length, -8)), 'a piece of it').toBe(false)

  await page.getByRole('button', { name: 'Remove key' }).click()
  await expect(field).toBeVisible()
  await expect(demo).toBeVisible()
  expect(await (await request.get('/api/settings')).json()).toMatchObject({ upstream: 'demo', key: { source: 'none' } })
  // What the page still asks for is nobody's.
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})
