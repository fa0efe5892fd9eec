import { expect, type Locator, type Page } from '@playwright/test'

/** Slow answers take their time, up to ten seconds by their script, and a busy machine takes more. */
const longestAnswerMs = 30_000

/** The chat page as somebody uses it: by what things are called, never by how they are built. */
export class ChatDriver {
  readonly page: Page
  readonly field: Locator
  readonly send: Locator
  readonly stop: Locator
  /** Title and total of the conversation. */
  readonly header: Locator
  readonly sidebar: Locator

  constructor(page: Page) {
    this.page = page
    this.field = page.getByRole('textbox', { name: 'Message', exact: true })
    this.send = page.getByRole('button', { name: 'Send', exact: true })
    this.stop = page.getByRole('button', { name: 'Stop', exact: true })
    this.header = page.getByRole('banner')
    this.sidebar = page.getByRole('navigation', { name: 'Conversations', exact: true })
  }

  async open(): Promise<void> {
    await this.page.goto('/')
  }

  /** The page hears keys: the name of a key in the sidebar comes with the code that listens to it. */
  async hearsKeys(): Promise<void> {
    await expect(this.sidebar.getByRole('button', { name: 'Search', exact: true })).toContainText('K')
  }

  async ask(text: string): Promise<void> {
    await this.field.fill(text)
    await this.send.click()
  }

  /** Asks and waits for the end of the answer. */
  async converse(text: string): Promise<void> {
    await this.ask(text)
    await this.ended()
  }

  answer(ordinal = 1): Locator {
    return this.page.getByRole('article', { name: new RegExp(`^Answer ${ordinal},`) })
  }

  question(ordinal = 1): Locator {
    return this.page.getByRole('article', { name: `Question ${ordinal}`, exact: true })
  }

  /** No answer is being written. */
  async ended(ordinal = 1): Promise<void> {
    await expect(this.answer(ordinal)).toHaveAttribute('aria-busy', 'false', { timeout: longestAnswerMs })
    await expect(this.send).toBeVisible()
  }

  /** The text of an answer to the byte, as its Copy button gives it. */
  async textOf(answer: Locator): Promise<string> {
    const { page } = this
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.bringToFront()
    await answer.getByRole('button', { name: 'Copy', exact: true }).click()
    await expect(answer.getByRole('status').filter({ hasText: 'Copied' })).toBeAttached()
    return await page.evaluate(() => navigator.clipboard.readText())
  }

  /** Chooses the model of the next question by some letters of its name. */
  async chooseModel(name: string): Promise<void> {
    await this.page.getByRole('button', { name: /^Model: / }).click()
    const search = this.page.getByRole('combobox', { name: 'Search models' })
    await search.fill(name)
    await expect(this.page.getByRole('listbox', { name: 'Models' }).getByRole('option').first()).toContainText(name)
    await search.press('Enter')
    await expect(this.page.getByRole('button', { name: `Model: ${name}` })).toBeVisible()
  }

  /** What the sidebar lists under this title. */
  listed(title: string): Locator {
    return this.sidebar.getByRole('link', { name: title })
  }

  /** Chooses from the menu of a conversation in the sidebar. */
  async choose(title: string, entry: string): Promise<void> {
    await this.listed(title).hover()
    await this.sidebar.getByRole('button', { name: `Options for ${title}` }).click()
    await this.page.getByRole('menuitem', { name: entry, exact: true }).click()
  }
}
