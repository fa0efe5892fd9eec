import { expect, type Locator, type Page } from '@playwright/test'
import { uuidv7 } from 'uuidv7'
import type { TurnSettings } from '../../lib/chat/turn-request.ts'

const longestAnswerMs = 20_000

/** A comparison on screen, as somebody uses it. */
export class CompareDriver {
  readonly page: Page
  readonly field: Locator
  readonly figures: Locator

  constructor(page: Page) {
    this.page = page
    this.field = page.getByRole('textbox', { name: 'Message', exact: true })
    this.figures = page.getByRole('table')
  }

  /** Starts a comparison and opens it. */
  async start(question: string, lanes: readonly TurnSettings[], options: { blind?: boolean; origin?: string } = {}): Promise<string> {
    const conversationId = await this.begin(question, lanes, options)
    await this.page.goto(`${options.origin ?? ''}/compare/${conversationId}`)
    return conversationId
  }

  /** Starts a comparison. */
  async begin(question: string, lanes: readonly TurnSettings[], { blind = false, origin = '' } = {}): Promise<string> {
    const conversationId = uuidv7()
    const response = await this.page.request.post(`${origin}/api/conversations`, {
      headers: { 'sec-fetch-site': 'same-origin' },
      data: {
        kind: 'compare',
        conversationId,
        message: { id: uuidv7(), parts: [{ type: 'text', text: question }] },
        lanes: lanes.map(settings => ({ assistantMessageId: uuidv7(), settings })),
        ...(blind ? { blind } : {})
      }
    })
    expect(response.status(), await response.text()).toBe(201)
    return conversationId
  }

  /** By its letter. */
  lane(letter: string): Locator {
    return this.page.getByRole('article', { name: new RegExp(`^Lane ${letter}(,|$)`) })
  }

  async ended(...letters: string[]): Promise<void> {
    for (const letter of letters) await expect(this.lane(letter)).toHaveAttribute('aria-busy', 'false', { timeout: longestAnswerMs })
  }

  button(letter: string, name: string): Locator {
    return this.lane(letter).getByRole('button', { name, exact: true })
  }

  /** The text of a lane to the byte, as its Copy button gives it. */
  async textOf(letter: string): Promise<string> {
    const { page } = this
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.bringToFront()
    const copied = this.lane(letter).getByRole('status').filter({ hasText: 'Copied' })
    await expect(copied, 'of the time before').toHaveCount(0)
    await this.button(letter, `Copy lane ${letter}`).click()
    await expect(copied).toBeAttached()
    return await page.evaluate(() => navigator.clipboard.readText())
  }

  async textsOf(...letters: string[]): Promise<Record<string, string>> {
    const texts: Record<string, string> = {}
    for (const letter of letters) texts[letter] = await this.textOf(letter)
    return texts
  }

  /** What a button saves. */
  async saved(name: string): Promise<string> {
    const waiting = this.page.waitForEvent('download')
    await this.page.getByRole('button', { name, exact: true }).click()
    const stream = await (await waiting).createReadStream()
    let text = ''
    for await (const piece of stream.setEncoding('utf8')) text += piece
    return text
  }
}
