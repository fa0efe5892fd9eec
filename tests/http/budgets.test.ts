/** Promises C7 and S3: the routes of budgets, and what they are sent. */
import { uuidv7 } from 'uuidv7'
import { beforeEach, describe, expect, test } from 'vitest'
import { PATCH as change, DELETE as remove } from '../../app/api/budgets/[budgetId]/route.ts'
import { POST as create, GET as list } from '../../app/api/budgets/route.ts'
import { POST as chat } from '../../app/api/chat/route.ts'
import { PATCH as changeSettings } from '../../app/api/settings/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import type { BudgetList } from '../../lib/chat/budget.ts'
import { database } from '../../lib/db/client.ts'
import { changeConversation, purgeDeletedConversations } from '../../lib/db/conversations.ts'
import { ensureUser } from '../../lib/db/users.ts'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver } from '../turn/conversation-driver.ts'
import { none, params, refused, withBody } from './refused.ts'

const month = { scope: 'month', limitPicoUsd: '40000000000000', action: 'ask' }
const get = () => new Request('http://127.0.0.1:3000/api/budgets')
const listOf = async (answer: Promise<Response>): Promise<BudgetList> => (await answer).json()

async function made(body: object = month): Promise<string> {
  const answer = await create(withBody('POST', body), none)
  expect(answer.status).toBe(201)
  const { budgets }: BudgetList = await answer.json()
  const id = budgets.at(-1)?.id
  if (id === undefined) throw new Error('Nothing was made')
  return id
}

/** A budget of somebody else's. */
async function foreign(): Promise<string> {
  await ensureUser('somebody-else')
  const id = uuidv7()
  await database().budget.create({
    data: { id, userId: 'somebody-else', scope: 'day', limitPicoUsd: 1n, action: 'stop' }
  })
  return id
}

describe('budgets', () => {
  useDatabase()
  beforeEach(() => ensureUser(localUserId))

  test('are made, listed with the wider first, changed and removed', async () => {
    await made({ scope: 'day', limitPicoUsd: '5000000000000', action: 'stop' })
    await made()
    const { upstream, budgets } = await listOf(list(get(), none))
    expect(upstream).toBe('demo')
    expect(budgets).toMatchObject([
      { ...month, target: null, name: null, spentPicoUsd: '0', reservedPicoUsd: '0', unknown: 0, timeZone: 'UTC' },
      { scope: 'day', limitPicoUsd: '5000000000000', action: 'stop' }
    ])
    const id = budgets[0]?.id ?? ''
    const answer = await listOf(change(withBody('PATCH', { limitPicoUsd: '1000000', action: 'stop' }), params({ budgetId: id })))
    expect(answer.budgets[0]).toMatchObject({ limitPicoUsd: '1000000', action: 'stop' })
    expect((await remove(get(), params({ budgetId: id }))).status).toBe(204)
    expect((await listOf(list(get(), none))).budgets.map(({ scope }) => scope)).toEqual(['day'])
  })

  test('a day and a month are those of the time zone that was set', async () => {
    await changeSettings(withBody('PATCH', { timeZone: 'Pacific/Kiritimati' }), none)
    await made()
    const { budgets } = await listOf(list(get(), none))
    expect(budgets[0]).toMatchObject({ timeZone: 'Pacific/Kiritimati', from: expect.stringMatching(/T10:00:00.000Z$/) })
  })

  const bad: [string, object | string][] = [
    ['nothing', ''],
    ['no scope', { limitPicoUsd: '1000000', action: 'ask' }],
    ['another scope', { ...month, scope: 'week' }],
    ['a day with a target', { ...month, scope: 'day', target: uuidv7() }],
    ['a model without one', { ...month, scope: 'model' }],
    ['a model that is none', { ...month, scope: 'model', target: 'canary' }],
    ['a conversation that is no id', { ...month, scope: 'conversation', target: 'canary' }],
    ['an unknown action', { ...month, action: 'cry' }],
    ['an unknown field', { ...month, spentPicoUsd: '0' }],
    ['dollars', { ...month, limitPicoUsd: '40.00' }],
    ['a number', { ...month, limitPicoUsd: 40 }],
    ['nothing at all', { ...month, limitPicoUsd: '0' }],
    ['less than nothing', { ...month, limitPicoUsd: '-1000000' }],
    ['too little to mean it', { ...month, limitPicoUsd: '999999' }],
    ['more than a million dollars', { ...month, limitPicoUsd: '1000000000000000001' }],
    ['thirty digits', { ...month, limitPicoUsd: '9'.repeat(30) }]
  ]
  test.each(bad)('refuse %s', async (_what, body) => {
    expect(await refused(create(withBody('POST', body), none))).toMatchObject({ status: 400 })
    expect(await database().budget.count()).toBe(0)
  })

  test('are changed by something, and not into something else', async () => {
    const at = params({ budgetId: await made() })
    for (const body of [{}, { scope: 'day' }, { limitPicoUsd: '0' }, { action: null }]) {
      expect((await refused(change(withBody('PATCH', body), at))).status).toBe(400)
    }
  })

  test('are one of a kind', async () => {
    await made()
    expect(await refused(create(withBody('POST', { ...month, limitPicoUsd: '1000000' }), none))).toEqual({
      status: 409,
      code: 'budget_exists'
    })
  })

  test("of nothing, of a foreign conversation, or somebody else's look as if they were not there", async () => {
    const gone = { status: 404, code: 'not_found' }
    const target = uuidv7()
    expect(await refused(create(withBody('POST', { ...month, scope: 'conversation', target }), none))).toEqual(gone)
    expect(await refused(create(withBody('POST', { ...month, scope: 'model', target: 'nobody/unlisted' }), none))).toEqual(gone)
    const id = await foreign()
    expect((await listOf(list(get(), none))).budgets).toEqual([])
    for (const budgetId of [id, uuidv7(), 'canary']) {
      expect(await refused(change(withBody('PATCH', { action: 'ask' }), params({ budgetId })))).toEqual(gone)
      expect(await refused(remove(get(), params({ budgetId })))).toEqual(gone)
    }
    expect(await database().budget.count(), 'and stay').toBe(1)
  })

  test('the refusal names the budget, and nothing is written', async () => {
    const id = await made({ scope: 'day', limitPicoUsd: '1000000', action: 'ask' })
    const body = {
      trigger: 'submit-message',
      conversationId: uuidv7(),
      parentId: null,
      assistantMessageId: uuidv7(),
      message: { id: uuidv7(), parts: [{ type: 'text', text: 'Go.' }] },
      settings: { model: 'anthropic/claude-sonnet-4.5' }
    }
    const answer = await chat(withBody('POST', body), none)
    expect(answer.status).toBe(402)
    const { error } = await answer.json()
    expect(error).toMatchObject({ code: 'budget_reached', retryable: false, budget: { id, action: 'ask', limitPicoUsd: '1000000' } })
    expect(BigInt(error.budget.estimatePicoUsd)).toBeGreaterThan(1_000_000n)
    expect(await database().message.count()).toBe(0)
    expect(await database().generation.count()).toBe(0)
  })

  test('of a deleted conversation are hidden, come back with it, and go with its content', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'Yes.' })
    await driver.ask('Are you there?')
    const { conversationId: target } = driver
    await made({ ...month, scope: 'conversation', target })
    const names = async () => (await listOf(list(get(), none))).budgets.map(({ name }) => name)
    expect(await names()).toEqual(['Are you there?'])
    await changeConversation(localUserId, target, { deleted: true })
    expect(await names()).toEqual([])
    await changeConversation(localUserId, target, { deleted: false })
    expect(await names()).toHaveLength(1)
    await changeConversation(localUserId, target, { deleted: true })
    await purgeDeletedConversations(new Date(Date.now() + 48 * 3_600_000))
    expect(await database().budget.count()).toBe(0)
  })
})
