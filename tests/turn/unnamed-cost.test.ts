/** Promise C2: an amount that the stream does not name is pending, never 0. */
import { describe, expect, test } from 'vitest'
import { reconcileDue } from '../../lib/turn/reconcile-costs.ts'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver, textOf } from './conversation-driver.ts'

describe('a usage without a cost', () => {
  useDatabase()

  test('D12 keeps text and tokens, leaves the cost pending, and is looked up', async () => {
    const driver = await ConversationDriver.open()
    const usage = {
      prompt_tokens: 7,
      completion_tokens: 2,
      completion_tokens_details: { reasoning_tokens: null },
      prompt_tokens_details: null
    }
    await driver.script({ text: 'Hi.', cost: null, usage, generation: { notFound: 5 } })
    const message = await driver.ask('Hi?', { model: 'openai/gpt-4o' })
    expect(textOf(message)).toBe('Hi.')
    expect(message.metadata).toMatchObject({ status: 'complete', costState: 'pending' })
    expect(message.metadata).not.toHaveProperty('costPicoUsd')
    expect(await driver.ledger(message.id)).toMatchObject([
      { costState: 'pending', costPicoUsd: null, inputTokens: 7, outputTokens: 2, reasoningTokens: null, nextLookupAt: expect.any(Date) }
    ])
    await expect
      .poll(async () => {
        await reconcileDue(new Date(Date.now() + 24 * 60 * 60_000))
        return (await driver.message(message.id)).metadata?.costState
      })
      .toBe('billed')
    expect((await driver.ledger(message.id))[0]?.costPicoUsd).toBe(await driver.billPicoUsd())
  })
})
