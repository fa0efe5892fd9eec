/** Promises T1-T5 of docs/promises.md, through real turns: the assertion is the next request that goes upstream. */
import { describe, expect, test } from 'vitest'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver } from './conversation-driver.ts'

describe('thought', () => {
  useDatabase()

  test('D21 an answer with nothing but an encrypted thought sends it back, and shows it as hidden', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ reasoning: { encrypted: true, tokens: 64 }, text: 'Four.' }, { text: 'Five.' })
    const first = await driver.ask('2 + 2?', { model: 'openai/gpt-5-mini' })
    await driver.ask('And 2 + 3?', { model: 'openai/gpt-5-mini' })
    const [, next] = await driver.requests()
    const [wire] = await driver.wires(first.id)
    expect(wire?.reasoning_details).toMatchObject([
      { type: 'reasoning.encrypted', format: 'openai-responses-v1', id: expect.stringMatching(/^rs_/) }
    ])
    expect(next?.messages[1]).toEqual(wire)
    expect(next?.messages[1]).not.toHaveProperty('reasoning')
    expect(first.parts).toContainEqual(
      expect.objectContaining({ type: 'reasoning', text: '', providerMetadata: { steno: expect.objectContaining({ hidden: true }) } })
    )
    expect(await driver.violations()).toEqual([])
  })

  test('D24 parallel Gemini calls keep one signature on the first call, their own ids and their order', async () => {
    const driver = await ConversationDriver.open()
    const toolCalls = [
      { name: 'calculator', arguments: '{"expression": "2 + 3"}' },
      { name: 'calculator', arguments: '{"expression": "4 * 5"}' }
    ]
    await driver.script({ reasoning: { encrypted: true }, toolCalls }, { text: '5 and 20.' })
    const answer = await driver.ask('Both?', { model: 'google/gemini-3-flash-preview' })
    const [, next] = await driver.requests()
    const [, step, ...results] = next?.messages ?? []
    expect(step?.tool_calls?.map(call => call.function.arguments)).toEqual(toolCalls.map(call => call.arguments))
    expect(step?.reasoning_details).toMatchObject([{ type: 'reasoning.encrypted', id: step?.tool_calls?.[0]?.id }])
    expect(results.map(result => [result.tool_call_id, result.content])).toEqual([
      [step?.tool_calls?.[0]?.id, '5'],
      [step?.tool_calls?.[1]?.id, '20']
    ])
    expect(answer.metadata?.status).toBe('complete')
    expect(await driver.violations()).toEqual([])
  })

  test('D34 another maker gets the calls without the thoughts; switching back brings the thoughts back unchanged', async () => {
    const driver = await ConversationDriver.open()
    const claude = { model: 'anthropic/claude-sonnet-4.5' }
    await driver.script(
      { reasoning: 'I need the calculator.', toolCalls: [{ name: 'calculator', arguments: '{"expression":"6*7"}' }] },
      { text: 'It is 42.' },
      { text: 'I agree.' },
      { text: 'Indeed.' }
    )
    const first = await driver.ask('6 * 7?', claude)
    await driver.ask('Sure?', { model: 'openai/gpt-5-mini' })
    await driver.ask('And you?', claude)
    const [, , middle, back] = await driver.requests()
    const [signed] = await driver.wires(first.id)
    expect(signed?.reasoning_details).toMatchObject([{ text: 'I need the calculator.', signature: expect.any(String) }])
    expect(middle?.messages[1]?.tool_calls).toEqual(signed?.tool_calls)
    expect(middle?.messages.some(message => message.reasoning_details)).toBe(false)
    expect(back?.messages[1]).toEqual(signed)
    expect(new Set((await driver.requests()).map(request => request.session_id))).toEqual(new Set([driver.conversationId]))
    expect(await driver.violations()).toEqual([])
  })

  test('a detail of a type and with keys that nobody knows goes back as it came', async () => {
    const driver = await ConversationDriver.open()
    const strange = { type: 'reasoning.novel', id: 'x1', novel: { b: [1, 2], a: 'é' }, format: 'meta-responses-v1', index: 3 }
    await driver.script({ reasoningDetails: [strange], text: 'Hm.', family: 'plain' }, { text: 'Ha.' })
    const model = 'meta-llama/llama-5'
    const first = await driver.ask('One?', { model })
    await driver.ask('Two?', { model })
    const [, next] = await driver.requests()
    expect(JSON.stringify(next?.messages[1]?.reasoning_details)).toBe(JSON.stringify([strange]))
    expect(JSON.stringify((await driver.wires(first.id))[0]?.reasoning_details)).toBe(JSON.stringify([strange]))
  })
})
