/** Comparisons as a record: lanes that run side by side, votes, notes, lists, reruns, lane sets, titles. */
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { POST as chat } from '../../app/api/chat/route.ts'
import { PATCH as change, DELETE as remove } from '../../app/api/conversations/[conversationId]/route.ts'
import { PUT as vote } from '../../app/api/conversations/[conversationId]/vote/route.ts'
import { GET as list } from '../../app/api/conversations/route.ts'
import { DELETE as removeSet } from '../../app/api/lane-sets/[laneSetId]/route.ts'
import { POST as addSet, GET as listSets } from '../../app/api/lane-sets/route.ts'
import { GET as votes } from '../../app/api/votes/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import type { ComparisonDetail, ModelVotes } from '../../lib/chat/comparison.ts'
import { database } from '../../lib/db/client.ts'
import { purgeDeletedConversations } from '../../lib/db/conversations.ts'
import { readCatalogue } from '../../lib/turn/catalogue.ts'
import { hub } from '../../lib/turn/hub.ts'
import { startTurn } from '../../lib/turn/start-turn.ts'
import { TurnAborted } from '../../lib/turn/turn-error.ts'
import { useDatabase } from '../setup/database.ts'
import { answerOf, ask, comparisonOf, finished, read, start, withBody } from './comparison-driver.ts'
import { ConversationDriver, textOf } from './conversation-driver.ts'

const get = (query = '') => new Request(`http://127.0.0.1:3000/api${query}`)
const params = <Params>(values: Params) => ({ params: Promise.resolve(values) })
const none = params({})
const models = ['anthropic/claude-sonnet-4.5', 'openai/gpt-5-mini', 'google/gemini-3-flash-preview']

async function compared(
  driver: ConversationDriver,
  change: Parameters<typeof comparisonOf>[1] = {},
  of = models
): Promise<ComparisonDetail> {
  await driver.script(...of.map(() => ({ text: 'By the moon.' })))
  const request = comparisonOf(of, change)
  await start(request)
  return finished(request.conversationId)
}

async function choose(id: string, questionId: string, lane: number | null, answerId?: string): Promise<ComparisonDetail> {
  const response = await vote(withBody('PUT', { questionId, lane, answerId }), params({ conversationId: id }))
  expect(response.status).toBe(200)
  return response.json()
}

async function winRates(): Promise<Record<string, number[]>> {
  const { models }: { models: ModelVotes[] } = await (await votes(get(), none)).json()
  return Object.fromEntries(models.map(({ model, wins, ties, losses, rate }) => [model, [wins, ties, losses, rate]]))
}

async function listed(query: string): Promise<string[]> {
  const response = await list(get(query), none)
  expect(response.status).toBe(200)
  const page: { conversations: { id: string }[] } = await response.json()
  return page.conversations.map(({ id }) => id)
}

describe('a comparison', () => {
  useDatabase()

  test('has one running answer for each lane and eight in all; a slow lane blocks no other', async () => {
    const driver = await ConversationDriver.open()
    const [slow = '', quick = ''] = models
    await driver.script({ onModel: slow, text: 'S', firstTokenMs: 60_000 }, { onModel: quick, text: 'Quick.' })
    const { id, messages } = await start(comparisonOf([slow, quick]))
    const [question] = messages
    const again = (lane: number | undefined, model = quick, purpose?: 'merge') => ({
      trigger: 'regenerate-message',
      conversationId: id,
      parentId: question?.id,
      assistantMessageId: uuidv7(),
      settings: { model, ...(lane === undefined ? {} : { lane }), ...(purpose ? { purpose } : {}) }
    })
    await expect.poll(async () => (await database().message.findMany({ where: { status: 'streaming' } })).length).toBe(1)
    const blocked = await chat(withBody('POST', again(0)), none)
    expect([blocked.status, await blocked.json()]).toMatchObject([
      409,
      { error: { code: 'turn_active', messageId: answerOf(await read(id), 0).id } }
    ])
    await driver.script({ onModel: quick, text: 'Quick again.' })
    expect(await (await chat(withBody('POST', again(1)), none)).text()).toContain('Quick again.')

    await driver.script(...Array.from({ length: 7 }, () => ({ onModel: quick, text: 'S', firstTokenMs: 60_000 })))
    for (const lane of [1, 2, 3, 4, 5, undefined]) {
      const running = await chat(withBody('POST', again(lane)), none)
      expect(running.status).toBe(200)
      await running.body?.cancel()
    }
    const merge = await chat(withBody('POST', again(undefined, quick, 'merge')), none)
    expect(merge.status, 'what has no lane counts as one').toBe(409)
    const eighth = await chat(withBody('POST', again(6)), none)
    expect(eighth.status).toBe(200)
    await eighth.body?.cancel()
    expect((await chat(withBody('POST', again(7)), none)).status, 'the ninth').toBe(409)
    await hub().endAll(new TurnAborted('user'))
    const detail = await finished(id)
    expect(detail.messages.filter(message => message.metadata?.status === 'stopped')).toHaveLength(8)
    expect(detail.selectedLeafId, 'of the one without a lane').toBe(
      detail.messages.find(({ metadata }) => metadata?.status === 'stopped' && metadata.lane === undefined)?.id
    )
  })

  test('is voted on once a round, under any copy of its question', async () => {
    const driver = await ConversationDriver.open()
    const { id, messages, ...first } = await compared(driver)
    const question = messages[0]?.id ?? ''
    expect(first.comparison.votes).toEqual([])
    expect((await choose(id, question, 0)).comparison.votes).toEqual([
      { questionId: question, lane: 0, answerId: answerOf(await read(id), 0).id }
    ])
    expect((await choose(id, question, 1)).comparison.votes).toMatchObject([{ questionId: question, lane: 1 }])
    expect(await winRates()).toEqual({
      'openai/gpt-5-mini': [1, 0, 0, 1],
      'anthropic/claude-sonnet-4.5': [0, 0, 1, 0],
      'google/gemini-3-flash-preview': [0, 0, 1, 0]
    })

    await driver.script(...models.map(() => ({ text: 'And by the sun.' })))
    const detail = await finished(id)
    await Promise.all(models.map((model, lane) => ask(id, answerOf(detail, lane).id, 'Only that?', { model, lane })))
    const copies = (await finished(id)).messages.filter(message => message.role === 'user' && message.id !== question)
    expect(copies).toHaveLength(3)
    await choose(id, copies[0]?.id ?? '', 0)
    expect((await choose(id, copies[2]?.id ?? '', null)).comparison.votes).toEqual([
      { questionId: question, lane: 1, answerId: answerOf(detail, 1).id },
      { questionId: copies[2]?.id, lane: null, answerId: null }
    ])
    expect(await winRates()).toEqual({
      'openai/gpt-5-mini': [1, 1, 0, 0.75],
      'anthropic/claude-sonnet-4.5': [0, 1, 1, 0.25],
      'google/gemini-3-flash-preview': [0, 1, 1, 0.25]
    })
    const noLane = await vote(withBody('PUT', { questionId: question, lane: 5 }), params({ conversationId: id }))
    expect([noLane.status, await noLane.json()]).toMatchObject([400, { error: { code: 'invalid_lane' } }])
  })

  test('is voted on for the answer that was read, whoever answers in its lane since', async () => {
    const driver = await ConversationDriver.open()
    const first = await compared(driver, {}, ['openai/o3', 'openai/gpt-5-mini'])
    const { id } = first
    const question = first.messages[0]?.id ?? ''
    await driver.script({ text: 'By the sun.' })
    const stream = await startTurn(localUserId, {
      trigger: 'regenerate-message',
      conversationId: id,
      parentId: question,
      assistantMessageId: uuidv7(),
      settings: { model: 'x-ai/grok-4.5', lane: 1 }
    })
    await new Response(stream).text()
    const heard = answerOf(first, 1).id
    expect((await choose(id, question, 1, heard)).comparison.votes).toEqual([{ questionId: question, lane: 1, answerId: heard }])
    expect(await winRates()).toEqual({ 'openai/gpt-5-mini': [1, 0, 0, 1], 'openai/o3': [0, 0, 1, 0] })
    await choose(id, question, 1)
    expect(await winRates()).toEqual({ 'x-ai/grok-4.5': [1, 0, 0, 1], 'openai/o3': [0, 0, 1, 0] })
    const other = { questionId: question, lane: 1, answerId: answerOf(first, 0).id }
    const refused = await vote(withBody('PUT', other), params({ conversationId: id }))
    expect([refused.status, await refused.json()], 'of another lane').toMatchObject([400, { error: { code: 'invalid_lane' } }])
  })

  test('of one model with itself says nothing of models; its votes outlive it without content', async () => {
    const driver = await ConversationDriver.open()
    const same = await compared(driver, {}, ['openai/o3', 'openai/o3'])
    await choose(same.id, same.messages[0]?.id ?? '', 1)
    expect(await winRates()).toEqual({})

    const other = await compared(driver, {}, ['openai/o3', 'openai/gpt-5-mini'])
    await choose(other.id, other.messages[0]?.id ?? '', 0)
    expect((await remove(get(), params({ conversationId: other.id }))).status).toBe(204)
    await purgeDeletedConversations(new Date(Date.now() + 25 * 60 * 60 * 1000))
    expect(await database().conversation.count()).toBe(1)
    expect(await winRates()).toEqual({ 'openai/o3': [1, 0, 0, 1], 'openai/gpt-5-mini': [0, 0, 1, 0] })
    expect(JSON.stringify(await database().vote.findMany())).not.toMatch(/moon|tides/i)
  })

  test('is listed, found by title and question, page by page, and kept apart from chats', async () => {
    const driver = await ConversationDriver.open()
    const ask = (text: string) => ({ message: { id: uuidv7(), parts: [{ type: 'text' as const, text }] } })
    const tides = await compared(driver, ask('How do 100% of tides work?'))
    const stars = await compared(driver, ask('Why do stars "twinkle"_?'))
    await driver.script({ text: 'Hello.' })
    await driver.ask('How do tides work?')
    expect(await listed('?kind=compare')).toEqual([stars.id, tides.id])
    expect(await listed('?kind=chat')).toEqual([driver.conversationId])
    for (const [query, ids] of [
      ['TIDES', [tides.id]],
      ['100%25', [tides.id]],
      ['1_0', []],
      ['"twinkle"_', [stars.id]],
      ['type', []],
      ['%25', [tides.id]],
      ['moon', []],
      ['%20', [stars.id, tides.id]],
      ["' OR 1=1 --", []]
    ] as const) {
      expect(await listed(`?kind=compare&query=${query}`), query).toEqual(ids)
    }
    await change(withBody('PATCH', { title: 'Zodiac' }), params({ conversationId: stars.id }))
    expect(await listed('?kind=compare&query=zodiac')).toEqual([stars.id])
    expect(await listed('?kind=compare&query=twinkle')).toEqual([stars.id])
    expect(await listed(`?kind=compare&cursor=${stars.id}`)).toEqual([tides.id])
    await change(withBody('PATCH', { continued: true }), params({ conversationId: tides.id }))
    expect(await listed('')).toEqual([driver.conversationId, tides.id])
    expect(await listed('?kind=compare')).toEqual([stars.id, tides.id])
    const foreign = await change(withBody('PATCH', { notes: 'x' }), params({ conversationId: driver.conversationId }))
    expect(foreign.status, 'a chat has no notes').toBe(404)

    const { conversationId } = driver
    const lane = await chat(
      withBody('POST', {
        trigger: 'submit-message',
        conversationId,
        parentId: null,
        assistantMessageId: uuidv7(),
        ...ask('Hm?'),
        settings: { model: 'openai/o3', lane: 0 }
      }),
      none
    )
    expect([lane.status, await lane.json()]).toMatchObject([400, { error: { code: 'invalid_lane' } }])
  })

  test('has pages of 50', async () => {
    await ConversationDriver.open()
    const rows = Array.from({ length: 60 }, (_, index) => ({
      id: uuidv7(),
      userId: localUserId,
      kind: 'compare',
      title: `Comparison ${index}`,
      updatedAt: new Date(1_700_000_000_000 + Math.floor(index / 2))
    }))
    await database().conversation.createMany({ data: rows })
    const first: { conversations: { id: string }[]; nextCursor: string } = await (await list(get('?kind=compare'), none)).json()
    expect(first.conversations).toHaveLength(50)
    const rest = await listed(`?kind=compare&cursor=${first.nextCursor}`)
    expect(rest).toHaveLength(10)
    expect(new Set([...first.conversations.map(({ id }) => id), ...rest]).size).toBe(60)
  })

  test('knows what it repeats and what repeats it', async () => {
    const driver = await ConversationDriver.open()
    const original = await compared(driver)
    const rerun = await compared(driver, { rerunOfId: original.id })
    expect(rerun.comparison.rerunOfId).toBe(original.id)
    expect((await finished(original.id)).comparison.reruns).toEqual([{ id: rerun.id, title: rerun.title, createdAt: expect.any(String) }])
    await remove(get(), params({ conversationId: rerun.id }))
    expect((await finished(original.id)).comparison.reruns).toEqual([])
  })

  test('gets one title, however many lanes end in the same moment', async () => {
    const driver = await ConversationDriver.open({ titles: true })
    await readCatalogue(localUserId)
    await driver.script({ text: 'Tides', stream: false }, { text: 'Never asked for', stream: false })
    const { id } = await compared(driver, {}, [...models, ...models, 'openai/o3', 'x-ai/grok-4.5'])
    await expect.poll(async () => (await finished(id)).title).toBe('Tides')
    await driver.script({ text: 'More.' })
    const detail = await finished(id)
    const more = await ask(id, answerOf(detail, 6).id, 'More?', { model: 'openai/o3', lane: 6 })
    expect(textOf(answerOf(await finished(id), 6))).toBe('More.')
    expect(more).toBe(answerOf(await finished(id), 6).id)
    expect(await database().generation.count({ where: { kind: 'title' } })).toBe(1)
    expect(BigInt((await finished(id)).cost.picoUsd)).toBe(await driver.billPicoUsd())
  })
})

describe('lane sets', () => {
  useDatabase()

  test('are kept by name and deleted', async () => {
    await ConversationDriver.open()
    const lanes = [
      { model: 'openai/o3', routing: { only: ['Azure'] }, costCapPicoUsd: '5' },
      { model: 'openai/o3', reasoningEffort: 'high' }
    ]
    const response = await addSet(withBody('POST', { name: '  Two of a kind ', lanes }), none)
    const set: { id: string } = await response.json()
    expect([response.status, set]).toEqual([201, { id: expect.any(String), name: 'Two of a kind', lanes, createdAt: expect.any(String) }])
    expect(await (await listSets(get(), none)).json()).toEqual({ laneSets: [set] })
    expect((await removeSet(get(), params({ laneSetId: set.id }))).status).toBe(204)
    expect(await (await listSets(get(), none)).json()).toEqual({ laneSets: [] })

    await database().laneSet.createMany({
      data: Array.from({ length: 100 }, () => ({ id: uuidv7(), userId: localUserId, name: 'x', lanes: JSON.stringify(lanes) }))
    })
    const tooMany = await addSet(withBody('POST', { name: 'x', lanes }), none)
    expect([tooMany.status, await tooMany.json()]).toMatchObject([409, { error: { code: 'too_many' } }])
  })
})
