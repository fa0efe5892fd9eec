/** Promise S6: not a byte that leaves the server of a blind comparison gives a model away before the vote, and everything is there after it. */
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { POST as edit } from '../../app/api/chat/[messageId]/edit/route.ts'
import { POST as stop } from '../../app/api/chat/[messageId]/stop/route.ts'
import { GET as follow } from '../../app/api/chat/[messageId]/stream/route.ts'
import { POST as chat } from '../../app/api/chat/route.ts'
import { GET as followAll } from '../../app/api/chat/streams/route.ts'
import { GET as bill } from '../../app/api/conversations/[conversationId]/costs.csv/route.ts'
import { POST as branchOff } from '../../app/api/conversations/[conversationId]/fork/route.ts'
import { POST as saveQuestion } from '../../app/api/conversations/[conversationId]/questions/route.ts'
import { PATCH as change, GET as readOne } from '../../app/api/conversations/[conversationId]/route.ts'
import { PUT as vote } from '../../app/api/conversations/[conversationId]/vote/route.ts'
import { POST as create, GET as list } from '../../app/api/conversations/route.ts'
import { GET as costs } from '../../app/api/costs/route.ts'
import { GET as events } from '../../app/api/events/route.ts'
import { GET as votes } from '../../app/api/votes/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import { database } from '../../lib/db/client.ts'
import type { ScriptStep } from '../../lib/simulator/script.ts'
import { readCatalogue } from '../../lib/turn/catalogue.ts'
import { useDatabase } from '../setup/database.ts'
import { answerOf, comparisonOf, finished, withBody } from './comparison-driver.ts'
import { ConversationDriver } from './conversation-driver.ts'

const get = (query = '') => new Request(`http://127.0.0.1:3000/api${query}`)
const params = <Params>(values: Params) => ({ params: Promise.resolve(values) })
const none = params({})

const lanes: Record<string, ScriptStep> = {
  'anthropic/claude-sonnet-4.5': {
    reasoning: 'The moon pulls.',
    text: 'By the moon. '.repeat(20),
    tokensPerSecond: 100,
    provider: 'Amazon Bedrock'
  },
  'openai/gpt-5-mini': { reasoning: { encrypted: true, tokens: 640 }, text: 'By the moon. '.repeat(20), tokensPerSecond: 100 },
  'google/gemini-3-flash-preview': {
    toolCalls: [{ name: 'calculator', arguments: '{"expression": "6 * 7"}' }],
    tokensPerSecond: 100
  },
  'x-ai/grok-4.5': {
    text: 'By the',
    error: { kind: 'E1', after: 1, message: 'xAI is overloaded', metadata: { provider_name: 'xAI', raw: 'grok-4.5 down' } },
    tokensPerSecond: 100
  },
  'deepseek/deepseek-v4-pro': { text: 'By the moon. '.repeat(200), tokensPerSecond: 200 }
}
const models = Object.keys(lanes)

/** Names of models and makers, amounts and ids, as they are stored. */
async function secrets(): Promise<string[]> {
  const rows = await database().generation.findMany()
  const words = rows.flatMap(row => [row.model, row.servedModel, row.provider, row.openRouterId, row.errorCode && 'overloaded'])
  const costs = rows.flatMap(row => (row.costPicoUsd ? [String(row.costPicoUsd)] : []))
  return [...new Set([...words, ...costs].flatMap(word => word ?? []))]
}

const names =
  /claude|anthropic|bedrock|gpt|openai|azure|gemini|google|vertex|grok|x-?ai\b|deepseek|picoUsd":"[1-9]|Tokens":|costState|"model":"|"provider"|"family/i

describe('a blind comparison', () => {
  useDatabase()

  test('says nowhere who answers until the vote, and everywhere after it', async () => {
    const driver = await ConversationDriver.open({ titles: true })
    await readCatalogue(localUserId)
    await driver.script(
      ...Object.entries(lanes).map(([onModel, step]) => ({ ...step, onModel })),
      { onModel: 'google/gemini-3-flash-preview', text: '42 times.' },
      { text: 'Tides', stream: false }
    )
    const request = comparisonOf(models, { blind: true })
    const capped = request.lanes.find(lane => lane.settings.model.startsWith('deepseek'))
    if (capped) capped.settings.costCapPicoUsd = '100000000'
    const { conversationId: id } = request

    const seen: Record<string, string> = {}
    const keep = async (name: string, answer: Promise<Response>) => {
      seen[name] = await (await answer).text()
    }
    const reader = (await events(get(), none)).body?.getReader()
    await keep('POST', create(withBody('POST', request), none))
    const ids = request.lanes.map(lane => lane.assistantMessageId)
    const byMessage = (lane: number) => params({ messageId: request.lanes[lane]?.assistantMessageId ?? '' })
    await Promise.all([
      ...request.lanes.map((_, lane) => keep(`stream ${lane}`, follow(get(), byMessage(lane)))),
      ...request.lanes.map((_, lane) => keep(`rest of ${lane}`, follow(get('?after=0'), byMessage(lane)))),
      keep('all over one connection', followAll(get(`/chat/streams?answers=${ids.join()}`), none)),
      keep('the rest of all', followAll(get(`/chat/streams?answers=${ids.map(answer => `${answer}.0`).join()}`), none)),
      keep('GET while it runs', readOne(get(), params({ conversationId: id }))),
      keep('list while it runs', list(get('?kind=compare'), none)),
      keep('costs while it runs', costs(get(`?conversationId=${id}`), none))
    ])
    const before = await finished(id)
    expect(
      before.messages
        .slice(1)
        .map(message => message.metadata?.status)
        .sort()
    ).toEqual(['complete', 'complete', 'complete', 'failed', 'stopped'])
    // One lane is asked again, with settings that the asker knows: its stored stream is masked as well.
    await driver.script({ text: 'Once more.' })
    const again = {
      trigger: 'regenerate-message',
      conversationId: id,
      parentId: request.message.id,
      assistantMessageId: uuidv7(),
      settings: { model: 'anthropic/claude-opus-5', lane: 0 }
    }
    await keep('retry', chat(withBody('POST', again), none))
    await keep('retry, stored', chat(withBody('POST', again), none))
    await keep('POST again', create(withBody('POST', request), none))
    await keep('stop', stop(get(), byMessage(0)))
    await keep(
      'PATCH',
      change(withBody('PATCH', { notes: 'Mine', selectedLeafId: answerOf(before, 1).id }), params({ conversationId: id }))
    )
    await keep('continue', change(withBody('PATCH', { continued: true }), params({ conversationId: id })))
    const fork = { conversationId: uuidv7(), messageId: answerOf(before, 1).id }
    await keep('fork', branchOff(withBody('POST', fork), params({ conversationId: id })))
    await keep('edit', edit(withBody('POST', { id: uuidv7(), text: 'Mine' }), byMessage(1)))
    const saved = { parentId: null, message: { id: uuidv7(), parts: [{ type: 'text', text: 'Why?' }] } }
    await keep('question', saveQuestion(withBody('POST', saved), params({ conversationId: id })))
    await keep('GET', readOne(get(), params({ conversationId: id })))
    await keep('list', list(get('?kind=compare&query=TIDES'), none))
    await keep('chats', list(get(), none))
    await keep('costs', costs(get(`?conversationId=${id}`), none))
    await keep('bill', bill(get(), params({ conversationId: id })))
    await keep('votes', votes(get(), none))
    await keep('a vote for no lane', vote(withBody('PUT', { questionId: request.message.id, lane: 7 }), params({ conversationId: id })))

    const hidden = await secrets()
    expect(hidden.length).toBeGreaterThan(15)
    for (const [where, text] of Object.entries(seen)) {
      expect(text, where).not.toBe('')
      for (const secret of hidden) expect(text.includes(secret), `${secret} in ${where}`).toBe(false)
      expect(names.exec(text)?.[0], where).toBeUndefined()
    }
    for (const refused of ['continue', 'fork', 'edit', 'question']) {
      expect(JSON.parse(seen[refused] ?? ''), refused).toMatchObject({ error: { code: 'vote_first' } })
    }
    expect(JSON.parse(seen.GET ?? '')).toMatchObject({
      settings: null,
      cost: { picoUsd: '0', pending: 1, unknown: 0 },
      settingsOf: { [answerOf(before, 3).id]: { lane: 3 } },
      comparison: { blind: true, revealed: false }
    })
    expect(JSON.parse(seen.list ?? '')).toMatchObject({
      conversations: [{ id, blind: true, revealed: false, lanes: models.map((_, lane) => ({ lane, model: null })) }]
    })
    expect(await database().generation.count({ where: { kind: 'title' } }), 'a title could name somebody').toBe(0)

    const chosen = await vote(withBody('PUT', { questionId: request.message.id, lane: 2 }), params({ conversationId: id }))
    const after = await chosen.json()
    expect(chosen.status, JSON.stringify(after)).toBe(200)
    expect(after.comparison).toMatchObject({ revealed: true, notes: 'Mine', votes: [{ questionId: request.message.id, lane: 2 }] })
    const shown = JSON.stringify([await finished(id), await (await list(get('?kind=compare'), none)).json()])
    for (const model of models) expect(shown).toContain(model)
    expect(shown).toContain('xAI is overloaded')
    await expect.poll(() => database().generation.count({ where: { kind: 'title' } })).toBe(1)
    await expect.poll(async () => (await finished(id)).title).toBe('Tides')
    expect((await (await costs(get(`?conversationId=${id}`), none)).json()).total).toEqual((await finished(id)).cost)

    let told = ''
    while (reader && !told.includes('"type":"conversation"')) told += new TextDecoder().decode((await reader.read()).value)
    await reader?.cancel()
    expect(names.exec(told)?.[0]).toBeUndefined()
  })

  test('is shuffled, and who reads a stream is told at the vote', async () => {
    const driver = await ConversationDriver.open()
    const orders = new Set<string>()
    const idOrders = new Set<string>()
    for (let round = 0; round < 12; round++) {
      await driver.script(...models.map(() => ({ text: 'Yes.' })))
      const request = comparisonOf(models, { blind: true })
      await (await create(withBody('POST', request), none)).text()
      await finished(request.conversationId)
      const rows = await database().message.findMany({
        where: { conversationId: request.conversationId, role: 'assistant' },
        orderBy: { id: 'asc' }
      })
      const settings = rows.map(row => JSON.parse(row.settings ?? '{}'))
      const modelsOf = (answers: { model: string }[]) => JSON.stringify(answers.map(({ model }) => model))
      idOrders.add(modelsOf(settings))
      orders.add(modelsOf([...settings].sort((left, right) => left.lane - right.lane)))
    }
    expect(orders.size).toBeGreaterThan(6)
    expect(idOrders.size, 'who made the ids knows in which order').toBeGreaterThan(6)

    await driver.script(
      { text: 'Short.', onModel: 'openai/o3' },
      { text: 'word '.repeat(60), tokensPerSecond: 60, onModel: 'openai/gpt-5-mini' }
    )
    const request = comparisonOf(['openai/o3', 'openai/gpt-5-mini'], { blind: true })
    await (await create(withBody('POST', request), none)).text()
    const slow = await database().message.findFirstOrThrow({
      where: { conversationId: request.conversationId, settings: { contains: 'openai/gpt-5-mini' } }
    })
    const stream = (await follow(get(), params({ messageId: slow.id }))).text()
    const answer = await vote(
      withBody('PUT', { questionId: request.message.id, lane: null }),
      params({ conversationId: request.conversationId })
    )
    expect(answer.status).toBe(200)
    const frames = (await stream).split('\n\n')
    const told = frames.findIndex(frame => frame.includes('openai/gpt-5-mini'))
    expect(told).toBeGreaterThan(0)
    expect(told).toBeLessThan(frames.findLastIndex(frame => frame.includes('text-delta')))
  })
})
