/** axe on every page in both themes, with all that an answer can hold on screen. Scripted: OpenRouter. */
import { demoOrigin } from '../setup/e2e-addresses.ts'
import { expect, test } from '../setup/e2e-test.ts'
import { expectAccessible } from './expect-accessible.ts'

const richText = `## A heading

A [link](https://example.com), \`code\`, **bold**.

| Unit | Metres |
| :--- | ---: |
| Inch | 0.0254 |

- [x] done
- [ ] open

> A quotation.

\`\`\`ts
const answer = 42
\`\`\``

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test('the first run', async ({ page }) => {
      await page.goto(demoOrigin)
      await expect(page.getByRole('heading', { name: 'Put it on the record.' })).toBeVisible()
      await expectAccessible(page, 'first run')
      await page.goto(`${demoOrigin}/settings`)
      await expect(page.getByRole('textbox', { name: 'OpenRouter key' })).toBeVisible()
      await expectAccessible(page, 'settings without a key')
    })

    test('the chat page and the settings', async ({ chat, page, simulator }) => {
      await simulator.script(
        { reasoning: 'Let me see.', toolCalls: [{ name: 'calculator', arguments: '{"expression": "6 * 7"}' }] },
        { text: richText },
        { text: 'It began', error: { kind: 'E1', code: 502, message: 'Out of memory.' } }
      )
      await chat.open()
      await chat.converse('Show everything.')
      const answer = chat.answer()
      await answer.getByText(/^Thought for/).click()
      await answer.getByText('Calculator').click()
      await expect(answer.getByText('Arguments')).toBeVisible()
      await chat.ask('And fail.')
      await chat.ended(2)
      // Which heading an answer begins with is the model's choice.
      await expectAccessible(page, 'a conversation', { except: ['heading-order'] })

      await answer.getByRole('button', { name: 'Answer options' }).click()
      await page.getByRole('menuitem', { name: 'Edit', exact: true }).click()
      await expect(answer.getByRole('textbox', { name: 'Text of the answer' })).toBeFocused()
      await expectAccessible(page, 'an answer that is edited', { within: 'form' })
      await page.keyboard.press('Escape')
      await answer.getByRole('button', { name: 'Retry with…' }).click()
      await page.getByRole('menuitem', { name: 'Another provider…' }).click()
      const providers = page.getByRole('dialog', { name: 'Choose a provider' })
      await expect(providers.getByRole('listitem').first()).toBeVisible()
      await expectAccessible(page, 'the providers', { within: 'dialog' })
      await page.keyboard.press('Escape')
      await expect(providers).toHaveCount(0)
      await page.keyboard.press('ControlOrMeta+/')
      await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
      await expectAccessible(page, 'the shortcuts', { within: 'dialog' })
      await page.keyboard.press('Escape')

      await page.getByRole('button', { name: 'Model: Claude Sonnet 5' }).click()
      await expect(page.getByRole('combobox', { name: 'Search models' })).toBeFocused()
      await expectAccessible(page, 'the model picker', { within: '[role="dialog"]' })
      await page.keyboard.press('Escape')
      await chat.sidebar.getByRole('link', { name: 'Settings' }).click()
      await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
      await expectAccessible(page, 'settings')
    })
  })
}
