/** Promises T1, T2 and T4 for Gemini: a signature stays with the call, or the text, that it belongs to. */
import { describe, test } from 'vitest'
import { useDatabase } from '../setup/database.ts'
import { geminiFollowUp, geminiParallelTools, geminiSignedEmptyText, geminiText } from '../wire/fixtures/gemini.ts'
import { ConversationDriver } from './conversation-driver.ts'
import { expectCarried, noTool } from './fixture-turn.ts'

describe('what a Gemini signed comes back', () => {
  useDatabase()

  test('D24 one signature with the id of the first of two calls, both ids as they came', async () => {
    const { ids, signature } = geminiParallelTools
    await expectCarried(await ConversationDriver.open(), geminiParallelTools, [
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          { id: ids[0], type: 'function', function: { name: 'add', arguments: '{"a": 2, "b": 3}' } },
          { id: ids[1], type: 'function', function: { name: 'multiply', arguments: '{"b": 5, "a": 4}' } }
        ],
        reasoning_details: [signature]
      },
      noTool(ids[0], 'add'),
      noTool(ids[1], 'multiply')
    ])
  })

  test.each([
    [geminiText, 'Four.'],
    [geminiFollowUp, '5 and 20.']
  ])('D25 a signature after the text: $name', async (fixture, content) => {
    await expectCarried(await ConversationDriver.open(), fixture, [{ role: 'assistant', content, reasoning_details: [fixture.signature] }])
  })

  test('D26 a signature without a text, its keys in their own order', async () => {
    const { detail } = geminiSignedEmptyText
    await expectCarried(await ConversationDriver.open(), geminiSignedEmptyText, [
      { role: 'assistant', content: 'Four.', reasoning_details: [detail] }
    ])
  })
})
