/** A chat of hundreds of messages: its end comes first, the rest by and by, and nothing of it is out of reach. Real: all but OpenRouter. */
import path from 'node:path'
import { localUserId } from '../../lib/auth/local-user.ts'
import { startApp, temporaryDataDirectory } from '../../scripts/app-server.mjs'
import { firstWords, writeLongChat } from '../bench/long-chat.ts'
import { e2eKey, restartedOrigin, restartedPort, simulatorOrigin } from '../setup/e2e-addresses.ts'
import { expect, test } from '../setup/e2e-test.ts'
import { switchTitlesOff } from '../setup/switch-titles-off.ts'

const messages = 240
const atFirst = 40

test.use({ baseURL: restartedOrigin })

test('of a long chat the end is drawn first; what is far is found, reached by its address, and drawn when it comes near', async ({
  chat,
  page,
  simulator
}) => {
  test.setTimeout(180_000)
  const options = {
    dataDirectory: temporaryDataDirectory(),
    port: restartedPort,
    env: { OPENROUTER_API_KEY: e2eKey, OPENROUTER_BASE_URL: `${simulatorOrigin}/api/v1` }
  }
  const first = await startApp(options)
  await switchTitlesOff(restartedOrigin)
  await first.stop()
  const conversationId = writeLongChat(path.join(options.dataDirectory, 'steno.db'), localUserId, messages)
  const app = await startApp(options)
  try {
    const served = await (await page.request.get(`/c/${conversationId}`)).text()
    expect(served.match(/<article /g)).toHaveLength(atFirst)
    expect(served).toContain(`aria-label="Question ${messages / 2}"`)
    expect(served).not.toContain(firstWords)

    await page.goto(`/c/${conversationId}`)
    const entries = page.getByRole('article')
    const far = page.locator('[data-far]')
    await expect(entries).toHaveCount(messages)
    await expect(chat.answer(messages / 2)).toBeInViewport()
    expect(await far.count(), 'what is not near is its text alone').toBeGreaterThan(messages / 2)
    const isFound = await page.evaluate(words => Reflect.get(window, 'find')(words) as boolean, firstWords)
    expect(isFound, 'by the browser’s own search').toBe(true)

    await page.goto(`/c/${conversationId}#a3`)
    await page.reload()
    await expect(chat.answer(3)).toBeInViewport()
    await expect(chat.answer(3).getByRole('table').or(chat.answer(3).getByRole('heading')).first()).toBeVisible()
    await expect(chat.answer(3)).not.toHaveAttribute('data-far')
    expect(await far.count(), 'the middle of the chat is still far').toBeGreaterThan(messages / 2)

    await simulator.script({ text: 'It goes on.' })
    await chat.ask('And on?')
    await expect(chat.answer(messages / 2 + 1).getByText('It goes on.')).toBeVisible()
    await expect(entries).toHaveCount(messages + 2)
  } finally {
    // What the page still listens to would complain of a server that goes.
    await page.goto('about:blank')
    await app.stop()
  }
})
