import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type HistoryMessage, prepareHistory } from '../../lib/openrouter/replay.ts'
import type { ContentPart } from '../../lib/openrouter/request.ts'
import { type Simulator, startSimulator } from '../../lib/simulator/server.ts'
import { TestChat } from '../../lib/simulator/test-chat.ts'
import { dataUrl, png } from '../setup/sample-files.ts'
import { hi } from './fixtures/expected-failures.ts'
import { askOn, nextRequest, serveFixtures } from './harness.ts'
import { answer, ending, text as said } from './stream.ts'

const server = serveFixtures()
const model = 'openai/gpt-5-mini'

const image = (shade: number): ContentPart => ({ type: 'image_url', image_url: { url: dataUrl('image/png', png(1, 1, shade)) } })
const text = (words: string): ContentPart => ({ type: 'text', text: words })
const asked: HistoryMessage = { role: 'user', content: 'Go' }
const result = (id: string, content: string | ContentPart[]): HistoryMessage => ({ role: 'tool', tool_call_id: id, content })
const sent = (...ids: string[]) => ({
  role: 'assistant' as const,
  content: null,
  tool_calls: ids.map(id => ({ id, type: 'function' as const, function: { name: 'look', arguments: '{}' } }))
})
const calls = (...ids: string[]): HistoryMessage => ({ ...sent(...ids), sourceModel: model })

describe('files in tool results', () => {
  test('D62 an image of a tool goes to a user message behind the result', async () => {
    const history = [asked, calls('call_1'), result('call_1', [text('The red one.'), image(1), text('Taken at noon.')])]
    server.on('/chat/completions', answer(said('Hi'), ending()))
    expect((await askOn(server, model, history)).chunks).toEqual(hi)
    expect(server.requests).toEqual([
      {
        model,
        stream: true,
        messages: [
          { role: 'user', content: 'Go' },
          sent('call_1'),
          { role: 'tool', tool_call_id: 'call_1', content: 'The red one.\n\nTaken at noon.' },
          { role: 'user', content: [text('Files in the result of tool call call_1:'), image(1)] }
        ]
      }
    ])
  })

  test('of parallel calls: behind all results, in their order, each under its id', async () => {
    const history = [
      asked,
      calls('call_1', 'call_2', 'call_3'),
      result('call_1', [image(1), image(2)]),
      result('call_2', 'No picture.'),
      result('call_3', [text('One.'), image(3)]),
      { role: 'assistant' as const, content: 'Three pictures.' },
      { role: 'user' as const, content: 'Thanks.' }
    ]
    const { messages } = await nextRequest(server, model, history)
    expect(messages.slice(2)).toEqual([
      { role: 'tool', tool_call_id: 'call_1', content: 'The result is in the next user message.' },
      { role: 'tool', tool_call_id: 'call_2', content: 'No picture.' },
      { role: 'tool', tool_call_id: 'call_3', content: 'One.' },
      {
        role: 'user',
        content: [
          text('Files in the result of tool call call_1:'),
          image(1),
          image(2),
          text('Files in the result of tool call call_3:'),
          image(3)
        ]
      },
      { role: 'assistant', content: 'Three pictures.' },
      { role: 'user', content: 'Thanks.' }
    ])
  })

  test('text alone stays where it is, as a string, and nothing is added', () => {
    const history = [asked, calls('call_1'), result('call_1', [text('a'), text('b')]), calls('call_2'), result('call_2', 'c')]
    expect(prepareHistory({ messages: history, model }).map(message => [message.role, message.content])).toEqual([
      ['user', 'Go'],
      ['assistant', null],
      ['tool', 'a\n\nb'],
      ['assistant', null],
      ['tool', 'c']
    ])
  })

  test('what is stored is not changed', () => {
    const history = [asked, calls('call_1'), result('call_1', [text('a'), image(1)])]
    const before = structuredClone(history)
    prepareHistory({ messages: history, model })
    expect(history).toEqual(before)
  })
})

describe('the simulator agrees', () => {
  let simulator: Simulator
  beforeAll(async () => {
    simulator = await startSimulator()
  })
  afterAll(() => simulator.close())

  async function brokenBy(prepare: (messages: HistoryMessage[]) => object[]): Promise<string[]> {
    const chat = new TestChat(simulator)
    await chat.control.script({ toolCalls: [{ name: 'look', arguments: '{}' }] }, { text: 'Red.' }, { text: 'Still red.' })
    const common = { model, session_id: 's', provider: { order: ['openai'], allow_fallbacks: false } }
    const first = await chat.ask({ ...common, messages: [asked] })
    const id = first.toolCalls[0]?.id ?? ''
    const history = [asked, calls(id), result(id, [text('One.'), image(1)])]
    const second = await chat.ask({ ...common, messages: prepare(history) })
    await chat.ask({ ...common, messages: [...prepare(history), second.message, { role: 'user', content: 'Sure?' }] })
    return chat.brokenRules()
  }

  test('D62 prepared, the request breaks no rule; as it is stored, OpenAI would refuse it', async () => {
    expect(await brokenBy(messages => prepareHistory({ messages, model }))).toEqual([])
    const asStored = await brokenBy(messages => messages.map(({ sourceModel: _model, ...message }) => message))
    expect(asStored).toContain('tool_result_file')
  })
})
