/** The chat in each of its states: what axe finds, how narrow it may be, what is heard and what moves. Scripted: OpenRouter. */
import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../setup/e2e-test.ts'
import type { ChatDriver } from './chat-driver.ts'
import { expectAccessible, sidewaysPixels } from './expect-accessible.ts'

/** Which heading an answer begins with is the model's choice. */
const except = ['heading-order']

const wideText = `### Wide things

| ${'Column | '.repeat(12)}
| ${'--- | '.repeat(12)}
| ${'a value that is long | '.repeat(12)}

\`\`\`ts
const line = '${'long'.repeat(60)}'
\`\`\`

$$\\sum_{i=0}^{n} ${'x_i + '.repeat(40)} 1$$

![a picture](https://example.com/picture.png)

${'unbreakable'.repeat(30)} https://example.com/${'path/'.repeat(40)}`

/** At every moment of an answer: it thinks, calls a tool, writes. */
async function slowAnswer(chat: ChatDriver): Promise<void> {
  await chat.ask('Slowly, please.')
  await expect(chat.answer()).toContainText('word')
}

/** Longer than axe takes to look several times on a busy machine. */
const words = { text: 'word '.repeat(600), tokensPerSecond: 6 }

/** Leaves nothing running that the next test would meet. */
async function stop(chat: ChatDriver): Promise<void> {
  await chat.stop.click()
  await chat.ended()
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test('axe finds nothing while an answer is written, with one waiting behind it', async ({ chat, page, simulator }) => {
      await simulator.script({ reasoning: 'Thinking about it.', ...words })
      await chat.open()
      await slowAnswer(chat)
      await expectAccessible(page, 'streaming', { except })
      await chat.field.fill('And this after it.')
      await chat.field.press('Enter')
      await expect(page.getByText('And this after it.')).toBeVisible()
      await expectAccessible(page, 'streaming with a queue', { except })
      await stop(chat)
      await expectAccessible(page, 'stopped, with a queue that waits', { except })
    })

    test('axe finds nothing in the menus and dialogs of the chat', async ({ chat, page, simulator }) => {
      await simulator.script({ text: wideText })
      await chat.open()
      await chat.converse('Show wide things.')
      const opened = async (role: 'menu' | 'dialog', button: Locator) => {
        await button.click()
        await expect(page.getByRole(role)).toBeVisible()
        await expectAccessible(page, `what ${button} opens`, { within: role === 'dialog' ? 'dialog, [role="dialog"]' : '[role="menu"]' })
        await page.keyboard.press('Escape')
        await expect(page.getByRole(role)).toBeHidden()
      }
      await opened('menu', page.getByRole('button', { name: 'Conversation options' }))
      await opened('menu', page.getByRole('button', { name: /^Reasoning effort/ }))
      await opened('dialog', page.getByRole('button', { name: /^Model: / }))
      await opened('menu', chat.sidebar.getByRole('button', { name: /^Listed: / }))
    })
  })
}

test.describe('at 320 px', () => {
  test.use({ viewport: { width: 320, height: 640 } })

  test('nothing of a conversation is wider than the window, written or failed', async ({ chat, page, simulator }) => {
    await simulator.script(
      { reasoning: 'unbreakable'.repeat(40), toolCalls: [{ name: 'calculator', arguments: `{"expression": "${'1+'.repeat(200)}1"}` }] },
      { text: wideText },
      { text: 'It began', error: { kind: 'E1', code: 502, message: 'unbreakable'.repeat(30) } }
    )
    await chat.open()
    expect(await sidewaysPixels(page), 'a new chat').toBe(0)
    await chat.converse('unbreakable'.repeat(20))
    await expect(chat.answer().getByRole('table')).toBeVisible()
    expect(await sidewaysPixels(page), 'an answer').toBe(0)
    await chat.ask('And fail.')
    await chat.ended(2)
    expect(await sidewaysPixels(page), 'a failure').toBe(0)
    await expectAccessible(page, 'a conversation', { except })
    await page.goto('/settings')
    await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
    expect(await sidewaysPixels(page), 'settings').toBe(0)
  })
})

/** The region that speaks, once it has said this at its end; from then on `said` is all that is added to it, which is what is read out. */
async function listenAfter(page: Page, words: RegExp): Promise<{ said: () => Promise<string[]>; region: Locator }> {
  const region = page.locator('[aria-live="polite"].sr-only')
  // It speaks a moment after an answer is seen to end.
  await expect(region).toHaveText(words)
  await region.evaluate(element => {
    const said: string[] = []
    Object.assign(globalThis, { said })
    new MutationObserver(records => {
      for (const { addedNodes } of records) said.push(...[...addedNodes].map(node => node.textContent ?? ''))
    }).observe(element, { childList: true, characterData: true, subtree: true })
  })
  return { region, said: () => page.evaluate(() => Reflect.get(globalThis, 'said') as string[]) }
}

test('a screen reader hears whole sentences, not every token', async ({ chat, page, simulator }) => {
  await simulator.script(
    { text: 'Warm up.' },
    { text: 'The first sentence is here. The second one follows it. And a third', tokensPerSecond: 12 }
  )
  await chat.open()
  await chat.converse('Begin.')
  const { said, region } = await listenAfter(page, /Warm up\.$/)
  await chat.ask('Go on.')
  await chat.ended(2)
  await expect(region).toHaveText(/And a third$/)
  const heard = await said()
  expect(heard.length).toBeLessThanOrEqual(3)
  expect(heard.join(' ')).toBe('The first sentence is here. The second one follows it. And a third')
  // What comes with the end may be less than a sentence.
  for (const sentence of heard.slice(0, -1)) expect(sentence).toMatch(/[.!?]$/)
})

test('a screen reader hears each of the answers that follow each other once, from its beginning to its end', async ({
  chat,
  page,
  simulator
}) => {
  const answers = ['One is here. Two follows it. And a third', 'Four. Five is here. And then six', 'Yes.', 'Yes.']
  await simulator.script({ text: 'It has begun. It goes on. It ends' }, ...answers.map(text => ({ text, tokensPerSecond: 12 })))
  await chat.open()
  await chat.converse('Begin.')
  const { said, region } = await listenAfter(page, /It ends$/)
  for (const question of ['Go on.', 'And then?', 'Is it?', 'Is it really?']) {
    await chat.field.fill(question)
    await chat.field.press('Enter')
  }
  await chat.ended(5)
  await expect(region).toHaveText(/Yes\.\s*Yes\.$/)
  expect((await said()).join(' ')).toBe(answers.join(' '))
})

test('with reduced motion nothing moves while an answer is written', async ({ chat, page, simulator }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await simulator.script({ reasoning: 'Thinking about it.', ...words })
  await chat.open()
  await slowAnswer(chat)
  expect(await page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length)).toBe(0)
  await stop(chat)
})
