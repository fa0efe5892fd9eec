/** Files of questions and answers on the page: drawn without moving anything, reachable, named; and how they are served. */
import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../setup/e2e-test.ts'
import { dataUrl, pdf, png } from '../setup/sample-files.ts'
import { askByHttp, upload } from './ask-by-http.ts'
import { expectAccessible } from './expect-accessible.ts'

/** Its size, and where it stands in its entry: the page itself may still scroll to its end. */
function placeInEntry(picture: Locator): Promise<{ width: number; height: number; top: number }> {
  return picture.evaluate(image => {
    const { width, height, top } = image.getBoundingClientRect()
    return { width, height, top: top - (image.closest('article')?.getBoundingClientRect().top ?? 0) }
  })
}

/** Sum of all shifts of the page so far. */
function layoutShift(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>(resolve => {
        const observer = new PerformanceObserver(list => {
          observer.disconnect()
          resolve(list.getEntries().reduce((sum, entry) => sum + ('value' in entry ? Number(entry.value) : 0), 0))
        })
        observer.observe({ type: 'layout-shift', buffered: true })
        setTimeout(() => resolve(0), 500)
      })
  )
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test('an image and a PDF that were asked with, an image that was made, and one that could not be kept', async ({
      chat,
      page,
      simulator
    }) => {
      const made = [dataUrl('image/png', png(900, 600, 120)), 'data:image/png;base64,AAAA']
      await simulator.script({ text: 'Drawn.', images: made.map(url => ({ type: 'image_url', image_url: { url } })) })
      await chat.open()
      const ids = [
        await upload(page, 'holiday.png', 'image/png', png(1600, 1200, 200)),
        await upload(page, 'invoice.pdf', 'application/pdf', pdf())
      ]
      const conversationId = await askByHttp(page, 'Draw this.', { files: ids })

      // Slow pictures show whether their room was kept.
      await page.route('**/api/attachments/*', async route => {
        await new Promise(resolve => setTimeout(resolve, 700))
        await route.continue()
      })
      await page.goto(`/c/${conversationId}`)
      const picture = chat.question().getByRole('img', { name: 'holiday.png' })
      const reserved = await placeInEntry(picture)
      const border = 2
      expect(reserved.height - border).toBeCloseTo((reserved.width - border) * 0.75)
      await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1600)
      await expect
        .poll(() =>
          chat
            .answer()
            .getByRole('img', { name: 'Made by the model' })
            .evaluate((image: HTMLImageElement) => image.naturalWidth)
        )
        .toBe(900)
      expect(await placeInEntry(picture)).toEqual(reserved)
      expect(await layoutShift(page)).toBeLessThan(0.01)

      await expect(chat.answer().getByText('The model sent an image that is damaged. It is not kept.')).toBeVisible()
      const link = chat.question().getByRole('link', { name: 'invoice.pdf' })
      await expect(chat.question().getByRole('list', { name: 'Files' }).getByRole('listitem')).toHaveCount(2)
      await link.focus()
      const download = page.waitForEvent('download')
      await page.keyboard.press('Enter')
      expect((await download).suggestedFilename()).toBe('invoice.pdf')
      await expectAccessible(page, 'an attachment')
    })
  })
}

test('a file is served with what keeps it from being more than a file', async ({ chat, page }) => {
  await chat.open()
  const id = await upload(page, 'a.png', 'image/png', png())
  const response = await page.request.get(`/api/attachments/${id}`)
  expect(response.headers()).toMatchObject({
    'content-type': 'image/png',
    'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-cache',
    'cross-origin-resource-policy': 'same-origin'
  })
  const again = await page.request.get(`/api/attachments/${id}`, { headers: { 'if-none-match': response.headers().etag ?? '' } })
  expect(again.status()).toBe(304)
})
