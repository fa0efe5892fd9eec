/** Promise C6: a cap stops its turn soon after the estimate crosses it, keeps the text, and says when it cannot hold. */
import { describe, expect, test } from 'vitest'
import { localUserId } from '../../lib/auth/local-user.ts'
import { database } from '../../lib/db/client.ts'
import { readCatalogue } from '../../lib/turn/catalogue.ts'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver, textOf } from './conversation-driver.ts'

/** 15 dollars a million answer tokens. */
const model = 'anthropic/claude-sonnet-4.5'
const perTokenPicoUsd = 15_000_000n
const long = 'abcd'.repeat(3000)

describe('a cost cap', () => {
  useDatabase()

  test('stops an answer within a second of crossing it and keeps what came', async () => {
    const driver = await ConversationDriver.open()
    await readCatalogue(localUserId)
    await driver.script({ text: long, tokensPerSecond: 500 })
    const capPicoUsd = 400n * perTokenPicoUsd
    const answer = await driver.ask('Go.', { model, costCapPicoUsd: String(capPicoUsd) })
    expect(answer.metadata).toMatchObject({ status: 'stopped', cap: { picoUsd: String(capPicoUsd) } })
    expect(answer.metadata).not.toHaveProperty('failure')
    const tokens = textOf(answer).length / 4
    // Its prompt counts too.
    expect(tokens).toBeGreaterThan(100)
    expect(tokens).toBeLessThan(400 + 500)
    const estimate = BigInt(answer.metadata?.cap?.estimatePicoUsd ?? 0)
    expect(estimate).toBeGreaterThan(capPicoUsd)
    expect(estimate - capPicoUsd).toBeLessThanOrEqual(500n * perTokenPicoUsd)
  })

  test('counts thoughts, and the steps of a tool loop together', async () => {
    const driver = await ConversationDriver.open()
    await readCatalogue(localUserId)
    await driver.script({ reasoning: long, text: 'Never said.', tokensPerSecond: 2000 })
    const thinking = await driver.ask('Think.', { model, costCapPicoUsd: String(300n * perTokenPicoUsd) })
    expect(thinking.metadata).toMatchObject({ status: 'stopped', cap: { estimatePicoUsd: expect.any(String) } })
    expect(textOf(thinking)).toBe('')

    await driver.script({ toolCalls: [{ name: 'calculator', arguments: '{"expression":"6*7"}' }], cost: 0.01 }, { text: 'Never sent.' })
    const calls = (await driver.requests()).length
    const looped = await driver.ask('6 * 7?', { model, costCapPicoUsd: '9000000000' })
    expect(looped.metadata).toMatchObject({ status: 'stopped', costPicoUsd: '10000000000', costState: 'billed' })
    expect(looped.metadata?.cap).toEqual({ picoUsd: '9000000000', estimatePicoUsd: '10000000000' })
    expect((await driver.requests()).length).toBe(calls + 1)
    expect(await driver.ledger(looped.id)).toHaveLength(1)
  })

  test('below the price of the question alone sends nothing', async () => {
    const driver = await ConversationDriver.open()
    await readCatalogue(localUserId)
    const answer = await driver.ask('Go.', { model, costCapPicoUsd: '1' })
    expect(answer.metadata).toMatchObject({ status: 'stopped', costPicoUsd: '0', costState: 'billed', cap: { picoUsd: '1' } })
    expect(await driver.requests()).toEqual([])
  })

  test('that is not reached leaves no trace; without a list price it says at once that it cannot hold', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'Short.' }, { text: long })
    const kept = await driver.ask('Go.', { model, costCapPicoUsd: '1000000000000' })
    expect(kept.metadata?.status).toBe('complete')
    expect(kept.metadata).not.toHaveProperty('cap')

    const unpriced = await driver.ask('And you?', { model: 'nobody/unlisted', costCapPicoUsd: '1' })
    expect(unpriced.metadata).toMatchObject({ status: 'complete', cap: { picoUsd: '1', estimatePicoUsd: null } })
    expect(driver.chunks.findIndex(chunk => JSON.stringify(chunk).includes('estimatePicoUsd'))).toBeLessThan(
      driver.chunks.findIndex(chunk => chunk.type === 'text-start')
    )
    expect(await database().generation.count({ where: { costState: 'pending', nextLookupAt: null } })).toBe(0)
  })
})
