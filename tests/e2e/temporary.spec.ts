/** A temporary chat as somebody uses it: everything of a chat but its record (B15). Scripted: OpenRouter. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { SimulatorControl } from '../../lib/simulator/simulator-control.ts'
import { startApp, temporaryDataDirectory } from '../../scripts/app-server.mjs'
import { appOrigin, restartedOrigin, restartedPort, simulatorOrigin } from '../setup/e2e-addresses.ts'
import { expect, test } from '../setup/e2e-test.ts'
import { bytesOf } from '../setup/sample-files.ts'
import { ChatDriver } from './chat-driver.ts'
import { expectAccessible } from './expect-accessible.ts'
import { give } from './give-file.ts'
import { queued, slow } from './queue-driver.ts'

const banner = (page: Page) => page.getByRole('complementary', { name: 'Temporary chat' })

/** By its key, which the page hears once it has come to life. */
async function openTemporary(chat: ChatDriver, page: Page): Promise<void> {
  await chat.open()
  await chat.hearsKeys()
  await page.keyboard.press('ControlOrMeta+Shift+Y')
  await expect(page).toHaveURL('/temporary')
  await expect(banner(page)).toContainText('only in memory')
}

/** Everything that the page has stored in this browser. */
function stored(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const databases = await indexedDB.databases()
    const contents = await Promise.all(
      databases.map(
        ({ name = '' }) =>
          new Promise<unknown[]>((resolve, reject) => {
            const opening = indexedDB.open(name)
            opening.onerror = () => reject(opening.error)
            opening.onsuccess = () => {
              const stores = [...opening.result.objectStoreNames]
              if (stores.length === 0) return resolve([])
              const transaction = opening.result.transaction(stores)
              const all = stores.map(store => transaction.objectStore(store).getAll())
              transaction.oncomplete = () => resolve(all.map(({ result }) => result))
            }
          })
      )
    )
    const cached = await Promise.all((await caches.keys()).map(async key => (await (await caches.open(key)).keys()).map(({ url }) => url)))
    return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, document.cookie, contents, cached])
  })
}

/** A running browser takes files away while they are listed. */
function contentOf(file: string): Buffer {
  return existsSync(file) ? readFileSync(file) : Buffer.of()
}

/** Those of the words that a file of a browser's profile holds, in either of the ways that Chromium writes text. */
function wordsIn(profile: string, words: readonly string[]): string[] {
  const files = readdirSync(profile, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  const contents = files.map(file => contentOf(path.join(file.parentPath, file.name)))
  const isIn = (content: Buffer, word: string) => content.includes(word) || content.includes(Buffer.from(word, 'utf16le'))
  return words.filter(word => contents.some(content => isIn(content, word)))
}

test('a temporary chat answers, outlives a reload, and is in no list, no search and no storage of the browser', async ({
  chat,
  context,
  page,
  simulator
}) => {
  await simulator.script({ reasoning: 'A platypus, I think.', text: 'A platypus it is.' }, { ...slow, text: 'The echidna, for one.' })
  await openTemporary(chat, page)
  await chat.field.fill('Which animal is a zyzzyva?')
  expect(await stored(page)).not.toContain('zyzzyva')
  await chat.converse('Which animal is a zyzzyva?')
  await expect(page).toHaveURL(/\/c\/[\w-]+$/)
  await expect(page).toHaveTitle('Temporary chat · Steno')
  await expect(chat.header.getByRole('heading', { name: 'Temporary chat' })).toBeVisible()
  await expect(chat.header.getByRole('link', { name: /^Conversation/ })).toContainText('$0.0')

  await page.reload()
  await expect(banner(page)).toBeVisible()
  await expect(chat.answer().getByText('A platypus it is.')).toBeVisible()
  await chat.ask('And another?')
  await expect(chat.answer(2)).toContainText('The')
  await page.reload()
  await expect(chat.stop, 'it goes on').toBeVisible()
  const otherPage = await context.newPage()
  await otherPage.goto(page.url())
  await simulator.release()
  await expect(new ChatDriver(otherPage).answer(2).getByText('The echidna, for one.'), 'a second tab shows it').toBeVisible()
  await otherPage.close()
  await chat.ended(2)
  await expect(chat.answer(2).getByText('The echidna, for one.')).toBeVisible()
  for (const word of ['zyzzyva', 'platypus', 'echidna']) expect(await stored(page)).not.toContain(word)
  await expect(chat.sidebar.getByRole('link', { name: /zyzzyva|Temporary chat/ })).toHaveCount(0)

  await page.getByRole('button', { name: 'Conversation options' }).click()
  await expect(page.getByRole('menuitem')).toHaveText(['Budget', 'Export', 'Delete'])
  await page.keyboard.press('Escape')
  await chat.answer(2).getByRole('button', { name: 'Answer options' }).click()
  await expect(page.getByRole('menuitem')).toHaveText(['Edit'])
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Search or choose an action' }).fill('zyzzyva')
  await expect(page.getByRole('dialog', { name: 'Search and actions' }).getByRole('status')).toContainText('No entry says')
  await page.keyboard.press('Escape')

  await chat.header.getByRole('link', { name: /^Conversation/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Temporary chat')
  await expect(page.getByRole('table', { name: 'Every request of the conversation' })).toContainText('A2')
  await page.getByRole('link', { name: 'Open conversation' }).click()
  await expect(chat.answer().getByText('A platypus it is.')).toBeVisible()

  const address = page.url()
  await page.getByRole('button', { name: 'Conversation options' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(page.getByText('Deleted the temporary chat')).toBeVisible()
  await expect(page).toHaveURL('/')
  await page.goto('/costs')
  const byConversation = page.getByRole('table', { name: 'By conversation' })
  await expect(byConversation.getByText('Temporary chat').first()).toBeVisible()
  await page.goto(address)
  await expect(page.getByRole('heading', { name: 'This temporary chat is gone' })).toBeVisible()
})

test('files, edits and what waits its turn stay out of the browser’s storage too', async ({ chat, page, simulator }) => {
  await simulator.script({ ...slow, text: 'The numbat eats termites.' }, { text: 'The quoll does not.' })
  await chat.open()
  await page.getByRole('button', { name: 'Temporary chat' }).click()
  await expect(banner(page)).toBeVisible()
  await give(chat.field, 'paste', { name: 'bilby.md', type: 'text/markdown', bytes: bytesOf('A bandicoot.') })
  await expect(page.getByRole('button', { name: 'Remove bilby.md' })).toBeVisible()
  expect(await stored(page)).not.toContain('bilby')
  await chat.ask('What does the dunnart eat?')
  await expect(chat.answer()).toContainText('The')
  await chat.field.fill('And the potoroo?')
  await chat.field.press('Enter')
  await expect(queued(page, 'And the potoroo?')).toBeVisible()
  expect(await stored(page)).not.toContain('potoroo')
  await simulator.release()
  await chat.ended(2)
  await chat.question().getByRole('button', { name: 'Edit' }).click()
  await chat.field.pressSequentially(' The woylie?')
  await chat.field.press('Escape')
  await chat.answer(2).getByRole('button', { name: 'Answer options' }).click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  await page.getByRole('textbox', { name: 'Text of the answer' }).pressSequentially(' Nor the monjon.')
  const words = ['bilby', 'bandicoot', 'dunnart', 'numbat', 'potoroo', 'quoll', 'woylie', 'monjon']
  for (const word of words) expect(await stored(page)).not.toContain(word)
  const [first] = await simulator.requests()
  expect(JSON.stringify(first?.body)).toContain('A bandicoot.')
})

test('what is typed before the page of a temporary chat has come belongs to no other chat', async ({ chat, page }) => {
  await chat.open()
  await chat.hearsKeys()
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  await page.route('**/temporary*', async route => {
    await held
    await route.continue()
  })
  await page.keyboard.press('ControlOrMeta+Shift+Y')
  await chat.field.click({ force: true })
  await page.keyboard.type('zyzzyva')
  expect(await stored(page)).not.toContain('zyzzyva')
  release()
  await expect(banner(page)).toBeVisible()
  await chat.field.fill('zyzzyva')
  expect(await stored(page)).not.toContain('zyzzyva')
})

test('a browser that keeps what stands in the fields of its pages gets nothing of a temporary chat', async ({
  guard: _guard,
  launchOptions,
  playwright,
  simulator
}) => {
  const profile = mkdtempSync(path.join(os.tmpdir(), 'steno-profile-'))
  const context = await playwright.chromium.launchPersistentContext(profile, { ...launchOptions, baseURL: appOrigin })
  try {
    const page = context.pages()[0] ?? (await context.newPage())
    const chat = new ChatDriver(page)
    await simulator.script({ text: 'The quokka.' }, { text: 'The bettong and the kowari.', stall: { after: 2, seconds: 60 } })
    await openTemporary(chat, page)
    await chat.converse('Which animal is a mulgara?')
    await chat.answer().getByRole('button', { name: 'Answer options' }).click()
    await page.getByRole('menuitem', { name: 'Edit' }).click()
    await page.getByRole('textbox', { name: 'Text of the answer' }).pressSequentially(' The planigale.')
    await chat.ask('And others?')
    await chat.field.fill('And the antechinus?')
    await chat.field.press('Enter')
    await queued(page, 'And the antechinus?').getByRole('button', { name: 'Edit' }).click()
    await page.getByRole('textbox', { name: 'Queued message' }).pressSequentially(' The ningaui?')
    await chat.field.fill('A phascogale, that is not sent.')
    await page.getByRole('button', { name: 'Chat settings' }).click()
    await page.getByRole('textbox', { name: 'System prompt' }).pressSequentially('Speak like a kultarr.')
    // A field that is nobody's shows whether this browser keeps any.
    await page.evaluate(() => document.querySelector('dialog')?.append(document.createElement('textarea')))
    await page.locator('dialog textarea').last().pressSequentially('numbat')
    const keeps = await expect
      .poll(() => wordsIn(profile, ['numbat']))
      .toEqual(['numbat'])
      .then(
        () => true,
        () => false
      )
    await page.keyboard.press('Escape')
    await chat.stop.click()
    test.skip(!keeps, 'this browser keeps nothing')
  } finally {
    await context.close()
  }
  const words = ['mulgara', 'quokka', 'bettong', 'antechinus', 'ningaui', 'planigale', 'phascogale', 'kultarr']
  expect(wordsIn(profile, words)).toEqual([])
  rmSync(profile, { recursive: true })
})

test.describe('on a server of its own', () => {
  test.use({ baseURL: restartedOrigin })
  const key = 'sk-or-v1-temporary'
  const simulator = new SimulatorControl(simulatorOrigin, key)

  /** Each start finds what the one before has left. */
  function withItsData() {
    const dataDirectory = temporaryDataDirectory()
    const env = { OPENROUTER_API_KEY: key, OPENROUTER_BASE_URL: `${simulatorOrigin}/api/v1` }
    return () => startApp({ port: restartedPort, dataDirectory, env })
  }

  test('an answer that was being written when Steno died is not said to go on', async ({ chat, guard, page }) => {
    guard.expectConsole(/^console\.error: Failed to load resource/)
    await simulator.script({ text: 'A wallaby and a potoroo.', stall: { after: 2, seconds: 60 } })
    const start = withItsData()
    let app = await start()
    try {
      await openTemporary(chat, page)
      await chat.ask('Which animal?')
      await expect(chat.answer()).toContainText('A wal')
      app.child.kill('SIGKILL')
      await app.exited
      app = await start()
      const notice = page.getByRole('alert').filter({ hasText: 'This temporary chat is gone' })
      await expect(notice).toBeVisible()
      await expect(notice.getByRole('button', { name: 'Reconnect' })).toHaveCount(0)
      await expect(chat.answer()).toHaveAttribute('aria-busy', 'false')
      await expect(chat.answer()).not.toContainText('running')
      await chat.ask('And another?')
      await expect(page.getByRole('alert').filter({ hasText: 'Not sent' })).toContainText('This temporary chat is gone. Your text is kept.')
      await expect(chat.field).toHaveValue('And another?')
    } finally {
      await page.goto('about:blank')
      await app.stop()
    }
  })

  test('after a restart the page of a temporary chat says that it is gone', async ({ chat, guard: _guard, page }) => {
    await simulator.script({ text: 'A wallaby.' })
    const start = withItsData()
    let app = await start()
    try {
      await openTemporary(chat, page)
      await chat.converse('Which animal?')
      const address = page.url()
      await page.goto('about:blank')
      await app.stop()
      app = await start()
      await page.goto(address)
      await expect(page.getByRole('heading', { name: 'This temporary chat is gone' })).toBeVisible()
      await expectAccessible(page, 'a chat that is gone')
      await page.goto(address.replace('/c/', '/costs/'))
      await expect(page.getByText('This temporary chat is gone. What it cost stays.')).toBeVisible()
      await expect(page.getByRole('table', { name: 'Every request of the conversation' })).toContainText('$0.0')
      await page.goto(address)
      await page.getByRole('button', { name: 'New temporary chat' }).click()
      await expect(banner(page)).toBeVisible()
    } finally {
      await page.goto('about:blank')
      await app.stop()
    }
  })
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in a temporary chat, ${colorScheme}`, async ({ chat, page }) => {
    await page.emulateMedia({ colorScheme })
    await openTemporary(chat, page)
    await expectAccessible(page, 'a new temporary chat')
  })
}
