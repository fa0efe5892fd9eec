import { expect, type Locator, type Page } from '@playwright/test'

/** Where a comparison is that was started. */
export const comparisonUrl = /\/compare\/[0-9a-f-]{36}$/

/** What the simulator was asked, by model. */
export function bodiesOf(requests: { body?: unknown }[]): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    requests.map(({ body }) => {
      const sent = body as Record<string, unknown>
      return [String(sent.model), sent]
    })
  )
}

/** The page where comparisons are set up and listed, as somebody uses it. */
export class CompareSetupDriver {
  readonly page: Page
  readonly question: Locator
  readonly lanes: Locator
  readonly total: Locator
  readonly record: Locator

  constructor(page: Page) {
    this.page = page
    this.question = page.getByRole('textbox', { name: 'Question', exact: true })
    this.lanes = page.getByRole('list', { name: 'Lanes', exact: true }).getByRole('group', { name: /^Lane [A-H]$/ })
    this.total = page.getByRole('status', { name: 'Estimated in all' })
    this.record = page.getByRole('list', { name: 'Comparisons', exact: true })
  }

  async open(query = ''): Promise<void> {
    await this.page.goto(`/compare${query}`)
    // The page answers from here on: what a browser draws before its scripts does not know what is stored.
    await expect(this.page.getByRole('heading', { name: 'Compare', exact: true })).toBeVisible()
    await this.page.waitForLoadState('networkidle').catch(() => undefined)
  }

  lane(letter: string): Locator {
    return this.page.getByRole('group', { name: `Lane ${letter}`, exact: true })
  }

  run(count: number): Locator {
    return this.page.getByRole('button', { name: `Run ${count} lanes`, exact: true })
  }

  async chooseModel(letter: string, name: string): Promise<void> {
    await this.lane(letter)
      .getByRole('button', { name: new RegExp(`^Lane ${letter}, model: `) })
      .click()
    const search = this.page.getByRole('combobox', { name: 'Search models' })
    await search.fill(name)
    await expect(this.page.getByRole('listbox', { name: 'Models' }).getByRole('option').first()).toContainText(name)
    await search.press('Enter')
    await expect(this.lane(letter).getByRole('button', { name: `Lane ${letter}, model: ${name}` })).toBeVisible()
  }

  async chooseEffort(letter: string, level: string): Promise<void> {
    await this.lane(letter)
      .getByRole('button', { name: new RegExp(`^Lane ${letter}, effort: `) })
      .click()
    await this.page.getByRole('menuitemradio', { name: level, exact: true }).click()
  }

  /** Opens the settings of a lane when they are closed, and fills one. */
  async set(letter: string, label: string, value: string): Promise<void> {
    const toggle = this.lane(letter).getByRole('button', { name: `Lane ${letter}, settings`, exact: true })
    if ((await toggle.getAttribute('aria-expanded')) === 'false') await toggle.click()
    await this.lane(letter).getByRole('textbox', { name: label, exact: true }).fill(value)
  }

  /** Chooses from the menu of a comparison on record. */
  async choose(title: string, entry: string): Promise<void> {
    await this.page
      .getByRole('button', { name: `Options for ${title}`, exact: true })
      .first()
      .click()
    await this.page.getByRole('menuitem', { name: entry, exact: true }).click()
  }
}
