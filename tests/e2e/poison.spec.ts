/** Answers made to break the page, stored and streamed: they are text, and the page goes on (S4). Scripted: OpenRouter. */
import path from 'node:path'
import type { Locator } from '@playwright/test'
import { startApp, temporaryDataDirectory } from '../../scripts/app-server.mjs'
import { corpus } from '../poison/corpus.ts'
import { storeCorpus } from '../poison/stored-corpus.ts'
import { e2eKey, restartedOrigin, restartedPort, simulatorOrigin } from '../setup/e2e-addresses.ts'
import { expect, test } from '../setup/e2e-test.ts'
import { switchTitlesOff } from '../setup/switch-titles-off.ts'

// A trace keeps the page at every step: megabytes of poison each time.
test.use({ trace: 'off' })

/** What is in the page of things that run, load, submit or lead astray; the icons and formulas on it are ours. */
async function harmIn(answers: Locator): Promise<string[]> {
  return answers.evaluateAll(articles =>
    articles.flatMap(article =>
      [...article.querySelectorAll<HTMLElement>('*')].flatMap(element => {
        const name = element.localName
        const found: string[] = []
        if (/^(?:script|img|iframe|form|meta|base|style|link|object|embed|video|audio|source|picture|use|template)$/.test(name))
          found.push(name)
        for (const { name: attribute, value } of element.attributes) {
          if (/^on|^(?:src|srcset|poster|srcdoc|action|formaction)$/.test(attribute)) found.push(`${attribute} of ${name}`)
          if (attribute === 'id') found.push(`id of ${name}`)
          if (/href$/.test(attribute) && !/^(?:https?:\/\/|mailto:|#[qa]\d+$)/.test(value)) found.push(value.slice(0, 80))
        }
        return found
      })
    )
  )
}

// A trace copies the whole page at every step: of this page the browser does nothing else.
test.use({ trace: 'off' })

test.describe('stored', () => {
  test.use({ baseURL: restartedOrigin })

  test('a conversation of nothing but poison opens, is text, and goes on', async ({ chat, page, simulator }) => {
    test.setTimeout(240_000)
    const dataDirectory = temporaryDataDirectory()
    const options = {
      dataDirectory,
      port: restartedPort,
      env: { OPENROUTER_API_KEY: e2eKey, OPENROUTER_BASE_URL: `${simulatorOrigin}/api/v1` }
    }
    const first = await startApp(options)
    await switchTitlesOff(restartedOrigin)
    await first.stop()
    const conversationId = storeCorpus(path.join(dataDirectory, 'steno.db'))
    const app = await startApp(options)
    try {
      await page.goto(`/c/${conversationId}`)
      const answers = page.getByRole('article', { name: /^Answer/ })
      await expect(answers).toHaveCount(corpus.length + 1)
      await expect(answers.last().locator('strong')).toHaveText('in between')
      expect(await harmIn(answers)).toEqual([])
      // Each of them has text of its own to read, also where nothing of it is markdown.
      const readable = await answers.evaluateAll(articles =>
        articles.map(
          article => article.querySelector('.prose math') !== null || article.querySelector('.prose')?.textContent?.trim() !== ''
        )
      )
      expect(corpus.filter((_, index) => !readable[index]).map(({ name }) => name)).toEqual([])

      await simulator.script({ text: 'Still here.' })
      await chat.ask('Are you still there?')
      // An expectation that is not met at once describes the page for its message, which of this page takes a minute; waiting does not.
      await chat
        .answer(corpus.length + 2)
        .getByText('Still here.')
        .waitFor()
      expect(await page.evaluate(() => 'planted' in globalThis)).toBe(false)
    } finally {
      // What the page still listens to would complain of a server that goes.
      await page.goto('about:blank')
      await app.stop()
    }
  })
})

test('poison that streams breaks nothing while it comes', async ({ chat, page, simulator }) => {
  test.setTimeout(240_000)
  const chosen = corpus.filter(
    ({ row, name, text }) =>
      (row !== 'M6' && text.length < 400) || ['quotes', 'deep list', 'backticks', '100,000 fences', 'large matrix'].includes(name)
  )
  const texts = [chosen.filter(({ text }) => text.length < 400), ...chosen.filter(({ text }) => text.length >= 400).map(one => [one])]
  await chat.open()
  for (const [index, payloads] of texts.entries()) {
    const text = payloads.map(payload => payload.text).join('\n\n')
    await simulator.script({
      text,
      reasoning: text.slice(0, 20_000),
      tokenCharacters: text.length < 50_000 ? 7 : 2_000,
      tokensPerSecond: 900
    })
    await chat.ask(`Number ${index + 1}`)
    const answer = chat.answer(index + 1)
    await expect(async () => {
      expect(await harmIn(answer)).toEqual([])
      await expect(answer).toHaveAttribute('aria-busy', 'false', { timeout: 100 })
    }).toPass({ timeout: 60_000, intervals: [50] })
    expect(await chat.textOf(answer)).toBe(text.trim())
  }
  expect(await page.evaluate(() => 'planted' in globalThis)).toBe(false)
})
