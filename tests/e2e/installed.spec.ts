/** Steno as an application of its own: what a browser asks before it offers to install one. */
import { expect, test } from '../setup/e2e-test.ts'

test('a browser finds nothing that stands against installing it', async ({ chat, page }) => {
  await chat.open()
  const session = await page.context().newCDPSession(page)
  const { url, errors } = await session.send('Page.getAppManifest')
  expect(errors).toEqual([])
  const manifest = await (await page.request.get(url)).json()
  expect(manifest).toMatchObject({ name: 'Steno', start_url: '/', display: 'standalone' })
  for (const { src, type } of manifest.icons) {
    const icon = await page.request.get(src)
    expect(`${icon.status()} ${icon.headers()['content-type']}`).toBe(`200 ${type}`)
  }
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
  // Tests run in a context like a private window, from which no browser installs.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([])
})

test('what surrounds the page has the colour of its theme', async ({ chat, page }) => {
  await chat.open()
  const colors = () =>
    page.locator('meta[name="theme-color"]').evaluateAll(elements => elements.map(element => element.getAttribute('content')))
  expect(await colors()).toEqual(['#fafbf8', '#141817'])
  await chat.sidebar.getByRole('link', { name: 'Settings' }).click()
  await page.getByText('Dark', { exact: true }).click()
  await expect.poll(colors).toEqual(['#141817', '#141817'])
  await page.reload()
  expect(await colors()).toEqual(['#141817', '#141817'])
})
