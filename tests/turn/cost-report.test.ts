/** Promises C1 and C6 from the turn to the dashboard: every table is the bill, and says whose money was thrown away. */
import { describe, expect, test } from 'vitest'
import { PUT as vote } from '../../app/api/conversations/[conversationId]/vote/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import { parsePeriod } from '../../lib/cost/period.ts'
import type { CostReport, CostRow } from '../../lib/cost/report.ts'
import { changeConversation, purgeDeletedConversations } from '../../lib/db/conversations.ts'
import { readCostReport } from '../../lib/db/cost-report.ts'
import { readCatalogue } from '../../lib/turn/catalogue.ts'
import { useDatabase } from '../setup/database.ts'
import { comparisonOf, finished, start, withBody } from './comparison-driver.ts'
import { ConversationDriver } from './conversation-driver.ts'

async function reportOf(name = 'all'): Promise<CostReport> {
  const today = new Date().toISOString().slice(0, 10)
  const period = parsePeriod(name, 'UTC', { since: today, today })
  if (!period) throw new Error(name)
  return readCostReport(localUserId, 'demo', period)
}

const added = (rows: readonly CostRow[]) => rows.reduce((sum, row) => sum + BigInt(row.sum.picoUsd), 0n)

function expectBill(report: CostReport, bill: bigint): void {
  expect(BigInt(report.total.picoUsd)).toBe(bill)
  for (const table of [report.byModel, report.byProvider, report.byKind, report.byConversation]) expect(added(table)).toBe(bill)
  const slots = report.slots.flatMap(slot => [...Object.values(slot.amounts), slot.others])
  expect(slots.reduce((sum, amount) => sum + BigInt(amount), 0n)).toBe(bill)
}

describe('the cost report', () => {
  useDatabase()

  test('is the bill of turns with tools, thought, cache, retries and a title', async () => {
    const driver = await ConversationDriver.open({ titles: true })
    await readCatalogue(localUserId)
    const call = { name: 'calculator', arguments: '{"expression": "6 * 7"}' }
    await driver.script(
      { reasoning: { text: 'Let me see.', tokens: 40 }, toolCalls: [call] },
      { text: '42.' },
      { text: 'Forty-two', stream: false, cost: 0.000_012_3 },
      { http: { status: 429, headers: { 'Retry-After': '0' } } },
      { text: 'Yes.', usage: { prompt_tokens: 2000, prompt_tokens_details: { cached_tokens: 1500, cache_write_tokens: 0 } } }
    )
    await driver.ask('Six times seven?')
    await expect.poll(async () => (await reportOf()).byKind.map(row => row.key)).toContain('title')
    await driver.ask('Sure?')
    await expect.poll(async () => (await reportOf()).total.pending).toBe(0)
    const report = await reportOf()
    expectBill(report, await driver.billPicoUsd())
    expect(report.total).toMatchObject({ requests: 5, answers: 2, discarded: 0, unknown: 0, reasoningTokens: 40 })
    expect(BigInt(report.total.reasoningPicoUsd)).toBeGreaterThan(0n)
    expect(BigInt(report.total.reasoningPicoUsd)).toBeLessThan(BigInt(report.total.picoUsd))
    // 1,500 tokens at 3 dollars a million, instead of a tenth of it.
    expect(report.total.cacheSavedPicoUsd).toBe('4050000000')
  })

  test('knows what was thrown away: a second answer discards the first, going back the second, and deleting changes nothing', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'One.', cost: 0.001 }, { text: 'Two.', cost: 0.002 }, { text: 'Three.', cost: 0.004 })
    const first = await driver.ask('Say a number.')
    expect((await reportOf()).total).toMatchObject({ answers: 1, discarded: 0, discardedPicoUsd: '0' })
    const second = await driver.askAgain(first)
    expect((await reportOf()).total).toMatchObject({ answers: 2, discarded: 1, discardedPicoUsd: '1000000000' })
    await driver.ask('And another?')
    await changeConversation(localUserId, driver.conversationId, { selectedLeafId: first.id })
    expect((await reportOf()).total).toMatchObject({ answers: 3, discarded: 2, discardedPicoUsd: '6000000000' })
    await changeConversation(localUserId, driver.conversationId, { selectedLeafId: second.id })
    expect((await reportOf()).total).toMatchObject({ discarded: 2, discardedPicoUsd: '5000000000' })

    const bill = await driver.billPicoUsd()
    await changeConversation(localUserId, driver.conversationId, { deleted: true })
    expect((await reportOf()).byConversation).toMatchObject([{ key: driver.conversationId, title: null }])
    await purgeDeletedConversations(new Date(Date.now() + 48 * 3_600_000))
    const after = await reportOf()
    expectBill(after, bill)
    expect(after.total).toMatchObject({ answers: 3, discarded: 2, discardedPicoUsd: '5000000000' })
  })

  test('names neither models nor providers of a blind comparison before its vote, and all of them after it', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'One.' }, { text: 'Two.' })
    const models = ['anthropic/claude-sonnet-4.5', 'openai/gpt-5-mini']
    const request = comparisonOf(models, { blind: true })
    await start(request)
    await finished(request.conversationId)
    const hidden = await reportOf()
    expectBill(hidden, await driver.billPicoUsd())
    expect(hidden.byModel.map(row => row.key)).toEqual([''])
    expect(hidden.byProvider.map(row => row.key)).toEqual([''])
    expect(hidden.byConversation.map(row => row.key)).toEqual([''])
    expect(JSON.stringify([hidden, await reportOf(new Date().toISOString().slice(0, 10))])).not.toMatch(/claude|gpt|anthropic|openai/i)
    const params = Promise.resolve({ conversationId: request.conversationId })
    expect((await vote(withBody('PUT', { questionId: request.message.id, lane: 0 }), { params })).status).toBe(200)
    const shown = await reportOf()
    expectBill(shown, await driver.billPicoUsd())
    expect(shown.byModel.map(row => row.key).sort()).toEqual(models)
    expect(shown.byConversation.map(row => row.key)).toEqual([request.conversationId])
  })
})
