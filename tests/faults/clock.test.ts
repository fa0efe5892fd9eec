/** Row 60 of the fault table: the clock of the machine is set in mid-answer. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { localUserId } from '../../lib/auth/local-user.ts'
import { loadConversation } from '../../lib/db/conversations.ts'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver, textOf } from '../turn/conversation-driver.ts'

const dayMs = 24 * 60 * 60_000

describe('the clock', () => {
  useDatabase()
  afterEach(() => {
    vi.useRealTimers()
  })

  test.each([
    ['back by a day', -dayMs],
    ['forward by a day', dayMs]
  ])('F60 is set %s: the answer is whole and paid, nothing lasted less than no time, and the order stays', async (_name, stepMs) => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'Before.' }, { text: 'In the middle of it.', tokensPerSecond: 20 }, { text: 'After.' })
    const answers = [await driver.ask('One?')]
    const { assistantMessageId, stream } = await driver.start('Two?')
    const reader = stream.getReader()
    const utf8 = new TextDecoder()
    for (let shown = ''; !shown.includes('text-delta'); ) shown += utf8.decode((await reader.read()).value)
    vi.setSystemTime(Date.now() + stepMs)
    while (!(await reader.read()).done);
    answers.push(await driver.message(assistantMessageId), await driver.ask('Three?'))
    expect(answers.map(textOf)).toEqual(['Before.', 'In the middle of it.', 'After.'])
    for (const { id, metadata } of answers) {
      expect(metadata).toMatchObject({ status: 'complete', costState: 'billed' })
      expect(metadata?.durationMs).toBeGreaterThanOrEqual(0)
      expect(metadata?.durationMs).toBeLessThan(20_000)
      expect(metadata?.timeToFirstTokenMs).toBeLessThan(20_000)
      const [row] = await driver.ledger(id)
      expect(row?.durationMs).toBeGreaterThanOrEqual(0)
      expect(row?.durationMs).toBeLessThan(20_000)
    }
    const conversation = await loadConversation(localUserId, driver.conversationId)
    expect(conversation?.selectedLeafId).toBe(answers[2]?.id)
    expect((await driver.requests())[2]?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant', 'user'])
  })
})
