/** Lanes that are asked again: real browser, build and server; scripted: OpenRouter. */
import { expect, test } from '../setup/e2e-test.ts'
import { CompareDriver } from './compare-driver.ts'

const tools = 'anthropic/claude-sonnet-5'
const encrypted = 'openai/gpt-5-mini'

test('a lane that is asked again while an earlier answer is shown shows the new one as it comes; a merged one too', async ({
  page,
  simulator
}) => {
  const compare = new CompareDriver(page)
  await simulator.script({ onModel: tools, text: 'Red.' }, { onModel: encrypted, text: 'Blue.' })
  await compare.start('Name a colour.', [{ model: tools }, { model: encrypted }])
  await compare.ended('A', 'B')

  const threeTimes = async (letter: string, first: string) => {
    await simulator.script({ onModel: tools, text: 'Green.' })
    await compare.button(letter, `Retry lane ${letter}`).click()
    await expect(compare.lane(letter)).toContainText('Green.')
    await compare.ended(letter)
    await compare.button(letter, 'Previous answer').click()
    await expect(compare.lane(letter)).toContainText(first)
    await simulator.script({ onModel: tools, text: 'Yellow, or maybe orange.', stall: { after: 2, seconds: 60 } })
    await compare.button(letter, `Retry lane ${letter}`).click()
    await expect(compare.lane(letter)).toContainText('Yellow')
    await expect(compare.lane(letter)).toHaveAttribute('aria-busy', 'true')
    await expect(compare.lane(letter).getByText('3/3')).toBeVisible()
    await simulator.release()
    await compare.ended(letter)
    await expect(compare.lane(letter)).toContainText('Yellow, or maybe orange.')
  }
  await threeTimes('A', 'Red.')
  await simulator.script({ onModel: tools, text: 'Purple.' })
  await page.getByRole('button', { name: 'Merge', exact: true }).click()
  await page.getByRole('button', { name: 'Merge 2 answers' }).click()
  await compare.ended('M')
  await threeTimes('M', 'Purple.')
})

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
