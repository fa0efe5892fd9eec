import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { messagesOf } from '../request-messages.ts'
import { type Simulator, startSimulator } from '../server.ts'
import { SimulatorState } from '../state.ts'
import { TestChat } from '../test-chat.ts'
import { answerTo } from './answers.ts'
import { evaluate, findSum } from './arithmetic.ts'
import { demoStep } from './demo-step.ts'
import type { Question } from './question.ts'
import { titleOf } from './title.ts'

const state = new SimulatorState({})

function question(model: string, text: string, more: Partial<Question> = {}): Question {
  return { model, messages: [{ role: 'user', content: text }], body: { stream: true }, key: 'k', sessionId: 's', ...more }
}

describe('sums', () => {
  test.each([
    ['What is 17 * 23?', '17 * 23', '391'],
    ['(2 + 3) * 4 please', '(2 + 3) * 4', '20'],
    ['2^10 - 24', '2^10 - 24', '1000'],
    ['0.1 + 0.2', '0.1 + 0.2', '0.3'],
    ['Say 1,000 × 3 aloud', '1,000 × 3', '3000'],
    ['-4 + 10 / 4', '-4 + 10 / 4', '-1.5']
  ])('%s', (text, expression, result) => {
    expect(findSum(text)).toEqual({ expression, result })
  })

  test.each(['Meet me on 2026-11-24', 'open 24/7', 'for 10-20 people', 'no numbers', '1 / 0', 'version 3.5'])('none in "%s"', text => {
    expect(findSum(text)).toBeUndefined()
  })

  test('precedence and nonsense', () => {
    expect(evaluate('2 + 3 * 4 ^ 2')).toBe(50)
    expect(evaluate('2 ** 3')).toBe(8)
    expect(evaluate('2 +')).toBeUndefined()
    expect(evaluate('(2')).toBeUndefined()
  })

  test('a huge message does not stall the search', () => {
    expect(findSum('1'.repeat(4_000_000))).toBeUndefined()
  })
})

describe('answers', () => {
  test('fit the words of the question and say that they are simulated', () => {
    expect(answerTo('What is 6 * 7?')).toContain('6 * 7 = 42')
    expect(answerTo('Hello there')).toContain('simulated')
    expect(answerTo('Write a python function')).toContain('```')
    expect(answerTo('What is Steno?')).toContain('No cent is lost')
    expect(answerTo('Why do leaves turn red?')).toMatch(/“Why do leaves turn red\?”[\s\S]*simulated/)
  })

  test.each([
    ['How do tides work?', 'Tides work'],
    ['Write a title for this conversation:\n\n<message>Plan a trip to the Alps in June, please</message>', 'Plan trip Alps in June'],
    ['What is 6 * 7, please?', '6 * 7'],
    ['Explain **tail** calls', 'Explain tail calls'],
    ['', 'New chat']
  ])('title of %j', (prompt, title) => {
    expect(titleOf(prompt)).toBe(title)
  })
})

describe('scenarios', () => {
  test('pace like a real model', () => {
    for (const text of ['a', 'b', 'What is new?', '17 * 23']) {
      const { firstTokenMs = 0, tokensPerSecond = 0 } = demoStep(question('demo/reasoning', text), state)
      expect(firstTokenMs).toBeGreaterThanOrEqual(400)
      expect(firstTokenMs).toBeLessThanOrEqual(900)
      expect(tokensPerSecond).toBeGreaterThanOrEqual(40)
      expect(tokensPerSecond).toBeLessThanOrEqual(90)
    }
  })

  test('reasoning thinks about the question, unless it must not', () => {
    expect(demoStep(question('demo/reasoning', '17 * 23?'), state).reasoning).toContain('17 * 23')
    expect(demoStep(question('demo/reasoning', 'Hi', { body: { stream: true, reasoning: { effort: 'none' } } }), state)).not.toHaveProperty(
      'reasoning'
    )
  })

  test('failure fails once for each question in each conversation', () => {
    const first = demoStep(question('demo/failure', 'Try'), state)
    expect(first.error).toMatchObject({ kind: 'E1', metadata: { provider_name: 'Simulator' } })
    expect(first.text).not.toBe('')
    expect(demoStep(question('demo/failure', 'Try'), state)).not.toHaveProperty('error')
    expect(demoStep(question('demo/failure', 'Try', { sessionId: 'other' }), state)).toHaveProperty('error')
  })

  test('echo repeats, or counts tokens', () => {
    expect(demoStep(question('demo/echo', 'Grüße 👋'), state).text).toBe('Grüße 👋')
    const counted = demoStep(question('demo/echo', '/tokens 500'), state)
    expect(counted.text?.split(' ')).toHaveLength(500)
  })

  test('markdown holds one of everything', () => {
    const { text = '' } = demoStep(question('demo/markdown', 'Show me'), state)
    for (const sign of ['# ', '| --', '```', '1. ', '> ', '](https://', '√']) expect(text.replaceAll(':---', '--')).toContain(sign)
  })

  test('any other model stands in for itself', () => {
    const step = demoStep(question('deepseek/deepseek-v4-pro', 'Why?'), state)
    expect(step.text).toContain('DeepSeek V4 Pro has not seen your question')
    expect(step.reasoning).toContain('stand in')
  })
})

describe('tools, over HTTP', () => {
  let simulator: Simulator
  beforeAll(async () => {
    simulator = await startSimulator()
  })
  afterAll(() => simulator.close())

  test('calculator, then clock, then an answer made of their results; no rule is broken', async () => {
    const chat = new TestChat(simulator)
    const tools = ['calculator', 'current_time'].map(name => ({ type: 'function', function: { name, parameters: { type: 'object' } } }))
    const common = { model: 'demo/tools', session_id: 't', tools, provider: { order: ['simulator'] } }
    const asked = { role: 'user', content: 'What is 17 * 23, and what time is it in Tokyo?' }
    const calculator = await chat.ask({ ...common, messages: [asked] })
    expect(calculator.toolCalls).toMatchObject([{ name: 'calculator', arguments: '{"expression": "17 * 23"}' }])
    const calculated = [asked, calculator.message, { role: 'tool', tool_call_id: calculator.toolCalls[0]?.id, content: '391' }]
    const stopped = await chat.post({ ...common, messages: calculated })
    await stopped.body?.cancel()
    expect(await chat.control.violations()).toEqual([])

    const next = demoStep(
      question('demo/tools', '', { messages: messagesOf({ messages: calculated }), body: { stream: true, tools } }),
      state
    )
    expect(next.toolCalls).toEqual([{ name: 'current_time', arguments: '{"timeZone": "Asia/Tokyo"}' }])
    const clockCall = { id: 'call_clock', type: 'function', function: { name: 'current_time', arguments: '{}' } }
    const told = { role: 'tool', tool_call_id: 'call_clock', content: 'Tuesday, 24 November 2026' }
    const messages = messagesOf({ messages: [...calculated, { role: 'assistant', content: null, tool_calls: [clockCall] }, told] })
    const final = demoStep(question('demo/tools', '', { messages, body: { stream: true, tools } }), state)
    expect(final.text).toMatch(/391[\s\S]*Tuesday, 24 November 2026/)
    expect(final).not.toHaveProperty('toolCalls')
  })

  test('without tools it says so', () => {
    expect(demoStep(question('demo/tools', 'Hi'), state).text).toContain('No tools were offered')
  })
})
