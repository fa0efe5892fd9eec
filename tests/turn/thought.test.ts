/** Promises T1-T5 of docs/promises.md, through real turns: the assertion is the next request that goes upstream. */
import { describe, expect, test } from 'vitest'
import { useDatabase } from '../setup/database.ts'
import { ConversationDriver } from './conversation-driver.ts'
import { question } from './fixture-turn.ts'

describe('thought', () => {
  useDatabase()

  test('D21 an answer with nothing but an encrypted thought sends it back, and shows it as hidden', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ reasoning: { encrypted: true, tokens: 64 }, text: 'Four.' }, { text: 'Five.' })
    const first = await driver.ask('2 + 2?', { model: 'openai/gpt-5-mini' })
    await driver.ask('And 2 + 3?', { model: 'openai/gpt-5-mini' })
    const [asked, next] = await driver.requests()
    const [wire] = await driver.wires(first.id)
    const detail = { type: 'reasoning.encrypted', data: expect.any(String), format: 'openai-responses-v1', index: 0 }
    expect(wire).toEqual({
      role: 'assistant',
      content: 'Four.',
      reasoning_details: [{ ...detail, id: expect.stringMatching(/^rs_/) }]
    })
    expect(next).toEqual({ ...asked, messages: [question('2 + 2?'), wire, question('And 2 + 3?')] })
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
    const [asked, next] = await driver.requests()
    const [step] = await driver.wires(answer.id)
    const ids = step?.tool_calls?.map(({ id }) => id) ?? []
    expect(step).toEqual({
      role: 'assistant',
      content: null,
      tool_calls: toolCalls.map((call, position) => ({ id: ids[position], type: 'function', function: call })),
      reasoning_details: [{ type: 'reasoning.encrypted', data: expect.any(String), id: ids[0], format: 'google-gemini-v1', index: 0 }]
    })
    expect(next).toEqual({
      ...asked,
      messages: [
        question('Both?'),
        step,
        { role: 'tool', tool_call_id: ids[0], content: '5' },
        { role: 'tool', tool_call_id: ids[1], content: '20' }
      ],
      provider: { order: ['google-ai-studio'], allow_fallbacks: false }
    })
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
    const [asked, , middle, back] = await driver.requests()
    const [signed] = await driver.wires(first.id)
    expect(signed?.reasoning_details).toMatchObject([{ text: 'I need the calculator.', signature: expect.any(String) }])
    const { reasoning_details: _withheld, ...bare } = signed ?? {}
    const result = { role: 'tool', tool_call_id: signed?.tool_calls?.[0]?.id, content: '42' }
    const said = (content: string) => ({ role: 'assistant', content })
    expect(middle).toEqual({
      ...asked,
      model: 'openai/gpt-5-mini',
      messages: [question('6 * 7?'), bare, result, said('It is 42.'), question('Sure?')]
    })
    const [claimed, again] = [question('Sure?', claude.model), question('And you?', claude.model)]
    expect(back).toEqual({
      ...asked,
      messages: [question('6 * 7?'), signed, result, said('It is 42.'), claimed, said('I agree.'), again]
    })
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
