/** Promises C1, C5: every request of a conversation is on its bill, and the bill is what it cost. */
import { describe, expect, test } from 'vitest'
import { GET as readCsv } from '../../app/api/conversations/[conversationId]/costs.csv/route.ts'
import { PUT as vote } from '../../app/api/conversations/[conversationId]/vote/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import { type ConversationBill, callsOf, type Ledger, sumOf } from '../../lib/cost/bill.ts'
import { database } from '../../lib/db/client.ts'
import { readBill } from '../../lib/db/conversation-bill.ts'
import { changeConversation, loadConversation, purgeDeletedConversations } from '../../lib/db/conversations.ts'
import { readCosts } from '../../lib/db/costs.ts'
import { NotFoundError } from '../../lib/errors.ts'
import { reconcileDue } from '../../lib/turn/reconcile-costs.ts'
import { useDatabase } from '../setup/database.ts'
import { answerOf, ask, comparisonOf, finished, start, withBody } from './comparison-driver.ts'
import { ConversationDriver } from './conversation-driver.ts'

const bill = (conversationId: string) => readBill(localUserId, conversationId)
const csv = (conversationId: string) => readCsv(new Request('http://127.0.0.1:3000/api'), { params: Promise.resolve({ conversationId }) })

const callsIn = (ledger: Ledger | undefined) => (ledger?.parts ?? []).flatMap(({ entries }) => callsOf(entries))
const allCalls = ({ ledgers }: ConversationBill) => ledgers.flatMap(callsIn)

/** "branch A2 1.0 1.1" */
function outline({ ledgers }: ConversationBill): string[] {
  return ledgers.flatMap(({ parts }) =>
    parts.flatMap(({ part, entries }) =>
      entries.map(
        ({ ordinal, lane, calls }) =>
          `${part} ${ordinal === null ? '-' : `A${ordinal}`}${lane === null ? '' : ` lane ${lane}`} ${calls.map(call => `${call.position}.${call.attempt}`).join(' ')}`
      )
    )
  )
}

/** Two answers, the second with a tool; the first was asked for once more, with a retry, and goes on with an own key. */
async function talk(): Promise<ConversationDriver> {
  const driver = await ConversationDriver.open({ titles: true })
  await driver.script({ reasoning: 'Let me think.', text: 'One.', cost: 0.001 }, { text: 'Tides', stream: false, cost: 0.000_01 })
  const first = await driver.ask('One?')
  await expect.poll(() => database().generation.count({ where: { kind: 'title', durationMs: { not: null } } })).toBe(1)
  await driver.script(
    { toolCalls: [{ name: 'calculator', arguments: '{"expression":"6*7"}' }], cost: 0.002 },
    { text: '42.', cost: 0.003, provider: '=HYPERLINK("x")' },
    { error: { kind: 'E4', after: 0, message: 'MALFORMED_FUNCTION_CALL' } },
    { text: 'Better.', cost: 0.000_000_000_004 },
    { text: 'Mine.', isByok: true, cost: 0.0018, upstreamCost: 0.036 }
  )
  await driver.ask('Two?')
  await driver.askAgain(first, { model: 'google/gemini-3-flash-preview' })
  await driver.ask('Three?')
  return driver
}

/** Looks up until nothing is pending. */
async function settle(): Promise<void> {
  const pendingRows = async () => {
    await reconcileDue(new Date(Date.now() + 24 * 3_600_000))
    return database().generation.count({ where: { costState: 'pending' } })
  }
  await expect.poll(pendingRows).toBe(0)
}

describe('the bill of a conversation', () => {
  useDatabase()

  test('has every request in the order of the tree, and adds up to the header, the costs and the bill upstream', async () => {
    const driver = await talk()
    await settle()
    const read = await bill(driver.conversationId)
    expect(outline(read)).toEqual(['branch A1 0.0 0.1', 'branch A2 0.0', 'others A1 0.0', 'others A2 0.0 1.0', 'titles - 0.0'])
    expect(read).toMatchObject({ title: 'Tides', kind: 'chat', isHidden: false, ledgers: [{ upstream: 'demo' }] })
    const sum = sumOf(allCalls(read))
    expect(sum.picoUsd).toBe(String(await driver.billPicoUsd()))
    expect(sum).toMatchObject((await loadConversation(localUserId, driver.conversationId))?.cost ?? {})
    expect(sum).toMatchObject((await readCosts(localUserId, driver.conversationId)).total)
    expect(allCalls(read).find(call => call.providerPicoUsd !== null)).toMatchObject({
      costPicoUsd: '37800000000',
      providerPicoUsd: '36000000000',
      feePicoUsd: '1800000000',
      costState: 'billed'
    })
  })

  test('says what is being looked up and when, until it is billed', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'Hi.', usage: null, generation: { notFound: 9 } })
    await driver.ask('Hi?')
    const [open] = allCalls(await bill(driver.conversationId))
    expect(open).toMatchObject({ costState: 'pending', costPicoUsd: null, nextLookupAt: expect.stringMatching(/^\d{4}-.*Z$/) })
    expect(sumOf(allCalls(await bill(driver.conversationId)))).toMatchObject({ picoUsd: '0', pending: 1 })
    await settle()
    const [settled] = allCalls(await bill(driver.conversationId))
    expect(settled).toMatchObject({ costState: 'billed', costPicoUsd: String(await driver.billPicoUsd()), nextLookupAt: null })
  })

  test('outlives the conversation, without its content', async () => {
    const driver = await talk()
    const { conversationId } = driver
    await settle()
    const before = sumOf(allCalls(await bill(conversationId)))
    await changeConversation(localUserId, conversationId, { deleted: true })
    const deleted = await bill(conversationId)
    await purgeDeletedConversations(new Date(Date.now() + 25 * 3_600_000))
    const purged = await bill(conversationId)
    expect(purged).toEqual(deleted)
    expect(outline(purged)).toEqual(['branch - 0.0 0.1', 'branch - 0.0', 'others - 0.0', 'others - 0.0 1.0', 'titles - 0.0'])
    expect(JSON.stringify(purged)).not.toContain('Tides')
    expect(purged.title).toBeNull()
    expect(sumOf(allCalls(purged))).toEqual(before)
  })

  test('of somebody else, or of nobody, is not found', async () => {
    const driver = await ConversationDriver.open()
    await driver.ask('Hi?')
    await expect(readBill('somebody-else', driver.conversationId)).rejects.toThrow(NotFoundError)
    await expect(bill('018f0000-0000-7000-8000-000000000000')).rejects.toThrow(NotFoundError)
    expect((await csv('018f0000-0000-7000-8000-000000000000')).status).toBe(404)
  })

  test('never adds the demo to what was billed', async () => {
    const driver = await talk()
    await settle()
    const [title] = await database().generation.findMany({ where: { kind: 'title' } })
    await database().generation.update({ where: { id: title?.id ?? '' }, data: { upstream: 'openrouter' } })
    const { ledgers } = await bill(driver.conversationId)
    expect(ledgers.map(({ upstream, parts }) => [upstream, ...parts.map(({ part }) => part)])).toEqual([
      ['openrouter', 'titles'],
      ['demo', 'branch', 'others']
    ])
    expect(sumOf(callsIn(ledgers[0])).picoUsd).toBe('10000000')
    expect(BigInt(sumOf(callsIn(ledgers[1])).picoUsd)).toBe((await driver.billPicoUsd()) - 10_000_000n)
    // The header and the costs say OpenRouter's sum, and the rows whose they are.
    const { rows, total } = await readCosts(localUserId, driver.conversationId)
    expect(total.picoUsd).toBe('10000000')
    expect((await loadConversation(localUserId, driver.conversationId))?.cost).toEqual(total)
    expect(rows.flatMap(row => (row.upstream === 'openrouter' ? row.kind : []))).toEqual(['title'])
  })

  test('of a comparison is read by lane, its merge and what it went on with beside it; blind only after the vote', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'One.' }, { text: 'Two.' })
    const request = comparisonOf(['openai/o3', 'openai/gpt-5-mini'], { blind: true })
    const { id: conversationId } = await start(request)
    const detail = await finished(conversationId)
    expect(await bill(conversationId)).toEqual({
      conversationId,
      kind: 'compare',
      title: detail.title,
      isHidden: true,
      ledgers: []
    })
    const refused = await csv(conversationId)
    expect([refused.status, (await refused.json()).error.code]).toEqual([409, 'vote_first'])

    await vote(withBody('PUT', { questionId: request.message.id, lane: 1 }), { params: Promise.resolve({ conversationId }) })
    await driver.script({ text: 'Both.' }, { text: 'More.' })
    await ask(conversationId, null, 'Merge.', { model: 'openai/o3', purpose: 'merge' })
    await ask(conversationId, answerOf(detail, 1).id, 'Go on.', { model: 'openai/gpt-5-mini' })
    const read = await bill(conversationId)
    expect(outline(read)).toEqual(['lanes A1 lane 0 0.0', 'lanes A1 lane 1 0.0', 'lanes A1 0.0', 'branch A2 0.0'])
    expect(sumOf(allCalls(read)).picoUsd).toBe(String(await driver.billPicoUsd()))
  })

  test('as CSV has every digit, and nothing that a spreadsheet would run', async () => {
    const driver = await talk()
    await settle()
    const response = await csv(driver.conversationId)
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const [head = '', ...lines] = (await response.text()).trimEnd().split('\r\n')
    expect(lines).toHaveLength(allCalls(await bill(driver.conversationId)).length)
    expect(head).toContain('Model asked,Model served,Provider')
    expect(lines.filter(line => line.includes(',0.000000000004,billed,'))).toHaveLength(1)
    expect(lines.filter(line => line.includes(`"'=HYPERLINK(""x"")"`))).toHaveLength(1)
  })

  test('leads to a message on another branch without selecting it', async () => {
    const driver = await talk()
    const { conversationId } = driver
    const { ledgers } = await bill(conversationId)
    const elsewhere = ledgers[0]?.parts.find(({ part }) => part === 'others')?.entries ?? []
    const before = await loadConversation(localUserId, conversationId)
    const shown = await loadConversation(localUserId, conversationId, elsewhere[0]?.messageId)
    expect(shown?.selectedLeafId).toBe(elsewhere[1]?.messageId)
    expect(before?.selectedLeafId).not.toBe(elsewhere[1]?.messageId)
    expect(await loadConversation(localUserId, conversationId)).toEqual(before)
    const onBranch = before?.messages.find(message => message.id === before.selectedLeafId)?.metadata?.parentId
    expect((await loadConversation(localUserId, conversationId, onBranch))?.selectedLeafId).toBe(before?.selectedLeafId)
    expect((await loadConversation(localUserId, conversationId, 'nowhere'))?.selectedLeafId).toBe(before?.selectedLeafId)
  })
})
