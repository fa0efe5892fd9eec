/** Promises C1 and C2 where a row is easily wrong: attempts that never went out, half a price, an id given out twice. */
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { localUserId } from '../../lib/auth/local-user.ts'
import { database } from '../../lib/db/client.ts'
import { stopTurn } from '../../lib/turn/attach.ts'
import { AttemptLedger } from '../../lib/turn/attempt-ledger.ts'
import { RowWriter } from '../../lib/turn/journal-row.ts'
import { outcomeOfRecord, outcomeOfUsage } from '../../lib/turn/ledger-outcome.ts'
import { reconcileDue } from '../../lib/turn/reconcile-costs.ts'
import { recoverTurns } from '../../lib/turn/recover-turns.ts'
import { startTurn } from '../../lib/turn/start-turn.ts'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver } from './conversation-driver.ts'

describe('what a call is billed', () => {
  test('with a key of the user, a price without the provider’s part is no price', () => {
    const half = { cost: 0.001, is_byok: true }
    expect(outcomeOfUsage(half)).not.toHaveProperty('costState')
    expect(outcomeOfUsage({ ...half, cost_details: { upstream_inference_cost: 0.02 } })).toMatchObject({ costPicoUsd: 21_000_000_000n })
    expect(outcomeOfRecord({ total_cost: 0.001, is_byok: true, upstream_inference_cost: null })).toBeNull()
  })

  test('a quoted amount keeps every digit', () => {
    const justBelow = '0.0000123471854999999999999999999'
    expect(outcomeOfUsage({ cost: justBelow })).toMatchObject({ costPicoUsd: 12_347_185n })
    expect(outcomeOfRecord({ total_cost: justBelow })).toMatchObject({ costPicoUsd: 12_347_185n })
  })
})

test('a call that is stopped before it goes out costs nothing', async () => {
  const row = {
    userId: localUserId,
    upstream: 'demo',
    kind: 'chat',
    conversationId: 'c',
    messageId: 'm',
    model: 'm/m',
    effort: null
  } as const
  const ledger = new AttemptLedger({ ...row, id: uuidv7(), position: 0, attempt: 0, createdAt: new Date() })
  await ledger.call(AbortSignal.abort())
  expect(ledger.settle(null, {}).outcome).toMatchObject({ costState: 'billed', costPicoUsd: 0n })
  await ledger.call(new AbortController().signal)
  expect(ledger.settle(null, {}).outcome).toMatchObject({ costState: 'unknown' })
})

describe('the rows of a turn', () => {
  useDatabase()

  test('stopped while it waits to try again: the first attempt is billed, the second was never made and cost nothing', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ error: { kind: 'E1', after: 0, metadata: { retry_after_seconds: 20 } }, cost: 0.002 })
    const assistantMessageId = uuidv7()
    const stream = await startTurn(localUserId, {
      trigger: 'submit-message',
      conversationId: driver.conversationId,
      parentId: null,
      assistantMessageId,
      message: { id: uuidv7(), parts: [{ type: 'text', text: 'Go.' }] },
      settings: { model: 'openai/gpt-5-mini' }
    })
    await expect.poll(() => driver.ledger(assistantMessageId)).toHaveLength(2)
    const stopped = await stopTurn(localUserId, assistantMessageId)
    await new Response(stream).text()
    expect(stopped.metadata).toMatchObject({ status: 'stopped' })
    expect(await driver.ledger(assistantMessageId)).toMatchObject([
      { attempt: 0, openRouterId: expect.stringMatching(/^gen-/) },
      { attempt: 1, openRouterId: null, costState: 'billed', costPicoUsd: 0n }
    ])
    expect(await driver.requests()).toHaveLength(1)
  })

  test('an id that another row has does not keep Steno from starting; its cost stays unknown', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'One.' })
    const first = await driver.ask('One?')
    const [row] = await driver.ledger(first.id)
    const openRouterId = row?.openRouterId ?? ''
    const [messageId, generationId] = [uuidv7(), uuidv7()]
    const { conversationId } = driver
    await database().message.create({
      data: { id: messageId, conversationId, parentId: null, role: 'assistant', status: 'streaming', parts: '[]' }
    })
    await database().generation.create({
      data: {
        id: generationId,
        userId: localUserId,
        upstream: 'demo',
        kind: 'chat',
        conversationId,
        messageId,
        model: 'm/m',
        costState: 'pending'
      }
    })
    const entries = new RowWriter().write([{ turn: 1, messageId, entries: [{ kind: 'generation', generationId, openRouterId }] }])
    await database().turnEvent.create({ data: { seq: 1000, entries } })
    expect(await recoverTurns(new Date())).toBe(1)
    expect(await driver.ledger(messageId)).toMatchObject([{ costState: 'unknown', costPicoUsd: null, openRouterId: null }])
    expect((await driver.message(messageId)).metadata).toMatchObject({ status: 'interrupted', costState: 'unknown' })
  })

  test('what many crashes left open is looked up in one round, not a few each time', async () => {
    await ConversationDriver.open()
    const conversationId = uuidv7()
    const left = { userId: localUserId, upstream: 'demo', kind: 'chat', model: 'm/m', costState: 'pending', nextLookupAt: new Date(0) }
    await database().generation.createMany({
      data: Array.from({ length: 45 }, (_, index) => ({ ...left, id: uuidv7(), conversationId, openRouterId: `gen-left-${index}` }))
    })
    expect(await reconcileDue(new Date())).toBe(45)
    expect(await database().generation.count({ where: { conversationId, lookups: 1 } })).toBe(45)
  })
})
