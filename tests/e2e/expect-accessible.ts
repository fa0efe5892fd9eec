import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

interface Looked {
  /** A selector of the part that is looked at, when it is not the whole page. */
  within?: string
  /** Rules of axe that do not hold here. */
  except?: string[]
}

/** axe finds nothing. */
export async function expectAccessible(page: Page, what: string, { within = 'html', except = [] }: Looked = {}): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include(within).disableRules(except).analyze()
  const found = violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`))
  expect(found, what).toEqual([])
}

/** How many pixels the page, or what scrolls in it, is wider than the window. */
export function sidewaysPixels(page: Page): Promise<number> {
  return page.evaluate(() => {
    const parts = [document.documentElement, ...document.querySelectorAll('main')]
    return Math.max(...parts.map(part => part.scrollWidth - part.clientWidth))
  })
}
