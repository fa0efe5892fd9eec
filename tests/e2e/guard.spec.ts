/** Proof that the guard of every other test notices what it is there for. */
import type { Page } from '@playwright/test'
import { appOrigin, e2eKey, simulatorOrigin } from '../setup/e2e-addresses.ts'
import { guardContext, resetSimulator } from '../setup/e2e-guard.ts'
import { expect, test } from '../setup/e2e-test.ts'

const offences: { name: string; commit: (page: Page) => Promise<unknown>; finding: RegExp }[] = [
  { name: 'an error on the console', commit: page => page.evaluate(() => console.error('planted')), finding: /^console\.error: planted/ },
  { name: 'a warning on the console', commit: page => page.evaluate(() => console.warn('planted')), finding: /^console\.warning: planted/ },
  {
    name: 'an error that nobody caught',
    commit: page =>
      page.evaluate(() => {
        setTimeout(() => {
          throw new Error('planted')
        })
      }),
    finding: /^uncaught: planted/
  },
  {
    name: 'something that the policy forbids',
    commit: page =>
      page.evaluate(() => {
        document.body.append(Object.assign(document.createElement('img'), { src: 'https://elsewhere.test/planted.png' }))
      }),
    finding: /^policy: img-src https:\/\/elsewhere\.test/
  },
  { name: 'a request to another origin', commit: page => page.goto(`${simulatorOrigin}/planted`), finding: /^request: .*\/planted$/ },
  {
    name: 'a request that breaks a rule of the wire',
    commit: () =>
      fetch(`${simulatorOrigin}/api/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${e2eKey}` },
        body: JSON.stringify({ model: 'demo/echo', messages: [{ role: 'user', content: 'planted' }], planted: true })
      }),
    finding: /^upstream: schema: .*planted/s
  }
]

test('the guard finds each of them', async ({ browser }) => {
  const context = await browser.newContext()
  const guard = await guardContext(context)
  const page = await context.newPage()
  await page.goto(appOrigin)
  expect(await guard.findings()).toEqual([])
  for (const { name, commit, finding } of offences) {
    await test.step(name, async () => {
      await commit(page)
      await expect.poll(() => guard.findings()).toContainEqual(expect.stringMatching(finding))
    })
  }
  await context.close()
  await resetSimulator()
})

test('the guard misses a complaint that was announced and did not come', async ({ browser }) => {
  const context = await browser.newContext()
  const guard = await guardContext(context)
  guard.expectConsole(/never/)
  expect(await guard.findings()).toEqual(['no complaint: /never/'])
  await context.close()
})

test('every test has the guard', async ({ page }) => {
  test.fail(true, 'The planted error must fail the test.')
  await page.goto('/')
  await page.evaluate(() => console.error('planted'))
})
