/** Promises B4 and C3: a stopped turn keeps what was shown, and its cost is looked up. */
import { describe, expect, test } from 'vitest'
import { localUserId } from '../../lib/auth/local-user.ts'
import { stopTurn } from '../../lib/turn/attach.ts'
import { reconcileDue } from '../../lib/turn/reconcile-costs.ts'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver, textOf } from './conversation-driver.ts'
import { question } from './fixture-turn.ts'
import { readUntil } from './read-until.ts'

describe('a stopped turn', () => {
  useDatabase()

  test('D15 drops the connection, keeps its text, is billed for what was sent, and the conversation goes on', async () => {
    const driver = await ConversationDriver.open()
    const model = 'openai/gpt-4o'
    await driver.script({ text: 'One two three four five six.', stall: { after: 3, seconds: 60 } }, { text: 'Seven.' })
    const { assistantMessageId, stream } = await driver.start('Count.', { model })
    await readUntil(stream, 'thre')
    const stopped = await stopTurn(localUserId, assistantMessageId)
    expect(stopped.metadata).toMatchObject({ status: 'stopped', costState: 'pending' })
    expect(stopped.metadata).not.toHaveProperty('costPicoUsd')
    expect(textOf(stopped)).toBe('One two thre')
    await expect.poll(() => driver.streams()).toMatchObject([{ state: 'aborted', completionTokens: 3 }])
    await expect
      .poll(async () => {
        await reconcileDue(new Date(Date.now() + 24 * 60 * 60_000))
        return (await driver.message(assistantMessageId)).metadata?.costState
      })
      .toBe('billed')
    const [row] = await driver.ledger(assistantMessageId)
    expect(row?.costPicoUsd).toBe(await driver.billPicoUsd())
    expect(row?.costPicoUsd).toBeGreaterThan(0n)
    await driver.ask('Go on.', { model })
    const [first, next] = await driver.requests()
    expect(next).toEqual({ ...first, messages: [question('Count.'), { role: 'assistant', content: 'One two thre' }, question('Go on.')] })
  })
})
