/** Lanes that are asked again: real browser, build and server; scripted: OpenRouter. */
import { expect, test } from '../setup/e2e-test.ts'
import { CompareDriver } from './compare-driver.ts'

const tools = 'anthropic/claude-sonnet-5'
const encrypted = 'openai/gpt-5-mini'

test('the question of a refused lane comes into the field only when nothing is written there', async ({ page, simulator }) => {
  const compare = new CompareDriver(page)
  await simulator.script({ onModel: tools, http: { status: 403 } }, { onModel: encrypted, text: 'Blue.' })
  await compare.start('A flagged question.', [{ model: tools }, { model: encrypted }])
  await compare.ended('A', 'B')
  await compare.field.fill('A follow-up.')
  await compare.button('A', 'Edit the question').click()
  await expect(compare.field).toBeFocused()
  await expect(compare.field).toHaveValue('A follow-up.')
  await page.reload()
  await expect(compare.field).toHaveValue('A follow-up.')
  await compare.field.fill('')
  await compare.button('A', 'Edit the question').click()
  await expect(compare.field).toHaveValue('A flagged question.')
})
