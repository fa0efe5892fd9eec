/** Promises T1 and T2 for Anthropic: signed blocks come back whole, unsigned ones stay behind. */
import { describe, expect, test } from 'vitest'
import { localUserId } from '../../lib/auth/local-user.ts'
import { stopTurn } from '../../lib/turn/attach.ts'
import { useDatabase } from '../setup/database.ts'
import { claudeSignature, claudeText, claudeThinkingTool, claudeTwoBlocks, claudeVertex, haiku } from '../wire/fixtures/anthropic.ts'
import { ConversationDriver, textOf } from './conversation-driver.ts'
import { expectCarried, noTool, question } from './fixture-turn.ts'
import { readUntil } from './read-until.ts'

describe('what a Claude thought comes back', () => {
  useDatabase()

  test('D22 text and signature in one entry, before the call they led to', async () => {
    const { details, toolCall: call } = claudeThinkingTool
    await expectCarried(await ConversationDriver.open(), claudeThinkingTool, [
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: call.id, type: 'function', function: { name: 'weather', arguments: '{"location": "Oslo"}' } }],
        reasoning_details: details
      },
      noTool(call.id, 'weather')
    ])
  })

  test.each([0, 1] as const)('D28 two signed blocks, the second under index %i', async second => {
    const fixture = claudeTwoBlocks(second)
    await expectCarried(await ConversationDriver.open(), fixture, [
      { role: 'assistant', content: 'Done.', reasoning_details: fixture.details }
    ])
  })

  test('D31 an empty signature at the start', async () => {
    await expectCarried(await ConversationDriver.open(), claudeVertex, [
      { role: 'assistant', content: '2 + 2 = 4', reasoning_details: claudeVertex.details }
    ])
  })

  test('D33 a turn that was stopped before the signature: its text goes on, its thought stays in the row', async () => {
    const driver = await ConversationDriver.open()
    const delta = (more: object) => JSON.stringify({ choices: [{ index: 0, delta: more, finish_reason: null }] })
    await driver.script(
      {
        framing: {
          rawLines: [
            delta({ reasoning: 'Half a', reasoning_details: [claudeText('Half a')] }),
            delta({ content: 'Partial answer' }),
            delta({ reasoning_details: [claudeSignature('never sent')] })
          ]
        },
        stall: { after: 2, seconds: 60 }
      },
      { text: 'Here is the rest.' }
    )
    const { assistantMessageId, stream } = await driver.start('Hello', { model: haiku })
    await readUntil(stream, 'Partial answer')
    const stopped = await stopTurn(localUserId, assistantMessageId)
    expect(stopped.metadata?.status).toBe('stopped')
    expect(textOf(stopped)).toBe('Partial answer')
    expect(await driver.wires(assistantMessageId)).toEqual([
      { role: 'assistant', content: 'Partial answer', reasoning_details: [claudeText('Half a')] }
    ])
    await driver.restart()
    const next = await driver.ask('Go on', { model: haiku })
    expect(next.metadata?.status).toBe('complete')
    const [first, second] = await driver.requests()
    expect(second).toEqual({
      ...first,
      messages: [question('Hello', haiku), { role: 'assistant', content: 'Partial answer' }, question('Go on', haiku)]
    })
  })
})
