/** Promises B5 and B8: one question, several lanes, each an ordinary turn that the server starts. */
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { POST as create } from '../../app/api/conversations/route.ts'
import { database } from '../../lib/db/client.ts'
import { useDatabase } from '../setup/database.ts'
import { answerOf, comparisonOf, finished, start, withBody } from './comparison-driver.ts'
import { ConversationDriver, textOf } from './conversation-driver.ts'

const models = ['anthropic/claude-sonnet-4.5', 'openai/gpt-5-mini', 'google/gemini-3-flash-preview']
const context = { params: Promise.resolve({}) }

describe('a comparison', () => {
  useDatabase()

  test('is answered by every lane, in its place, side by side', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'By the moon.' }, { text: 'By the moon.' }, { text: 'By the moon.' })
    const request = comparisonOf(models)
    const begun = await start(request)
    expect(begun).toMatchObject({ id: request.conversationId, kind: 'compare', title: 'How do tides work?' })
    expect(begun.messages.map(message => message.metadata?.status)).toEqual(['complete', 'streaming', 'streaming', 'streaming'])
    expect(begun.messages.map(message => message.metadata?.lane)).toEqual([undefined, 0, 1, 2])

    const detail = await finished(request.conversationId)
    expect(detail.messages.slice(1).map(message => [message.metadata?.lane, message.metadata?.model, textOf(message)])).toEqual(
      models.map((model, lane) => [lane, model, 'By the moon.'])
    )
    expect(detail.settingsOf[answerOf(detail, 1).id]).toEqual({ model: 'openai/gpt-5-mini', lane: 1 })
    expect(detail.comparison).toEqual({ blind: false, revealed: true, notes: '', rerunOfId: null, reruns: [], continued: false, votes: [] })
    expect((await driver.requests()).map(request => request.model).sort()).toEqual([...models].sort())
    expect(await database().generation.groupBy({ by: ['kind'], _count: true })).toEqual([{ kind: 'compare', _count: 3 }])
    expect(BigInt(detail.cost.picoUsd)).toBe(await driver.billPicoUsd())
  })

  test('that is posted again is the same one and starts nothing; another one under its id is refused', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'One.' }, { text: 'Two.' })
    const request = comparisonOf(models.slice(0, 2))
    const both = await Promise.all([start(request), start(request)])
    expect(both[0].messages.map(message => message.id)).toEqual(both[1].messages.map(message => message.id))
    await finished(request.conversationId)
    await start(request)
    expect(await driver.requests()).toHaveLength(2)
    expect(await database().message.count()).toBe(3)

    const other = await create(withBody('POST', { ...request, blind: true }), context)
    expect([other.status, await other.json()]).toMatchObject([422, { error: { code: 'idempotency_mismatch' } }])
    const taken = await create(withBody('POST', { ...request, conversationId: uuidv7() }), context)
    expect([taken.status, await taken.json()]).toMatchObject([422, { error: { code: 'id_taken' } }])
    expect(await database().conversation.count()).toBe(1)
  })
})
