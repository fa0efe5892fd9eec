/** Promises T1 and T2 for OpenAI: an answer's bytes, its row, a restart, the next request. */
import { describe, expect, test } from 'vitest'
import { useDatabase } from '../setup/database.ts'
import { gpt5SummaryTool, gpt52Interleaved, o3EncryptedOnly } from '../wire/fixtures/openai.ts'
import { ConversationDriver } from './conversation-driver.ts'
import { expectCarried, noTool, question, stepOf } from './fixture-turn.ts'

describe('what an OpenAI model thought comes back', () => {
  useDatabase()

  test('D21 one encrypted entry, and no reasoning beside it', async () => {
    const { text, detail } = o3EncryptedOnly
    await expectCarried(await ConversationDriver.open(), o3EncryptedOnly, [
      { role: 'assistant', content: text, reasoning_details: [detail] }
    ])
  })

  test('D23 a summary and its encrypted twin, before the call they led to', async () => {
    const { details, toolCall: call } = gpt5SummaryTool
    await expectCarried(await ConversationDriver.open(), gpt5SummaryTool, [
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: call.id, type: 'function', function: { name: 'run_me', arguments: '{"foo":"bar"}' } }],
        reasoning_details: details
      },
      noTool(call.id, 'run_me')
    ])
  })

  test('D27 seven entries in turn', async () => {
    await expectCarried(await ConversationDriver.open(), gpt52Interleaved, [
      { role: 'assistant', content: 'Found it.', reasoning_details: gpt52Interleaved.details }
    ])
  })

  test('reasoning that nothing came after cannot go back, and is not said to', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ reasoning: { encrypted: true, tokens: 64 }, finishReason: 'length' }, { text: 'Fine.' })
    const settings = { model: 'openai/gpt-5-mini' }
    const empty = await driver.ask('Think.', settings)
    expect((await driver.wires(empty.id))[0]?.reasoning_details).toHaveLength(1)
    expect(empty.metadata).not.toHaveProperty('reasoning')
    await driver.ask('Again.', settings)
    expect(JSON.stringify((await driver.requests())[1])).not.toContain('reasoning_details')
  })

  test('the first request is the question, the tools and the session, and nothing else', async () => {
    const driver = await ConversationDriver.open()
    await driver.script(stepOf(o3EncryptedOnly))
    await driver.ask('Hello', { model: 'openai/o3', tools: ['current_time'] })
    const [request] = await driver.requests()
    expect(request).toEqual({
      model: 'openai/o3',
      messages: [question('Hello')],
      stream: true,
      session_id: driver.conversationId,
      tools: [{ type: 'function', function: expect.objectContaining({ name: 'current_time' }) }]
    })
  })
})
