/** Promises B1, C2 and T1 when the upstream lies about its figures, and when Steno's own disk refuses. */
import { describe, expect, test, vi } from 'vitest'
import { database } from '../../lib/db/client.ts'
import { hub } from '../../lib/turn/hub.ts'
import { outcomeOfRecord, outcomeOfUsage } from '../../lib/turn/ledger-outcome.ts'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver, textOf } from './conversation-driver.ts'

/** An answer of its own, with this usage and this id. */
function answerWith(usage: object, id: string) {
  const event = (choice: object | null, more: object = {}) =>
    JSON.stringify({ id, model: 'm', provider: 'P', choices: choice ? [{ index: 0, ...choice }] : [], ...more })
  const lines = [
    event({ delta: { content: 'Hello world' } }),
    event({ delta: {}, finish_reason: 'stop' }),
    event(null, { usage }),
    'data: [DONE]'
  ]
  return { framing: { rawLines: lines } }
}

const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5, cost: 0.001 }

describe('an odd upstream', () => {
  useDatabase()

  test.each([1e8, 1e300, -1])('a cost of %d dollars is not known, and does not cost the answer', async cost => {
    const driver = await ConversationDriver.open()
    await driver.script({ ...answerWith({ ...usage, cost }, `gen-${cost}`), generation: { status: 404 } })
    const message = await driver.ask('Go.')
    expect(message.metadata).toMatchObject({ status: 'complete', costState: 'pending' })
    expect(message.metadata).not.toHaveProperty('costPicoUsd')
    expect(await driver.wires(message.id)).toMatchObject([{ content: 'Hello world' }])
  })

  test.each([-1, 3.5, 1e300])('%d tokens are an unknown number of tokens', tokens => {
    const counted = outcomeOfUsage({ prompt_tokens: tokens, completion_tokens: tokens, prompt_tokens_details: { cached_tokens: tokens } })
    expect(counted).toMatchObject({ inputTokens: null, outputTokens: null, cacheReadTokens: null })
    expect(outcomeOfRecord({ native_tokens_prompt: tokens, total_cost: 1 })).toMatchObject({ inputTokens: null, costState: 'billed' })
  })

  test('an id that was given out before costs neither the answer nor the conversation, and is billed once', async () => {
    const driver = await ConversationDriver.open()
    await driver.script(answerWith(usage, 'gen-same'), answerWith(usage, 'gen-same'), { text: 'Fine.' })
    const first = await driver.ask('One?')
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const second = await driver.ask('Two?')
    write.mockRestore()
    expect(textOf(second)).toBe('Hello world')
    expect(second.metadata).toMatchObject({ status: 'complete', costState: 'unknown' })
    expect(await driver.wires(second.id)).toMatchObject([{ content: 'Hello world' }])
    expect(await driver.ledger(first.id)).toMatchObject([{ openRouterId: 'gen-same', costState: 'billed' }])
    expect(await driver.ledger(second.id)).toMatchObject([{ openRouterId: null, costState: 'unknown', costPicoUsd: null, outputTokens: 2 }])
    expect(textOf(await driver.ask('Three?'))).toBe('Fine.')
  })

  test('a title under the id of another call is not billed a second time', async () => {
    const driver = await ConversationDriver.open({ titles: true })
    const choices = [{ message: { role: 'assistant', content: 'Tides' }, finish_reason: 'stop' }]
    const body = { id: 'gen-same', object: 'chat.completion', created: 1, model: 'm/m', choices, usage }
    await driver.script(answerWith(usage, 'gen-same'), {
      http: { status: 200, headers: { 'X-Generation-Id': '' }, body },
      stream: false
    })
    await driver.ask('One?')
    const titles = () => database().generation.findMany({ where: { kind: 'title' } })
    await expect.poll(titles).toMatchObject([{ openRouterId: null, costState: 'unknown', costPicoUsd: null }])
  })
})

describe('a disk that refuses', () => {
  useDatabase()

  test('an end that cannot be stored is stored when it can, and until then the turn goes on', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'Kept.' })
    await database().$executeRaw`CREATE TRIGGER "refuse" BEFORE UPDATE ON "Message" BEGIN SELECT RAISE(ABORT, 'refused'); END`
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const answer = driver.ask('Go.')
    await expect.poll(() => write.mock.calls.join('')).toMatch(/turn\.finish[\s\S]*turn\.finish/)
    expect(await database().turnEvent.count()).toBeGreaterThan(0)
    await database().$executeRaw`DROP TRIGGER "refuse"`
    expect(textOf(await answer)).toBe('Kept.')
    expect((await answer).metadata).toMatchObject({ status: 'failed', failure: { code: 'internal' } })
    write.mockRestore()
  })

  test('a step that finds the disk full waits, and loses neither its thought nor its cost', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ reasoning: 'Because. '.repeat(2000), text: 'Kept.' }, { text: 'Fine.' })
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const { assistantMessageId, stream } = await driver.start('Go.')
    await database().$queryRaw`PRAGMA max_page_count = 1`
    const shown = new Response(stream).text()
    await expect.poll(() => write.mock.calls.join('')).toMatch('turn.finish')
    await database().$queryRaw`PRAGMA max_page_count = 1000000`
    await shown
    await expect.poll(async () => (await driver.message(assistantMessageId)).metadata?.status).not.toBe('streaming')
    write.mockRestore()
    expect(await driver.wires(assistantMessageId)).toMatchObject([{ reasoning_details: [{ text: 'Because. '.repeat(2000) }] }])
    const [row] = await driver.ledger(assistantMessageId)
    expect(row).toMatchObject({ openRouterId: expect.stringMatching(/^gen-/), costPicoUsd: await driver.billPicoUsd() })
  })

  test('a step whose journal has died is stored all the same, with what it cost', async () => {
    const driver = await ConversationDriver.open()
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    await driver.script({ text: 'This goes on for a while, long enough.', tokensPerSecond: 5 })
    const answer = driver.ask('Go.')
    await expect.poll(() => database().turnEvent.count()).toBeGreaterThan(1)
    await hub().shutDown()
    const message = await answer
    write.mockRestore()
    // The simulator notices the abort a little later.
    await expect.poll(() => driver.billPicoUsd()).toBeGreaterThan(0n)
    expect('This goes on for a while, long enough.').toContain(textOf(message))
    expect(message.metadata).toMatchObject({ status: 'failed', failure: { code: 'internal' } })
    expect(await driver.wires(message.id)).toHaveLength(1)
    expect((await driver.ledger(message.id)).map(row => row.openRouterId)).toEqual([expect.stringMatching(/^gen-/)])
  })
})
