/** Titles: one cheap call after the first whole answer, on the ledger (C1, C2), and never in anybody's way. */
import { describe, expect, test } from 'vitest'
import { localUserId } from '../../lib/auth/local-user.ts'
import { database } from '../../lib/db/client.ts'
import { changeConversation, listConversations } from '../../lib/db/conversations.ts'
import { releaseAbandonedGenerations } from '../../lib/db/ledger.ts'
import { saveUserSettings } from '../../lib/db/settings.ts'
import type { ScriptStep } from '../../lib/simulator/script.ts'
import { readCatalogue } from '../../lib/turn/catalogue.ts'
import { hub } from '../../lib/turn/hub.ts'
import { reconcileDue } from '../../lib/turn/reconcile-costs.ts'
import { upstreamOf } from '../../lib/turn/upstream.ts'
import { writeTitle } from '../../lib/turn/write-title.ts'
import { useDatabase } from '../setup/database.ts'
import { lockDatabase } from '../setup/locked-database.ts'
import { comparisonOf, start } from './comparison-driver.ts'
import { ConversationDriver, textOf } from './conversation-driver.ts'

const question = 'How do tides work?'

const titleCalls = () => database().generation.findMany({ where: { kind: 'title' } })

async function listed() {
  const [summary] = (await listConversations(localUserId)).conversations
  if (!summary) throw new Error('No conversation is listed')
  return summary
}

/** A conversation with its first answer, whose title this step answers; settled when the row is. */
async function titled(step: ScriptStep, text = question): Promise<ConversationDriver> {
  const driver = await ConversationDriver.open({ titles: true })
  await driver.script({ text: 'By the moon.' }, { ...step, stream: false })
  await driver.ask(text)
  await expect.poll(async () => (await titleCalls()).map(row => row.durationMs === null)).toEqual([false])
  return driver
}

/** An answer whose headers do not say which generation it is. */
const unnamed = { 'X-Generation-Id': '' }

describe('a title', () => {
  useDatabase()

  test('is billed though the database was locked when it came', async () => {
    const driver = await ConversationDriver.open({ titles: true })
    await driver.script({ text: 'By the moon.' }, { text: 'Tides and the moon', cost: 0.0000123, stream: false, delayMs: 55_000 })
    await driver.ask(question)
    await expect.poll(titleCalls).toHaveLength(1)
    await expect.poll(() => driver.requests()).toHaveLength(2)
    await lockDatabase(() => driver.release())
    await expect.poll(async () => (await titleCalls())[0]).toMatchObject({ costState: 'billed', costPicoUsd: 12_300_000n })
  })

  test('is written by the cheapest listed model after the first answer, and its cost is in the total', async () => {
    const driver = await ConversationDriver.open({ titles: true })
    await readCatalogue(localUserId)
    const told: string[] = []
    hub().listen(localUserId, event => told.push(event.type))
    await driver.script({ text: 'By the moon.' }, { text: 'Tides and the moon', cost: 0.0000123, stream: false })
    const answer = await driver.ask(question)
    await expect.poll(async () => (await listed()).title).toBe('Tides and the moon')
    await expect.poll(() => told).toContain('conversation')
    const [row] = await titleCalls()
    expect(row).toMatchObject({
      kind: 'title',
      model: 'google/gemini-3.1-flash-lite',
      costState: 'billed',
      costPicoUsd: 12_300_000n,
      messageId: null,
      conversationId: driver.conversationId,
      openRouterId: expect.stringMatching(/^gen-/),
      finishReason: 'stop'
    })
    expect(row?.inputTokens).toBeGreaterThan(0)
    expect((await listed()).cost).toEqual({ picoUsd: String(await driver.billPicoUsd()), pending: 0, unknown: 0 })
    expect((await driver.message(answer.id)).metadata?.costPicoUsd).toBe(String((await driver.billPicoUsd()) - 12_300_000n))

    await driver.script({ text: 'By the sun as well.' })
    await driver.ask('And the sun?')
    expect(await titleCalls(), 'once').toHaveLength(1)
  })

  test('is asked for with the beginnings of question and answer, not streamed', async () => {
    const driver = await titled({ text: 'Long' }, `Why? ${'q'.repeat(5000)}`)
    const call = (await driver.requests()).find(body => body.stream !== true)
    const sent = JSON.stringify(call?.messages)
    expect(sent.match(/q/g)?.length).toBeLessThan(2000)
    expect(sent).toContain('By the moon.')
    expect(call).toMatchObject({ model: expect.any(String), max_tokens: 400 })
    expect(call?.session_id).toBeUndefined()
  })

  test.each([
    ['markdown', '## **Tides**, explained', 'Tides, explained'],
    ['lines', 'Tides\n\nand more', 'Tides'],
    ['quotes', '"Tides"', 'Tides'],
    ['HTML', '<img src=x onerror=alert(1)>Tides', 'Tides'],
    ['10 kB', 'tides '.repeat(1700), question],
    ['nothing', '', question]
  ])('of %s is made plain, or the old one stays', async (_, text, title) => {
    await titled({ text })
    await expect.poll(async () => (await listed()).title).toBe(title)
    expect(await titleCalls()).toMatchObject([{ costState: 'billed' }])
  })

  test.each<[string, ScriptStep, object]>([
    ['refused', { http: { status: 402 } }, { costState: 'billed', costPicoUsd: 0n }],
    ['overloaded', { http: { status: 503 } }, { costState: 'billed', costPicoUsd: 0n }],
    [
      'cut short by its limit',
      { text: 'Tides and', finishReason: 'length', cost: 0.002 },
      { costState: 'billed', costPicoUsd: 2_000_000_000n }
    ],
    ['an error inside a 200', { text: 'x', error: { kind: 'E3' } }, { costState: 'billed', costPicoUsd: 0n }],
    ['cut off', { text: 'x', error: { kind: 'E6_reset' }, cost: 0.003 }, { costState: 'billed', costPicoUsd: 3_000_000_000n }],
    ['without a cost', { text: '-', cost: null }, { costState: 'billed' }],
    ['never to be found', { text: '-', usage: null, generation: { status: 404 } }, { costState: 'pending', costPicoUsd: null }]
  ])('%s: the old one stays, the row tells the truth', async (_, step, row) => {
    const driver = await titled(step)
    await expect.poll(titleCalls).toMatchObject([row])
    expect((await listed()).title).toBe(question)
    const [call] = await titleCalls()
    if (call?.costState === 'billed') expect(BigInt((await listed()).cost.picoUsd)).toBe(await driver.billPicoUsd())
    expect(await titleCalls(), 'a title is not worth a retry').toHaveLength(1)
  })

  test('whose generation is named in the body alone is looked up by that name', async () => {
    const choices = [{ message: { role: 'assistant', content: 'Tides' }, finish_reason: 'stop' }]
    await titled({
      http: { status: 200, headers: unnamed, body: { id: 'gen-body', object: 'chat.completion', created: 1, model: 'm/m', choices } }
    })
    expect(await titleCalls()).toMatchObject([{ openRouterId: 'gen-body', costState: 'pending', nextLookupAt: expect.any(Date) }])
    expect((await listed()).title).toBe('Tides')
  })

  test('that could not be asked for without a connection was not billed', async () => {
    const driver = await titled({ http: { status: 402 } })
    await database().generation.deleteMany({ where: { kind: 'title' } })
    const upstream = { ...(await upstreamOf(localUserId)), baseUrl: 'http://no-such-host.invalid/api/v1' }
    await writeTitle({ userId: localUserId, conversationId: driver.conversationId, model: 'openai/gpt-5-mini', upstream })
    expect(await titleCalls()).toMatchObject([{ costState: 'billed', costPicoUsd: 0n, errorCode: 'title_failed' }])
  })

  test('that takes too long is given up, its cost looked up', async () => {
    const driver = await titled({ http: { status: 402 } })
    await database().generation.deleteMany({ where: { kind: 'title' } })
    await driver.script({ text: 'Late', firstTokenMs: 20_000, stream: false })
    const upstream = await upstreamOf(localUserId)
    await writeTitle({ userId: localUserId, conversationId: driver.conversationId, model: 'openai/gpt-5-mini', upstream }, 2000)
    expect((await listed()).title).toBe(question)
    await expect
      .poll(async () => {
        await reconcileDue(new Date(Date.now() + 60_000))
        return (await titleCalls()).map(row => row.costState)
      })
      .toEqual(['billed'])
    expect(BigInt((await listed()).cost.picoUsd)).toBe(await driver.billPicoUsd())
  })

  test('does not hold the answer up', async () => {
    const driver = await ConversationDriver.open({ titles: true })
    await driver.script({ text: 'By the moon.' }, { text: 'Tides', firstTokenMs: 600, stream: false }, { text: 'And the sun.' })
    expect(textOf(await driver.ask(question))).toBe('By the moon.')
    expect((await listed()).title).toBe(question)
    expect(textOf(await driver.ask('What else?'))).toBe('And the sun.')
    await expect.poll(async () => (await listed()).title).toBe('Tides')
  })

  test('never replaces one that the user gave meanwhile', async () => {
    const driver = await ConversationDriver.open({ titles: true })
    await driver.script({ text: 'By the moon.' }, { text: 'Tides', firstTokenMs: 300, stream: false })
    await driver.ask(question)
    await expect.poll(titleCalls).toHaveLength(1)
    await changeConversation(localUserId, driver.conversationId, { title: 'Mine' })
    await expect.poll(titleCalls).toMatchObject([{ costState: 'billed', durationMs: expect.any(Number) }])
    expect((await listed()).title).toBe('Mine')
  })

  test('is not written for a conversation that was renamed or deleted before, nor when titles are off', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'By the moon.' })
    await driver.ask(question)
    const turn = { userId: localUserId, conversationId: driver.conversationId, model: 'm/m', upstream: await upstreamOf(localUserId) }
    await writeTitle(turn)
    await saveUserSettings(localUserId, { titles: true })
    await changeConversation(localUserId, driver.conversationId, { deleted: true })
    await writeTitle(turn)
    await changeConversation(localUserId, driver.conversationId, { deleted: false, title: 'Mine' })
    await writeTitle(turn)
    expect(await titleCalls()).toEqual([])
    expect(await driver.requests()).toHaveLength(1)
  })

  test('waits for a whole answer', async () => {
    const driver = await ConversationDriver.open({ titles: true })
    await driver.script({ http: { status: 402 } }, { text: 'By the moon.' }, { text: 'Tides', stream: false })
    await driver.ask(question)
    await driver.ask('Again?')
    await expect.poll(async () => (await listed()).title).toBe('Tides')
    expect(await titleCalls()).toHaveLength(1)
  })

  test.each([
    [
      { zeroDataRetention: true, dataCollection: 'deny' as const, sort: 'price' as const },
      { zdr: true, data_collection: 'deny' }
    ],
    [{ ignore: ['Amazon Bedrock'], order: ['anthropic'] }, { ignore: ['amazon-bedrock'] }],
    [{ order: ['anthropic'] }, undefined]
  ])('of a turn that went out with %j is not shown to others', async (routing, provider) => {
    const driver = await ConversationDriver.open({ titles: true })
    await readCatalogue(localUserId)
    await driver.script({ text: 'By the moon.' }, { text: 'Tides', stream: false })
    await driver.ask(question, { routing })
    await expect.poll(async () => (await driver.requests()).length).toBe(2)
    const [, request] = await driver.requests()
    expect(request).toMatchObject({ model: 'google/gemini-3.1-flash-lite', max_tokens: 400 })
    expect(request?.provider).toEqual(provider)
  })

  test('of a conversation that is for some providers alone is written by its own model', async () => {
    const driver = await ConversationDriver.open({ titles: true })
    await readCatalogue(localUserId)
    await driver.script({ text: 'By the moon.' }, { text: 'Tides', stream: false })
    await driver.ask(question, { routing: { only: ['anthropic'] } })
    await expect.poll(async () => (await driver.requests()).length).toBe(2)
    expect((await driver.requests())[1]).toMatchObject({ model: 'anthropic/claude-sonnet-4.5', provider: { only: ['anthropic'] } })
  })

  test('of a comparison goes to nobody that one of its lanes was kept from', async () => {
    const driver = await ConversationDriver.open({ titles: true })
    await readCatalogue(localUserId)
    await driver.script({ text: 'By the moon.' }, { text: 'By the sun.' }, { text: 'Tides', stream: false })
    const request = comparisonOf(['openai/gpt-5-mini', 'anthropic/claude-sonnet-4.5'])
    const routings = [
      { only: ['openai'], zeroDataRetention: true },
      { ignore: ['Amazon Bedrock'], dataCollection: 'deny' as const }
    ]
    for (const [lane, routing] of routings.entries()) Object.assign(request.lanes[lane]?.settings ?? {}, { routing })
    await start(request)
    await expect.poll(async () => (await driver.requests()).length).toBe(3)
    const title = (await driver.requests()).find(body => body.stream !== true)
    expect(title).toMatchObject({ model: 'google/gemini-3.1-flash-lite' })
    expect(title?.provider).toEqual({ ignore: ['amazon-bedrock'], data_collection: 'deny', zdr: true })
  })

  test('of a process that died leaves a row that is looked up', async () => {
    const driver = await ConversationDriver.open({ titles: true })
    await driver.script({ text: 'By the moon.' }, { text: 'Late', firstTokenMs: 60_000, cost: 0.004, stream: false })
    await driver.ask(question)
    // Its id is on disk while the answer is being made: all that a dead process can leave.
    await expect.poll(async () => (await titleCalls())[0]?.openRouterId).toMatch(/^gen-/)
    const [row] = await titleCalls()
    expect(row).toMatchObject({ costState: 'pending', costPicoUsd: null, nextLookupAt: null })
    const now = new Date()
    await releaseAbandonedGenerations(now)
    expect(await titleCalls()).toMatchObject([{ costState: 'pending', nextLookupAt: now }])
    expect((await listed()).cost).toMatchObject({ pending: 1 })
  })
})
