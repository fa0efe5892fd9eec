/** What a model writes, as it is drawn: on screen while it comes, and after a reload. Real: browser, build, server. Scripted: OpenRouter. */
import type { Locator } from '@playwright/test'
import { expect, test } from '../setup/e2e-test.ts'

test('headings, lists, tasks, tables, quotes and words are drawn, and a wide table scrolls by itself', async ({
  chat,
  page,
  simulator
}) => {
  const wide = Array.from({ length: 24 }, (_, column) => `column_${column}`)
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const table = [row(wide), row(wide.map(() => '-:')), row(wide.map((_, column) => `${column}`))].join('\n')
  await simulator.script({ text: `# Title\n\n1. one\n2. two\n\n- [x] done\n- [ ] open\n\n> said\n\n**bold** ~~gone~~\n\n${table}` })
  await chat.open()
  await chat.converse('Write.')
  const answer = chat.answer()
  await expect(answer.getByRole('heading', { name: 'Title' })).toBeVisible()
  await expect(answer.getByRole('listitem')).toHaveText(['one', 'two', /done:\s+done$/, /open:\s+open$/])
  await expect(answer.getByRole('blockquote')).toHaveText('said')
  await expect(answer.getByRole('strong')).toHaveText('bold')
  await expect(answer.getByRole('deletion')).toHaveText('gone')
  await expect(answer.getByRole('columnheader')).toHaveCount(24)
  const box = answer.locator('div', { has: page.getByRole('table') }).last()
  expect(await box.evaluate(element => element.scrollWidth > element.clientWidth)).toBe(true)
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  await box.focus()
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => box.evaluate(element => element.scrollLeft)).toBeGreaterThan(0)
})

test('code is coloured once its fence is closed, and can be copied, wrapped and saved', async ({ chat, page, simulator }) => {
  const code = `const answer = "forty-two" // ${'why '.repeat(60)}`
  await simulator.script({ text: `\`\`\`ts\n${code}\n\`\`\`\n\nThat is all.` })
  await chat.open()
  await chat.converse('Write code.')
  const figure = chat.answer().getByRole('figure')
  await expect(figure.locator('.code-keyword')).toHaveText('const')
  await expect(figure.locator('pre')).toHaveText(code)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await figure.getByRole('button', { name: 'Copy code' }).click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(code)

  const height = async () => (await figure.locator('pre').boundingBox())?.height ?? 0
  const before = await height()
  await figure.getByRole('button', { name: 'Wrap lines' }).click()
  await expect.poll(height).toBeGreaterThan(before)
  const download = page.waitForEvent('download')
  await figure.getByRole('button', { name: 'Download code' }).click()
  expect((await download).suggestedFilename()).toMatch(/\.ts$/)
})

test('code is plain while its fence is open, and what is there can be copied', async ({ chat, page, simulator }) => {
  await simulator.script({
    text: `\`\`\`ts\n${'const a = 1\n'.repeat(40)}\`\`\``,
    tokensPerSecond: 40,
    stall: { after: 30, seconds: 55 }
  })
  await chat.open()
  await chat.ask('Write slowly.')
  const figure = chat.answer().getByRole('figure')
  await expect(figure.locator('pre')).toContainText('const a = 1\nconst a')
  await expect(figure.locator('.code-keyword')).toHaveCount(0)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const shown = (await figure.locator('pre').textContent()) ?? ''
  await figure.getByRole('button', { name: 'Copy code' }).click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain(shown.trimEnd())
  await simulator.release()
  await chat.ended()
  await expect(figure.locator('.code-keyword').first()).toHaveText('const')
})

test('formulas in all four delimiters, and prices are none', async ({ chat, page, simulator }) => {
  await simulator.script({ text: 'So $a_1$ and \\(b_2\\).\n\n$$c^3$$\n\n\\[d^4\\]\n\nIt costs $5 or $6.' })
  await chat.open()
  await chat.converse('Calculate.')
  const drawn = async () => {
    await expect(chat.answer().locator('math')).toHaveText(['a1', 'b2', 'c3', 'd4'])
    await expect(chat.answer().locator('math[display="block"]')).toHaveCount(2)
    await expect(chat.answer().getByText('It costs $5 or $6.')).toBeVisible()
  }
  await drawn()
  await page.reload()
  await drawn()
})

test('a diagram is drawn when it is asked for, in a frame without origin', async ({ chat, simulator }) => {
  await simulator.script({ text: '```mermaid\ngraph LR\n  A[Begin] --> B[End]\n```' })
  await chat.open()
  await chat.converse('Draw.')
  const figure = chat.answer().getByRole('figure')
  const frame = figure.locator('iframe')
  await expect(frame).toHaveCount(0)
  await figure.getByRole('button', { name: 'Show diagram' }).click()
  await expect(frame).toHaveAttribute('sandbox', 'allow-scripts')
  await expect(frame.contentFrame().getByText('Begin').first()).toBeVisible({ timeout: 30_000 })
  await figure.getByRole('button', { name: 'Show code' }).click()
  await expect(figure.locator('pre')).toContainText('A[Begin] --> B[End]')
})

test('an image of the web is named and not loaded; a click opens it elsewhere', async ({ chat, simulator }) => {
  await simulator.script({ text: '![a cat](https://pictures.test/cat.png)' })
  await chat.open()
  await chat.converse('Show a cat.')
  await expect(chat.answer().getByText('Image not loaded: a cat')).toBeVisible()
  const link = chat.answer().getByRole('link', { name: 'open at pictures.test' })
  await expect(link).toHaveAttribute('target', '_blank')
  await expect(link).toHaveAttribute('rel', /noopener/)
  await expect(chat.answer().getByRole('img')).toHaveCount(0)
})

/** Every text that has been on screen of an answer, in order. */
function watch(answer: Locator): Promise<void> {
  return answer.evaluate(article => {
    const shown: { text: string; blocks: Element[] }[] = []
    let timers = 0
    const { setInterval: original } = globalThis
    const counted = (...args: Parameters<typeof original>) => {
      timers += 1
      return original(...args)
    }
    Object.assign(globalThis, { shown, setInterval: counted, timersSet: () => timers })
    const look = () => {
      const prose = article.querySelector('.prose')
      if (prose) shown.push({ text: prose.textContent, blocks: [...prose.children] })
    }
    new MutationObserver(look).observe(article, { childList: true, characterData: true, subtree: true })
  })
}

test('what has been drawn of an answer stays: no block is made anew, no text goes back', async ({ chat, page, simulator }) => {
  const blocks = Array.from({ length: 30 }, (_, index) => `Paragraph ${index} with **bold** words and \`code\` in it.`)
  await simulator.script({ text: blocks.join('\n\n'), tokensPerSecond: 60 })
  await chat.open()
  await chat.ask('Write at length.')
  await expect(chat.answer().getByText('Paragraph 0')).toBeVisible()
  await watch(chat.answer())
  await chat.ended()
  const found = await page.evaluate(() => {
    const shown = Reflect.get(globalThis, 'shown') as { text: string; blocks: Element[] }[]
    let [remade, shorter] = [0, 0]
    for (const [index, { text, blocks }] of shown.entries()) {
      const before = shown[index - 1]
      if (!before) continue
      if (text.length < before.text.length) shorter += 1
      // The last block is still growing.
      remade += before.blocks.slice(0, -1).filter((block, place) => blocks[place] !== block).length
    }
    const timers = (Reflect.get(globalThis, 'timersSet') as () => number)()
    return { moments: shown.length, remade, shorter, timers }
  })
  expect(found.moments).toBeGreaterThan(10)
  expect(found).toMatchObject({ remade: 0, shorter: 0 })
  expect(found.timers, 'no timer is set for every word').toBeLessThan(found.moments / 2)
})

/** Texts that look different at every other letter until they are whole. */
const changeable = [
  '# A heading that grows',
  'Some words [then a link](https://example.com/a_b) and [another](https://example.com), *leaning*, **bold**, ~~gone~~ and `code`.',
  'Prices of $5 and $6, a formula $a_1 + b_1$ in it, snake_case_words, https://example.com/x_y, 2 * 3 * 4, and &amp; <b>no tag</b>.',
  '- one **item**: said\n- [ ] a task\n  - within\n  - [a link](https://example.com) at its end',
  '1. first\n2. second\n3. `third`',
  '| a | b |\n|---|--:|\n| *one* | 12 |\n| two | 1234 |',
  '```ts\nconst a = "`" // ~~~\n\n  b()\n```',
  '> quoted *words*\n> go on\n\nSetext\n======',
  '$$\n\\frac{a}{b} = 1\n$$',
  'A line that ends  \nand goes on\n- or is a list',
  'The end, with a note[^1] and _leaning words_.'
].join('\n\n')

/** Of each, what stands behind the first bold word is drawn alone, grows, and is as before once it is known what else is bold. */
const boldLate = 'G **on** and o (**two and three**) it.\n\n'.repeat(4)

for (const [name, step] of Object.entries({
  'at 40 tokens a second': { text: changeable, tokensPerSecond: 40 },
  'at 90 tokens a second': { text: changeable, tokensPerSecond: 90 },
  'when a mark is closed late': { text: boldLate, tokensPerSecond: 12, tokenCharacters: 8 }
})) {
  test(`an answer looks at its end as it does after a reload, ${name}`, async ({ chat, page, simulator }) => {
    await simulator.script(step)
    await chat.open()
    await chat.converse('Write.')
    const prose = chat.answer().locator('.prose')
    const looks = () => prose.evaluate(box => [...box.querySelectorAll('*')].map(({ localName, textContent }) => [localName, textContent]))
    const isDrawn = async () => {
      await expect(prose.locator('strong')).toHaveCount(step.text === changeable ? 2 : 8)
      if (step.text !== changeable) return
      await expect(prose).toContainText('leaning words')
      await expect(prose.locator('math')).toHaveCount(2)
      await expect(prose.locator('.code-keyword')).toHaveText('const')
    }
    await isDrawn()
    const atItsEnd = await looks()
    await page.reload()
    await isDrawn()
    expect(await looks()).toEqual(atItsEnd)
  })
}

test('what a reader has marked stays marked while the paragraph goes on', async ({ chat, page, simulator }) => {
  await simulator.script({ text: `Mark these words, ${'and more come, '.repeat(60)}`, tokensPerSecond: 40 })
  await chat.open()
  await chat.ask('Write slowly.')
  const paragraph = chat.answer().getByRole('paragraph').filter({ hasText: 'Mark these words, and' })
  await paragraph.evaluate(({ firstChild }) => firstChild && getSelection()?.setBaseAndExtent(firstChild, 5, firstChild, 16))
  await expect(paragraph).toContainText('and more come, '.repeat(20))
  expect(await page.evaluate(() => `${getSelection()}`)).toBe('these words')
  await chat.ended()
})
