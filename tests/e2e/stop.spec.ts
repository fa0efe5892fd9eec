/** Stop keeps the text, ends the upstream request within a second and finds out the cost (B4, C3). Scripted: OpenRouter. */
import { formatCost } from '../../lib/cost/format.ts'
import { picoUsd } from '../../lib/cost/pico-usd.ts'
import { expect, test } from '../setup/e2e-test.ts'
import type { ChatDriver } from './chat-driver.ts'

const ways: [string, (chat: ChatDriver) => Promise<void>][] = [
  ['the button', chat => chat.stop.click()],
  ['Esc', chat => chat.page.keyboard.press('Escape')]
]

for (const [name, stop] of ways) {
  test(`${name} stops an answer`, async ({ chat, page, simulator }) => {
    const text = 'One more of many words. '.repeat(200)
    // All the first questions about the cost come too early: what is pending can be seen.
    await simulator.script({ text, tokensPerSecond: 40, generation: { notFound: 4 } })
    await chat.open()
    await chat.ask(`Write until ${name} stops you.`)
    const answer = chat.answer()
    const shown = answer.getByText(/^One more of many words/)
    await expect(shown).toContainText('words. One more')
    const before = (await shown.textContent()) ?? ''
    const answered = page.waitForResponse(/\/stop$/)
    await stop(chat)
    const stoppedAt = (await answered).request().timing().startTime

    await expect(answer.getByText('Stopped by you')).toBeVisible()
    await expect(answer.getByText('pending', { exact: true })).toBeVisible()
    await expect.poll(() => simulator.streams('aborted')).toHaveLength(1)
    const [stream] = await simulator.streams('aborted')
    expect((stream?.endedAt ?? Number.POSITIVE_INFINITY) - stoppedAt).toBeLessThan(1000)
    await chat.ended()
    const kept = await chat.textOf(answer)
    expect(kept.startsWith(before.trim())).toBe(true)
    expect(text.startsWith(kept)).toBe(true)

    await expect(answer.getByText('billed', { exact: true }), 'without a reload').toBeVisible({ timeout: 40_000 })
    const cost = formatCost(picoUsd(BigInt((await simulator.bill()).picoUsd)), 'note')
    await expect(answer.getByText(cost)).toBeVisible()
    await expect(chat.header.getByText(cost)).toBeVisible()

    await page.reload()
    await expect(answer.getByText('Stopped by you')).toBeVisible()
    await expect(shown).toHaveText(kept.trim())
  })
}
