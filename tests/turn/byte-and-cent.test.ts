/** Promises B3, B5, B6 and C1-C4 of docs/promises.md: how turns end, and what the ledger then says. */
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { localUserId } from '../../lib/auth/local-user.ts'
import type { TurnRequest } from '../../lib/chat/turn-request.ts'
import { database } from '../../lib/db/client.ts'
import { listConversations } from '../../lib/db/conversations.ts'
import { reconcileDue } from '../../lib/turn/reconcile-costs.ts'
import { startTurn } from '../../lib/turn/start-turn.ts'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver, defaultModel, textOf } from './conversation-driver.ts'
import { question } from './fixture-turn.ts'

const later = (minutes: number) => new Date(Date.now() + minutes * 60_000)

function requestIn(driver: ConversationDriver, more: Partial<TurnRequest> = {}): TurnRequest {
  const request = {
    trigger: 'submit-message' as const,
    conversationId: driver.conversationId,
    parentId: null,
    assistantMessageId: uuidv7(),
    message: { id: uuidv7(), parts: [{ type: 'text' as const, text: 'Hello' }] },
    settings: { model: 'openai/gpt-5-mini' }
  }
  return { ...request, ...more } as TurnRequest
}

describe('how a turn ends', () => {
  useDatabase()

  test('D03 a cut stream is interrupted, its text kept, its cost looked up', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'One two three four five', error: { kind: 'E6_cut', after: 3 } })
    const message = await driver.ask('Count.')
    expect(message.metadata).toMatchObject({ status: 'interrupted', failure: { code: 'upstream_truncated' } })
    expect(textOf(message)).toBe('One two thre')
    await expect.poll(async () => (await driver.message(message.id)).metadata?.costState).toBe('billed')
    const [row] = await driver.ledger(message.id)
    expect(row?.costPicoUsd).toBe(await driver.billPicoUsd())
    expect(await driver.requests()).toEqual([driver.requestFor([question('Count.', defaultModel)])])
  })

  test('D44 an error after "length" fails the turn once, with reasoning and usage kept', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({
      reasoning: 'Thinking about it',
      error: { kind: 'E2', after: 3, at: 'reasoning', code: 400, message: 'Token limit reached' }
    })
    const model = 'minimax/minimax-m2'
    const message = await driver.ask('Think.', { model })
    expect(message.metadata).toMatchObject({ status: 'failed', failure: { message: 'Token limit reached', status: 400 } })
    expect(message.parts).toEqual([{ type: 'step-start' }, expect.objectContaining({ type: 'reasoning', text: 'Thinking abo' })])
    expect(await driver.requests()).toEqual([driver.requestFor([question('Think.')], model)])
    expect(await driver.ledger(message.id)).toMatchObject([{ costState: 'billed' }])
  })

  test('D45 an error without words is retried while nothing was said; each try has its row', async () => {
    const driver = await ConversationDriver.open()
    const broken = { error: { kind: 'E4' as const, after: 0, message: 'MALFORMED_FUNCTION_CALL' } }
    await driver.script(broken, { text: 'Better.' })
    const model = 'google/gemini-3-flash-preview'
    const message = await driver.ask('Go.', { model })
    expect(message.metadata?.status).toBe('complete')
    expect(message.parts).toEqual([{ type: 'step-start' }, { type: 'text', text: 'Better.', state: 'done' }])
    expect(await driver.requests()).toEqual(Array(2).fill(driver.requestFor([question('Go.')], model)))
    expect((await driver.ledger(message.id)).map(row => row.attempt)).toEqual([0, 1])
  })

  test('D50 a 429 before the stream is billed 0, waits as asked, and is followed by one more call', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ http: { status: 429, headers: { 'Retry-After': '1' } } }, { text: 'Here.' })
    const message = await driver.ask('Go.')
    expect(textOf(message)).toBe('Here.')
    expect(await driver.ledger(message.id)).toMatchObject([{ costState: 'billed', costPicoUsd: 0n }, { costState: 'billed' }])
    expect(await driver.requests()).toEqual(Array(2).fill(driver.requestFor([question('Go.', defaultModel)])))
  })

  test.each([
    [401, 'upstream_auth'],
    [402, 'upstream_credits'],
    [403, 'upstream_moderation'],
    [404, 'data_policy']
  ])('HTTP %i fails with its own code, without a retry, and cost nothing', async (status, code) => {
    const driver = await ConversationDriver.open()
    await driver.script({ http: { status } })
    const message = await driver.ask('Go.')
    expect(message.metadata).toMatchObject({ status: 'failed', failure: { code }, costState: 'billed', costPicoUsd: '0' })
    expect(await driver.requests()).toHaveLength(1)
    expect(JSON.stringify(message)).not.toContain('user_id')
  })

  test.each([
    ['html', 'upstream_bad_data'],
    ['bad_json', 'upstream_bad_data']
  ] as const)('an upstream that answers with %s is never complete', async (kind, code) => {
    const driver = await ConversationDriver.open()
    const step = { text: 'Hello there', error: { kind, after: 1 } }
    await driver.script(step, step, step)
    const message = await driver.ask('Go.')
    expect(message.metadata).toMatchObject({ status: 'failed', failure: { code } })
  })

  test('D41 a tool whose arguments were cut never runs', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({
      toolCalls: [{ name: 'calculator', arguments: '{"expression":"1+1"}' }],
      error: { kind: 'E6_cut', after: 2, at: 'arguments' }
    })
    const message = await driver.ask('Go.')
    expect(message.metadata?.status).toBe('interrupted')
    expect(await database().toolCall.count()).toBe(0)
    const asked = driver.requestFor([question('Go.', defaultModel)])
    expect(await driver.requests()).toEqual([asked])
    await driver.script({ text: 'Fine.' })
    expect(textOf(await driver.ask('Again.'))).toBe('Fine.')
    const both = driver.requestFor([question('Go.', defaultModel), question('Again.', defaultModel)])
    expect(await driver.requests()).toEqual([asked, both])
    expect(await driver.violations()).toEqual([])
  })

  test('arguments that are no JSON, an empty answer and a filtered one are failures with their own codes', async () => {
    const driver = await ConversationDriver.open()
    await driver.script(
      { toolCalls: [{ name: 'calculator', arguments: '{"expression":' }] },
      { text: '' },
      { text: 'Well', finishReason: 'content_filter' },
      // Cut at the token limit before any argument came.
      { toolCalls: [{ name: 'current_time', arguments: '' }], finishReason: 'length' }
    )
    const codes = []
    for (const question of ['One', 'Two', 'Three', 'Four']) codes.push((await driver.ask(question)).metadata?.failure?.code)
    expect(codes).toEqual(['tool_arguments_invalid', 'empty_response', 'filtered', 'tool_arguments_invalid'])
    expect(await driver.requests()).toHaveLength(4)
  })

  test.each([250, 1500, 20_000])('arguments that are nested %d deep are a failure too, and the chat goes on', async depth => {
    const driver = await ConversationDriver.open()
    const json = `{"expression":${'['.repeat(depth)}${']'.repeat(depth)}}`
    await driver.script({ text: 'Let me see.', toolCalls: [{ name: 'calculator', arguments: json }] }, { text: 'Fine.' })
    const message = await driver.ask('Go.')
    expect(message.metadata).toMatchObject({ status: 'failed', failure: { code: 'tool_arguments_invalid' } })
    expect(textOf(message)).toBe('Let me see.')
    // To the simulator it was JSON; a call that could not run is not sent back.
    driver.expectViolations('tool_calls_changed')
    expect(textOf(await driver.ask('Again.'))).toBe('Fine.')
  })

  test('a model that never stops calling tools is stopped after eight rounds', async () => {
    const driver = await ConversationDriver.open()
    await driver.script(...Array.from({ length: 9 }, () => ({ toolCalls: [{ name: 'current_time', arguments: '{}' }] })))
    const message = await driver.ask('Loop.')
    expect(message.metadata).toMatchObject({ status: 'failed', failure: { code: 'too_many_steps' } })
    expect(await driver.requests()).toHaveLength(8)
    expect(await driver.ledger(message.id)).toHaveLength(8)
  })
})

describe('the ledger', () => {
  useDatabase()

  test('D13 a cost that nobody names is looked up until it is there, never 0 meanwhile', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'Hi.', usage: null, generation: { notFound: 9 } })
    const message = await driver.ask('Hi?')
    expect(message.metadata).toMatchObject({ status: 'complete', costState: 'pending' })
    expect(message.metadata).not.toHaveProperty('costPicoUsd')
    await expect.poll(async () => (await reconcileDue(later(1))) > 0).toBe(true)
    await expect
      .poll(
        async () => {
          await reconcileDue(later(24 * 60))
          return (await driver.message(message.id)).metadata?.costState
        },
        { timeout: 8000 }
      )
      .toBe('billed')
    expect((await driver.ledger(message.id))[0]?.costPicoUsd).toBe(await driver.billPicoUsd())
  })

  test('a cost that is never found becomes unknown', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'Hi.', usage: null, generation: { status: 404 } })
    const message = await driver.ask('Hi?')
    for (let lookup = 0; lookup < 12; lookup++) await reconcileDue(later(100 * 24 * 60))
    expect((await driver.message(message.id)).metadata).toMatchObject({ costState: 'unknown' })
    const { conversations } = await listConversations(localUserId)
    expect(conversations[0]?.cost).toMatchObject({ picoUsd: '0', unknown: 1, pending: 0 })
  })

  test('BYOK is the fee and the provider, apart and together', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'Hi.', isByok: true, cost: 0.0018, upstreamCost: 0.0360795 })
    const message = await driver.ask('Hi?')
    expect(await driver.ledger(message.id)).toMatchObject([
      { costPicoUsd: 37_879_500_000n, providerPicoUsd: 36_079_500_000n, feePicoUsd: 1_800_000_000n, costState: 'billed' }
    ])
    expect(await driver.billPicoUsd()).toBe(37_879_500_000n)
  })

  test('sums above 2^53 pico-dollars ($9,007) are exact', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'Dear.', cost: 12_345.678901234567 }, { text: 'Dearer.', cost: 9_876.000000000002 })
    await driver.ask('One?')
    await driver.ask('Two?')
    const { conversations } = await listConversations(localUserId)
    expect(BigInt(conversations[0]?.cost.picoUsd ?? 0)).toBe(await driver.billPicoUsd())
    expect(BigInt(conversations[0]?.cost.picoUsd ?? 0)).toBeGreaterThan(2n ** 53n)
  })
})

describe('one send, one message', () => {
  useDatabase()

  test('ten times the same POST is one message, one call, one stream', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'Only once.', tokensPerSecond: 100 })
    const request = requestIn(driver)
    const bodies = await Promise.all(Array.from({ length: 10 }, async () => new Response(await startTurn(localUserId, request)).text()))
    expect(new Set(bodies.map(body => [...body.matchAll(/"delta":"([^"]*)"/g)].map(([, delta]) => delta).join('')))).toEqual(
      new Set(['Only once.'])
    )
    expect(await driver.requests()).toHaveLength(1)
    expect(await database().message.count()).toBe(2)
  })

  test('the same id with another request, and a second question meanwhile, are refused', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'Slowly, slowly.', tokensPerSecond: 20 })
    const request = requestIn(driver)
    const running = await startTurn(localUserId, request)
    await expect(startTurn(localUserId, { ...request, settings: { model: 'openai/o3' } })).rejects.toMatchObject({ httpStatus: 422 })
    await expect(startTurn(localUserId, requestIn(driver))).rejects.toMatchObject({
      httpStatus: 409,
      messageId: request.assistantMessageId
    })
    await new Response(running).text()
    expect(await driver.requests()).toHaveLength(1)
  })

  test('a foreign conversation, parent or answer is not found, and nothing is written', async () => {
    const driver = await ConversationDriver.open()
    await driver.ask('Mine.')
    await database().user.create({ data: { id: 'stranger' } })
    const before = await database().message.count()
    await expect(startTurn('stranger', requestIn(driver))).rejects.toMatchObject({ httpStatus: 404 })
    await expect(startTurn(localUserId, requestIn(driver, { parentId: uuidv7() }))).rejects.toMatchObject({ httpStatus: 404 })
    expect(await database().message.count()).toBe(before)
    expect((await listConversations('stranger')).conversations).toEqual([])
  })
})
