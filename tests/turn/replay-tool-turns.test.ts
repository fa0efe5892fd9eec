/** Promises T2, T4 and B6: turns of several steps, whole and cut. */
import { describe, expect, test } from 'vitest'
import { database } from '../../lib/db/client.ts'
import { useDatabase } from '../setup/database.ts'
import { claudeThinkingTool, haiku } from '../wire/fixtures/anthropic.ts'
import { geminiParallelTools } from '../wire/fixtures/gemini.ts'
import { ConversationDriver, textOf } from './conversation-driver.ts'
import { noTool, question, stepOf } from './fixture-turn.ts'

const calculation = { name: 'calculator', arguments: '{"expression": "6 * 7"}' }

describe('turns with tools', () => {
  useDatabase()

  test('D32 three turns of tools: every step comes back with its own thought, calls and results', async () => {
    const driver = await ConversationDriver.open()
    const settings = { model: haiku }
    const told: object[] = []
    for (const name of ['first', 'second', 'third']) {
      await driver.script(
        { provider: 'Amazon Bedrock', reasoning: `For the ${name} I calculate.`, toolCalls: [calculation] },
        { text: `The ${name} is 42.` }
      )
      const answer = await driver.ask(`The ${name}?`, settings)
      const [step, closing] = await driver.wires(answer.id)
      const [detail] = step?.reasoning_details ?? []
      expect(detail).toEqual({
        type: 'reasoning.text',
        text: `For the ${name} I calculate.`,
        format: 'anthropic-claude-v1',
        index: 0,
        signature: expect.stringMatching(/^Eq0ECkgI.{744}$/)
      })
      const call = { id: step?.tool_calls?.[0]?.id, type: 'function', function: calculation }
      expect(step).toEqual({ role: 'assistant', content: null, tool_calls: [call], reasoning_details: [detail] })
      told.push(
        { role: 'user', content: `The ${name}?` },
        step ?? {},
        { role: 'tool', tool_call_id: call.id, content: '42' },
        closing ?? {}
      )
      await driver.restart()
    }
    await driver.script({ text: 'Gladly.' })
    await driver.ask('Thanks.', settings)
    const requests = await driver.requests()
    const [first] = requests
    expect(requests).toHaveLength(7)
    // The prompt cache is asked for at the last two questions only.
    expect(requests.at(-1)).toEqual({
      ...first,
      messages: [...told.slice(0, 8), question('The third?', haiku), ...told.slice(9), question('Thanks.', haiku)]
    })
  })

  test('D36 a continuation goes to the provider that answered, in the same session; a new question goes to anybody', async () => {
    const driver = await ConversationDriver.open()
    const { details, toolCall: call } = claudeThinkingTool
    await driver.script(stepOf(claudeThinkingTool), { text: 'Done.' }, { text: 'Fine.' })
    await driver.ask('Hello', { model: haiku })
    await driver.ask('And now?', { model: haiku })
    const [first, continuation, next] = await driver.requests()
    const step = {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: call.id, type: 'function', function: { name: 'weather', arguments: '{"location": "Oslo"}' } }],
      reasoning_details: details
    }
    const asked = question('Hello', haiku)
    expect(first).toEqual(driver.requestFor([asked], haiku))
    expect(continuation).toEqual({
      ...first,
      messages: [asked, step, noTool(call.id, 'weather')],
      provider: { order: ['amazon-bedrock'], allow_fallbacks: true }
    })
    const done = { role: 'assistant', content: 'Done.' }
    const messages = [asked, step, noTool(call.id, 'weather'), done, question('And now?', haiku)]
    expect(next).toEqual(driver.requestFor(messages, haiku))
  })

  test('D36 what only its maker can read is not tried elsewhere', async () => {
    const driver = await ConversationDriver.open()
    await driver.script(stepOf(geminiParallelTools), { text: 'Done.' })
    const { model, ids } = geminiParallelTools
    const answer = await driver.ask('Hello', { model })
    const [step] = await driver.wires(answer.id)
    const [, continuation] = await driver.requests()
    expect(continuation).toEqual({
      ...driver.requestFor([question('Hello'), step ?? {}, noTool(ids[0], 'add'), noTool(ids[1], 'multiply')], model),
      provider: { order: ['google-ai-studio'], allow_fallbacks: false }
    })
  })

  test.each([
    ['the end of the body', 'E6_cut', 'interrupted'],
    ['an error', 'E3', 'failed'],
    ['a failed choice', 'E4', 'failed']
  ] as const)('D41 arguments cut by %s: no tool runs, nothing of the call goes on', async (_case, kind, status) => {
    const driver = await ConversationDriver.open()
    const toolCalls = [{ name: 'calculator', arguments: '{"expression":"1+1"}' }]
    await driver.script({ text: 'Let me see.', toolCalls, error: { kind, after: 2, at: 'arguments' } }, { text: 'Fine.' })
    const cut = await driver.ask('Go.', { model: 'openai/gpt-4o' })
    expect(cut.metadata?.status).toBe(status)
    expect(textOf(cut)).toBe('Let me see.')
    expect(await database().toolCall.count()).toBe(0)
    const [wire] = await driver.wires(cut.id)
    expect(wire?.tool_calls).toEqual([expect.objectContaining({ function: { name: 'calculator', arguments: '{"expres' } })])
    await driver.restart()
    await driver.ask('Again.', { model: 'openai/gpt-4o' })
    const [first, next, ...more] = await driver.requests()
    expect(more).toEqual([])
    expect(next).toEqual({ ...first, messages: [question('Go.'), { role: 'assistant', content: 'Let me see.' }, question('Again.')] })
  })
})
