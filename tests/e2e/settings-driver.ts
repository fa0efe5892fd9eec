import { expect, type Locator, type Page } from '@playwright/test'

/** The sheet of a chat's settings. */
export class SettingsDriver {
  readonly sheet: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.sheet = page.getByRole('dialog', { name: 'Chat settings' })
  }

  async open(): Promise<void> {
    await this.#page.getByRole('button', { name: /^Chat settings/ }).click()
    await expect(this.sheet).toBeVisible()
  }

  async close(): Promise<void> {
    await this.sheet.getByRole('button', { name: 'Close' }).click()
    await expect(this.sheet).toBeHidden()
  }

  section(title: string): Locator {
    return this.sheet.getByRole('region', { name: title, exact: true })
  }

  parameter(label: string): Locator {
    return this.section('Parameters').getByRole('textbox', { name: label, exact: true })
  }
}
