import type { Locator, Page } from '@playwright/test'

/** The list of what waits to be asked. */
export const queueOf = (page: Page): Locator => page.getByRole('region', { name: 'Queued messages' })

export const queued = (page: Page, text: string): Locator => queueOf(page).getByRole('listitem').filter({ hasText: text })

/** Stands still until the test says `simulator.release()`, or stops it: what is done meanwhile takes its time on a busy machine. */
export const slow = { text: 'Word after word after word.', tokensPerSecond: 40, stall: { after: 3, seconds: 55 } }
