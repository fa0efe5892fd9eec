/** Promise C7: what is sent at the same time does not pass a budget together; counted where the calls arrive. */
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { localUserId } from '../../lib/auth/local-user.ts'
import type { NewBudget } from '../../lib/chat/budget.ts'
import type { TurnSettings } from '../../lib/chat/turn-request.ts'
import { deleteBudget } from '../../lib/db/budgets.ts'
import { database } from '../../lib/db/client.ts'
import { changeConversation } from '../../lib/db/conversations.ts'
import { saveUserSettings } from '../../lib/db/settings.ts'
import { AppError } from '../../lib/errors.ts'
import { changeBudget, createBudget, readBudgets } from '../../lib/turn/budget-list.ts'
import { readCatalogue } from '../../lib/turn/catalogue.ts'
import { startComparison } from '../../lib/turn/start-comparison.ts'
import { startTurn } from '../../lib/turn/start-turn.ts'
import { useDatabase } from '../setup/database.ts'
import { comparisonOf, finished } from './comparison-driver.ts'
import { ConversationDriver, textOf } from './conversation-driver.ts'

/** 3 dollars a million tokens in, 15 out. */
const model = 'anthropic/claude-sonnet-4.5'
const maxTokens = 100
const dollars = (amount: number) => String(Math.round(amount * 1e6) * 1_000_000)

async function open() {
  const driver = await ConversationDriver.open()
  await readCatalogue(localUserId)
  return driver
}

async function budget(limitPicoUsd: string, change: Partial<NewBudget> = {}): Promise<string> {
  const { budgets } = await createBudget(localUserId, { scope: 'day', action: 'stop', limitPicoUsd, ...change } as NewBudget)
  const made = budgets.find(view => view.limitPicoUsd === limitPicoUsd)
  if (!made) throw new Error('The budget is not listed')
  return made.id
}

const standing = async () => (await readBudgets(localUserId)).budgets[0]

/** A first question in a conversation of its own. */
function send(settings: Partial<TurnSettings> = {}, change: { overBudget?: true; conversationId?: string } = {}) {
  return startTurn(localUserId, {
    trigger: 'submit-message',
    conversationId: uuidv7(),
    parentId: null,
    assistantMessageId: uuidv7(),
    message: { id: uuidv7(), parts: [{ type: 'text', text: 'Go.' }] },
    settings: { model, maxTokens, ...settings },
    ...change
  })
}

/** Sends at the same time; answers with how many were taken, and the refusals. */
async function sendMany(count: number) {
  const sent = await Promise.allSettled(Array.from({ length: count }, () => send()))
  const refusals = sent.flatMap(result => (result.status === 'rejected' ? [result.reason as unknown] : []))
  const streams = sent.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
  await Promise.all(streams.map(stream => new Response(stream).text()))
  return { taken: streams.length, refusals }
}

/** What one such question holds. */
async function reserveOfOne(driver: ConversationDriver): Promise<bigint> {
  await driver.script({ text: 'Short.' })
  const id = await budget(dollars(1000))
  await new Response(await send()).text()
  const row = await database().generation.findFirstOrThrow()
  await deleteBudget(localUserId, id)
  await database().generation.deleteMany()
  return row.reservedPicoUsd ?? 0n
}

async function refusalOf(sent: Promise<unknown>): Promise<AppError> {
  const error: unknown = await sent.then(
    () => null,
    (reason: unknown) => reason
  )
  if (!(error instanceof AppError)) throw new Error(`Not refused: ${String(error)}`)
  return error
}

describe('a budget', () => {
  useDatabase()

  test('with room for one, and 50 questions at once: one reaches the upstream', async () => {
    const driver = await open()
    const one = await reserveOfOne(driver)
    const before = (await driver.requests()).length
    await budget(String(one))
    await driver.script({ text: 'abcd'.repeat(30), tokensPerSecond: 60 })
    const { taken, refusals } = await sendMany(50)
    expect((await driver.requests()).length - before).toBe(1)
    expect(taken).toBe(1)
    expect(refusals).toHaveLength(49)
    for (const refusal of refusals) expect(refusal).toMatchObject({ code: 'budget_reached', httpStatus: 402 })
    // Those that were refused have left nothing behind.
    expect(await database().message.count({ where: { role: 'user', id: { not: '' } } })).toBe(2)
    expect(await database().generation.count()).toBe(1)
  })

  test('with less than one left lets none of 50 through, and with room for three as many as fit', async () => {
    const driver = await open()
    const one = await reserveOfOne(driver)
    const before = (await driver.requests()).length
    const id = await budget(String(one - 1n))
    expect((await sendMany(50)).taken).toBe(0)
    expect((await driver.requests()).length).toBe(before)
    // While they run nothing is settled: holding for all of them is what keeps the fourth out.
    await changeBudget(localUserId, id, { limitPicoUsd: String(3n * one) })
    await driver.script({ text: 'abcd'.repeat(60), tokensPerSecond: 60, cost: 0.000_001 })
    const { taken } = await sendMany(50)
    expect(taken).toBe(3)
    expect((await driver.requests()).length - before).toBe(3)
  })

  test('gives back what was held when the cost is known, and holds it while it is not', async () => {
    const driver = await open()
    const one = await reserveOfOne(driver)
    await budget(String(one))
    await driver.script({ text: 'Cheap.', cost: 0.000_002 })
    await new Response(await send()).text()
    expect(await standing()).toMatchObject({ spentPicoUsd: '2000000', reservedPicoUsd: '0' })

    await database().generation.updateMany({ data: { costState: 'pending', costPicoUsd: null } })
    expect(await standing()).toMatchObject({ spentPicoUsd: '0', reservedPicoUsd: String(one) })
    const { budget: refused } = await refusalOf(send())
    expect(refused).toMatchObject({ scope: 'day', spentPicoUsd: '0', reservedPicoUsd: String(one), estimatePicoUsd: String(one) })

    await database().generation.updateMany({ data: { costState: 'unknown' } })
    expect(await standing()).toMatchObject({ spentPicoUsd: '0', reservedPicoUsd: '0', unknown: 1 })
    await new Response(await send()).text()
  })

  test('that asks lets a confirmed question through, once, and with it its later steps', async () => {
    const driver = await open()
    await budget('1000000', { action: 'ask' })
    const request = {
      trigger: 'submit-message' as const,
      conversationId: driver.conversationId,
      parentId: null,
      assistantMessageId: uuidv7(),
      message: { id: uuidv7(), parts: [{ type: 'text' as const, text: '6 * 7?' }] },
      settings: { model, maxTokens }
    }
    expect((await refusalOf(startTurn(localUserId, request))).budget).toMatchObject({ action: 'ask', limitPicoUsd: '1000000' })
    await driver.script({ toolCalls: [{ name: 'calculator', arguments: '{"expression":"6*7"}' }], cost: 0.01 }, { text: '42' })
    const confirmed = { ...request, overBudget: true as const }
    await new Response(await startTurn(localUserId, confirmed)).text()
    await new Response(await startTurn(localUserId, confirmed)).text()
    expect((await driver.requests()).length).toBe(2)
    expect(textOf(await driver.message(request.assistantMessageId))).toBe('42')
    expect((await refusalOf(startTurn(localUserId, request))).code).toBe('idempotency_mismatch')
  })

  test('that stops is not confirmed away', async () => {
    const driver = await open()
    await budget('1000000')
    expect((await refusalOf(send({}, { overBudget: true }))).budget).toMatchObject({ action: 'stop' })
    expect(await driver.requests()).toEqual([])
  })

  test('that is reached within a tool loop ends the turn: its text is kept, its tool does not run', async () => {
    const driver = await open()
    const one = await reserveOfOne(driver)
    const before = (await driver.requests()).length
    await budget(String(one), { action: 'ask' })
    await driver.script(
      { text: 'Let me see.', toolCalls: [{ name: 'calculator', arguments: '{"expression":"6*7"}' }], cost: Number(one) / 1e12 },
      { text: 'Never asked.' }
    )
    const answer = await driver.ask('Go.', { maxTokens })
    expect(answer.metadata).toMatchObject({ status: 'failed', failure: { code: 'budget_reached' }, costPicoUsd: String(one) })
    expect(textOf(answer)).toBe('Let me see.')
    expect((await driver.requests()).length - before).toBe(1)
    expect(await driver.ledger(answer.id)).toMatchObject([{ costState: 'billed', costPicoUsd: one }])
    expect(await database().toolCall.findMany()).toMatchObject([{ output: null }])
  })

  test('counts a retry: one for which there is no room is not made', async () => {
    const driver = await open()
    const one = await reserveOfOne(driver)
    await budget(String(one), { action: 'ask' })
    await driver.script({ http: { status: 503 } }, { text: 'Second.', cost: 0 })
    const refused = await driver.ask('Go.', { maxTokens })
    expect(refused.metadata?.status, 'refused upstream it costs nothing: its place is free again').toBe('complete')
    expect(await driver.ledger(refused.id)).toMatchObject([{ costPicoUsd: 0n }, { costPicoUsd: 0n, reservedPicoUsd: one }])

    // What a first try may have cost is held on: there is no room for a second.
    const before = (await driver.requests()).length
    await driver.script({ finishReason: 'error' }, { text: 'Never asked.' })
    const billed = await driver.ask('And now?', { maxTokens: maxTokens - 20 })
    expect(billed.metadata).toMatchObject({ status: 'failed', failure: { code: 'budget_reached' } })
    expect((await driver.requests()).length - before).toBe(1)
    expect(await driver.ledger(billed.id)).toMatchObject([
      { costState: 'pending', reservedPicoUsd: expect.any(BigInt), attempt: 0 },
      { costPicoUsd: 0n, costState: 'billed', errorCode: 'budget_reached', reservedPicoUsd: null, attempt: 1 }
    ])
  })

  test('caps an answer at what it has left, and names itself', async () => {
    const driver = await open()
    const one = await reserveOfOne(driver)
    await budget(String(one * 2n))
    await driver.script({ text: 'abcd'.repeat(4000), tokensPerSecond: 2000 })
    const answer = await driver.ask('Go.', { maxTokens })
    expect(answer.metadata).toMatchObject({ status: 'stopped', cap: { picoUsd: String(one * 2n), budget: 'day' } })
  })

  test('counts the lanes of a comparison together: all or none', async () => {
    const driver = await open()
    const one = await reserveOfOne(driver)
    const before = (await driver.requests()).length
    const id = await budget(String(one * 2n))
    const lanes = [0, 1, 2].map(() => ({ assistantMessageId: uuidv7(), settings: { model, maxTokens } }))
    const comparison = comparisonOf([], { lanes, message: { id: uuidv7(), parts: [{ type: 'text', text: 'Go.' }] } })
    expect((await refusalOf(startComparison(localUserId, comparison))).budget).toMatchObject({ estimatePicoUsd: String(3n * one) })
    expect(await database().conversation.count({ where: { id: comparison.conversationId } })).toBe(0)
    expect((await driver.requests()).length).toBe(before)
    await changeBudget(localUserId, id, { limitPicoUsd: String(one * 3n) })
    await startComparison(localUserId, comparison)
    await finished(comparison.conversationId)
    expect((await driver.requests()).length - before).toBe(3)
  })

  test('refuses what has no price, and lets through what is free', async () => {
    const driver = await open()
    await budget('1000000')
    expect((await refusalOf(send({ model: 'nobody/unlisted' }))).budget).toMatchObject({ estimatePicoUsd: null })
    expect(await driver.requests()).toEqual([])
    globalThis.stenoModelInfo?.get('demo')?.infos.set('qwen/qwen3-next:free', { supportsPromptCache: false, inputPrice: 0, outputPrice: 0 })
    for (const spentBefore of [0n, 2_000_000n]) {
      await database().generation.updateMany({ data: { costPicoUsd: spentBefore } })
      expect(await new Response(await send({ model: 'qwen/qwen3-next:free' })).text()).toContain('"status":"complete"')
    }
    expect(await driver.requests()).toHaveLength(2)
  })

  test('of a model or a conversation counts that alone', async () => {
    const driver = await open()
    await driver.ask('First.', { maxTokens })
    await budget('1000000', { scope: 'conversation', target: driver.conversationId } as Partial<NewBudget>)
    await budget('1000001', { scope: 'model', target: 'openai/gpt-5-mini' } as Partial<NewBudget>)
    expect((await refusalOf(driver.start('Second.', { maxTokens }))).budget?.scope).toBe('conversation')
    expect((await refusalOf(send({ model: 'openai/gpt-5-mini' }))).budget?.scope).toBe('model')
    expect((await refusalOf(send({ fallbackModels: ['openai/gpt-5-mini'] }))).budget?.scope).toBe('model')
    await new Response(await send()).text()

    await changeConversation(localUserId, driver.conversationId, { deleted: true })
    expect((await readBudgets(localUserId)).budgets.map(({ scope }) => scope)).toEqual(['model'])
  })

  test('of a model holds for every question that may go to it instead, and counts those that did', async () => {
    const driver = await open()
    const mini = 'openai/gpt-5-mini'
    const id = await budget(dollars(1000), { scope: 'model', target: mini } as Partial<NewBudget>)
    const ask = () => send({ fallbackModels: [mini] })
    // Answers are named by dated slugs.
    await driver.script({ text: 'Instead.', model: `${mini}-2025-08-07`, cost: 0.000_002 }, { text: 'Itself.', cost: 0.000_003 })
    await new Response(await ask()).text()
    await new Response(await ask()).text()
    expect(await standing()).toMatchObject({ spentPicoUsd: '2000000', reservedPicoUsd: '0' })

    const { reservedPicoUsd: one } = await database().generation.findFirstOrThrow()
    const before = (await driver.requests()).length
    await changeBudget(localUserId, id, { limitPicoUsd: String(2_000_000n + (one ?? 0n)) })
    await driver.script({ text: 'abcd'.repeat(60), tokensPerSecond: 60 })
    const sent = await Promise.allSettled(Array.from({ length: 5 }, ask))
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of sent) if (result.status === 'fulfilled') await new Response(result.value).text()
    expect((await driver.requests()).length - before).toBe(1)
  })

  test('lets no title be written that it has no room for', async () => {
    const driver = await open()
    const one = await reserveOfOne(driver)
    // The first answer has had its look whether a title is wanted, and none was.
    await new Promise(resolve => setTimeout(resolve, 200))
    await saveUserSettings(localUserId, { titles: true })
    const before = (await driver.requests()).length
    await budget(String(one))
    await driver.script({ text: 'By the moon.', cost: Number(one) / 1e12 }, { text: 'Never asked', stream: false })
    await driver.ask('Go.', { maxTokens })
    await new Promise(resolve => setTimeout(resolve, 200))
    expect((await driver.requests()).length - before).toBe(1)
    expect(await database().generation.count({ where: { kind: 'title' } })).toBe(0)
  })

  test('of another upstream, another user or another day does not count', async () => {
    const driver = await open()
    const one = await reserveOfOne(driver)
    await new Response(await send()).text()
    await budget(String(one))
    await database().generation.updateMany({ data: { costPicoUsd: one * 10n } })
    expect((await refusalOf(send())).code).toBe('budget_reached')
    await database().generation.updateMany({ data: { upstream: 'openrouter' } })
    expect(await standing()).toMatchObject({ spentPicoUsd: '0' })
    await database().generation.updateMany({ data: { upstream: 'demo', createdAt: new Date(Date.now() - 48 * 3_600_000) } })
    await new Response(await send()).text()
  })
})
