/** Promise C11: our sums against the upstream's own count. Real: turns, ledger, HTTP, the simulator's bill and what it says of a key. */
import { uuidv7 } from 'uuidv7'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { localUserId } from '../../lib/auth/local-user.ts'
import { picoUsdFromDollars } from '../../lib/cost/pico-usd.ts'
import { database } from '../../lib/db/client.ts'
import { ensureUser } from '../../lib/db/users.ts'
import { type Simulator, startSimulator } from '../../lib/simulator/server.ts'
import { TestChat } from '../../lib/simulator/test-chat.ts'
import { reconcileAccount, reconcileKey } from '../../lib/turn/reconcile-account.ts'
import { upstreamOf } from '../../lib/turn/upstream.ts'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver } from './conversation-driver.ts'

const reconcile = (period: 'day' | 'week' | 'month' = 'month') => reconcileAccount(localUserId, period, new Date())

/** A call with the demo's key that does not go through Steno. */
async function callPast(text: string): Promise<bigint> {
  const { baseUrl, apiKey } = await upstreamOf(localUserId)
  const before = await billOf(baseUrl)
  const response = await fetch(`${baseUrl}/chat/completions`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${apiKey}`,
      'Content-Type': 'application/json',
      'HTTP-Referer': 'http://localhost:3000',
      'X-OpenRouter-Title': 'Steno'
    },
    body: JSON.stringify({ model: 'anthropic/claude-sonnet-5', stream: true, messages: [{ role: 'user', content: text }] })
  })
  await response.text()
  return (await billOf(baseUrl)) - before
}

async function billOf(baseUrl: string): Promise<bigint> {
  const answer: { creditsPicoUsd: string } = await (await fetch(`${new URL(baseUrl).origin}/__sim/bill`)).json()
  return BigInt(answer.creditsPicoUsd)
}

describe('our sums against the upstream’s', () => {
  useDatabase()

  test('an equal bill has no difference at all, by day, week and month, with titles, retries and refusals in it', async () => {
    const driver = await ConversationDriver.open({ titles: true })
    await driver.script(
      { text: 'One.', cost: 0.000_123_456_789 },
      { http: { status: 429, headers: { 'Retry-After': '0' } } },
      { text: 'Two.', cost: 0.1 },
      { isByok: true, cost: 0.000_5, upstreamCost: 0.01, text: 'Three.' }
    )
    for (const question of ['One?', 'Two?', 'Three?']) await driver.ask(question)
    await expect.poll(() => database().generation.count({ where: { kind: 'title', costState: 'billed' } })).toBe(1)
    for (const period of ['day', 'week', 'month'] as const) {
      const reconciliation = await reconcile(period)
      expect(reconciliation.finding).toEqual({ verdict: 'agrees', differencePicoUsd: '0', unexplainedPicoUsd: '0' })
      expect(reconciliation.ours).toMatchObject({ calls: 5, pending: 0, unknown: 0, byokPicoUsd: '10000000000' })
      expect(reconciliation.byok).toEqual({ verdict: 'agrees', differencePicoUsd: '0', unexplainedPicoUsd: '0' })
      expect(reconciliation.account?.usedPicoUsd).toBe(reconciliation.theirs?.creditsPicoUsd)
    }
    expect((await reconcile()).activity).toEqual({ state: new Date().getUTCDate() === 1 ? 'not_covered' : 'not_allowed' })
  })

  test('a call that was made past us is unexplained, to the pico-dollar', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'Ours.' })
    await driver.ask('Ours?')
    await driver.script({ text: 'Not ours.' })
    const past = await callPast('Not ours?')
    expect(past).toBeGreaterThan(0n)
    expect((await reconcile()).finding).toEqual({
      verdict: 'unexplained',
      differencePicoUsd: String(past),
      unexplainedPicoUsd: String(past)
    })
  })

  test('calls without a cost explain what is more there, and nothing of what is more here', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'Billed, and not said.', cost: null, usage: null, generation: { status: 500 } })
    const answer = await driver.ask('How much?')
    expect(answer.metadata?.costState).toBe('pending')
    const open = await reconcile()
    expect(open.ours).toMatchObject({ calls: 1, pending: 1, creditsPicoUsd: '0' })
    expect(open.finding).toEqual({ verdict: 'open', differencePicoUsd: open.theirs?.creditsPicoUsd, unexplainedPicoUsd: null })

    await database().generation.updateMany({ data: { costState: 'unknown', nextLookupAt: null } })
    expect((await reconcile()).finding?.verdict).toBe('open')
    const { baseUrl } = await upstreamOf(localUserId)
    const more = (await billOf(baseUrl)) + 5_000_000n
    await addRow({ upstream: 'demo', costPicoUsd: more })
    expect((await reconcile()).finding).toEqual({
      verdict: 'unexplained',
      differencePicoUsd: '-5000000',
      unexplainedPicoUsd: '-5000000'
    })
  })

  test('calls from before the key was entered may be another key’s', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'Ours.' })
    await driver.ask('Ours?')
    const entered = new Date()
    const access = await upstreamOf(localUserId)
    await addRow({ upstream: 'demo', costPicoUsd: 7_000_000_000n, createdAt: new Date(entered.getTime() - 60_000) })
    const reconciliation = await reconcileKey(localUserId, access, new Date(entered.getTime() - 30_000), 'month', new Date())
    expect(reconciliation.beforeKey).toMatchObject({ calls: 1, picoUsd: '7000000000' })
    expect(reconciliation.finding).toEqual({ verdict: 'open', differencePicoUsd: '-7000000000', unexplainedPicoUsd: '0' })
  })

  test('an upstream that does not answer, or refuses the key, leaves our own figures', async () => {
    await ensureUser(localUserId)
    await addRow({ upstream: 'demo', costPicoUsd: 1n })
    const driver = await ConversationDriver.open()
    await driver.fault({ path: '/key', status: 500 })
    expect(await reconcile()).toMatchObject({ ours: { creditsPicoUsd: '1' }, theirs: null, finding: null, problem: 'unreachable' })
    await driver.fault({ path: '/key', status: 401 })
    expect(await reconcile()).toMatchObject({ ours: { creditsPicoUsd: '1' }, theirs: null, finding: null, problem: 'refused' })
  })
})

describe('by day and model', () => {
  useDatabase()
  let simulator: Simulator | null = null

  afterEach(async () => {
    vi.useRealTimers()
    await simulator?.close()
  })

  test('what differs is listed, and what others did says so', async () => {
    await ensureUser(localUserId)
    simulator = await startSimulator()
    const apiKey = 'sk-or-v1-management-test'
    const chat = new TestChat(simulator, apiKey)
    // Yesterday, in the middle of a month, for the simulator as for us.
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-24T12:00:00Z') })
    const ask = async (model: string) => {
      await chat.control.script({ text: 'Done.' })
      const { generationId } = await chat.ask({ model })
      const row = (await chat.control.bill()).rows.find(candidate => candidate.generationId === generationId)
      return { servedModel: row?.model ?? '', costPicoUsd: picoUsdFromDollars(row?.cost) ?? 0n }
    }
    const agreed = await ask('anthropic/claude-sonnet-5')
    await addRow({ upstream: 'openrouter', model: 'anthropic/claude-sonnet-5', ...agreed })
    const half = await ask('openai/gpt-5-mini')
    await addRow({ upstream: 'openrouter', model: 'openai/gpt-5-mini', ...half })
    const past = await ask('openai/gpt-5-mini')
    const foreign = await ask('anthropic/claude-opus-5')
    vi.setSystemTime(new Date('2026-11-25T12:00:00Z'))

    const access = { upstream: 'openrouter' as const, baseUrl: simulator.url, apiKey }
    const { activity, finding } = await reconcileKey(localUserId, access, null, 'month', new Date())
    expect(activity).toEqual({
      state: 'read',
      agreeing: 1,
      differences: [
        {
          date: '2026-11-24',
          model: 'anthropic/claude-opus-5',
          oursPicoUsd: '0',
          theirsPicoUsd: String(foreign.costPicoUsd),
          differencePicoUsd: String(foreign.costPicoUsd),
          called: false
        },
        {
          date: '2026-11-24',
          model: 'openai/gpt-5-mini',
          oursPicoUsd: String(half.costPicoUsd),
          theirsPicoUsd: String(half.costPicoUsd + past.costPicoUsd),
          differencePicoUsd: String(past.costPicoUsd),
          called: true
        }
      ]
    })
    expect(finding?.unexplainedPicoUsd).toBe(String(past.costPicoUsd + foreign.costPicoUsd))
    expect((await reconcileKey(localUserId, access, null, 'day', new Date())).activity).toEqual({ state: 'not_covered' })
  })

  test('says nothing of a model that answered in a blind comparison before its vote', async () => {
    await ensureUser(localUserId)
    simulator = await startSimulator()
    const apiKey = 'sk-or-v1-management-test'
    const chat = new TestChat(simulator, apiKey)
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-24T12:00:00Z') })
    const conversationId = uuidv7()
    await database().conversation.create({
      data: { id: conversationId, userId: localUserId, kind: 'compare', blind: true, title: 'Which?', updatedAt: new Date() }
    })
    await chat.control.script({ text: 'Done.' })
    await chat.ask({ model: 'openai/gpt-5-mini' })
    for (const model of ['openai/gpt-5-mini', 'anthropic/claude-opus-5']) {
      await addRow({ upstream: 'openrouter', kind: 'compare', conversationId, model, costPicoUsd: 7_000_000_000n })
    }
    vi.setSystemTime(new Date('2026-11-25T12:00:00Z'))
    const access = { upstream: 'openrouter' as const, baseUrl: simulator.url, apiKey }
    const activity = async () => (await reconcileKey(localUserId, access, null, 'month', new Date())).activity
    expect(await activity()).toEqual({ state: 'read', agreeing: 0, differences: [] })
    await database().conversation.update({ where: { id: conversationId }, data: { blind: false } })
    expect(await activity()).toMatchObject({ differences: [{ model: 'anthropic/claude-opus-5' }, { model: 'openai/gpt-5-mini' }] })
  })
})

async function addRow(row: {
  upstream: string
  costPicoUsd: bigint
  kind?: string
  conversationId?: string
  model?: string
  servedModel?: string
  createdAt?: Date
}): Promise<void> {
  await database().generation.create({
    data: {
      id: uuidv7(),
      userId: localUserId,
      kind: 'chat',
      model: 'author/model',
      costState: 'billed',
      createdAt: new Date(),
      ...row
    }
  })
}
