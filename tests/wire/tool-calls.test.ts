import { describe, expect, test } from 'vitest'
import type { OpenRouterChunk } from '../../lib/openrouter/chunks.ts'
import type { ChatRequestMessage } from '../../lib/openrouter/request.ts'
import type { WireToolCall } from '../../lib/openrouter/tool-calls.ts'
import { claudeEmptyArguments, claudeMultiTool } from './fixtures/anthropic.ts'
import { bodyOf } from './fixtures/body-of.ts'
import { called, finished, told } from './fixtures/expected-chunks.ts'
import { failure, failureOf, hi, sent } from './fixtures/expected-failures.ts'
import type { Fixture } from './fixtures/fixture.ts'
import { earlyJsonCall, silentCall } from './fixtures/odd-answers.ts'
import { kimiMissingArguments, kimiParallelTools, kimiRepeatedCall, kimiRepeatedId } from './fixtures/open-models.ts'
import { ask, finishOf, nextRequest, serveFixtures, storedStep, toolResult, userMessage } from './harness.ts'
import { answer, chunk, done, ending, events, streamReply, text, toolCall } from './stream.ts'

const server = serveFixtures()
const model = 'acme/model'

/** Plays a fixture, whose chunks must be all there is, and asks on with a result for each call; that request's messages. */
async function replayed(fixture: Fixture): Promise<ChatRequestMessage[]> {
  server.on('/chat/completions', streamReply(bodyOf(fixture)))
  const outcome = await ask(server, { openRouterModelId: fixture.model })
  expect(outcome.error).toBeNull()
  expect(outcome.chunks).toEqual(fixture.chunks)
  const results = finishOf(outcome).toolCalls.map(({ id, name }) => toolResult(id, `result of ${name}`))
  const request = await nextRequest(server, fixture.model, [userMessage('Go'), storedStep(outcome, fixture.model), ...results])
  expect(request).toEqual({ model: fixture.model, messages: request.messages, stream: true })
  return request.messages
}

function call(id: string, name: string, text: string) {
  return { id, type: 'function', function: { name, arguments: text } }
}

/** What follows the last fragment of these calls, which are all. */
function endedFor(...toolCalls: Omit<WireToolCall, 'index'>[]): OpenRouterChunk[] {
  const [, usage] = hi
  const indexed = toolCalls.map((toolCall, index) => ({ index, ...toolCall }))
  const end = { reason: 'tool_calls', native: 'tool_calls', toolCalls: indexed }
  return [...(usage ? [usage] : []), finished({ model, provider: 'Acme' }, end)]
}

describe('tool calls', () => {
  test('D38 fragments carry id and name, and the strings go back as they came', async () => {
    const [first, second] = ['toolu_bdrk_01PqR5sT7uVwXyZ', 'toolu_bdrk_01AbC3dE9fGhIjK'] as const
    expect(await replayed(claudeMultiTool)).toEqual([
      userMessage('Go'),
      {
        role: 'assistant',
        content: 'I will do both.',
        tool_calls: [call(first, 'add', '{"a": 2, "b": 3}'), call(second, 'multiply', '{"a": 2, "b": 3}')]
      },
      toolResult(first, 'result of add'),
      toolResult(second, 'result of multiply')
    ])
  })

  test('D38 tokens of two calls come together by index', async () => {
    expect(await replayed(kimiParallelTools)).toEqual([
      userMessage('Go'),
      {
        role: 'assistant',
        content: null,
        tool_calls: [call('functions.add:0', 'add', '{"a": 2, "b": 3}'), call('functions.multiply:1', 'multiply', '{"a": 4, "b": 5}')],
        reasoning_details: [{ type: 'reasoning.text', text: 'Two calls.', format: 'unknown', index: 0 }]
      },
      toolResult('functions.add:0', 'result of add'),
      toolResult('functions.multiply:1', 'result of multiply')
    ])
  })

  test('D38 fragments of two calls that take turns', async () => {
    const items = [
      toolCall(1, { id: 'b', name: 'multiply', arguments: '' }),
      toolCall(0, { id: 'a', name: 'add', arguments: '{"x"' }),
      toolCall(1, { arguments: '{"y"' }),
      toolCall(0, { arguments: ': 1}' }),
      toolCall(1, { arguments: ': 2}' })
    ]
    server.on('/chat/completions', answer(...items, ending('tool_calls')))
    const outcome = await ask(server)
    expect(outcome.chunks).toEqual([
      ...called(0, 'a', 'add', '{"x"'),
      ...called(1, 'b', 'multiply', '{"y"'),
      ...called(0, 'a', 'add', ': 1}'),
      ...called(1, 'b', 'multiply', ': 2}'),
      ...endedFor({ id: 'a', name: 'add', arguments: '{"x": 1}' }, { id: 'b', name: 'multiply', arguments: '{"y": 2}' })
    ])
  })

  test('D39 a call whose arguments never come is one call with {}', async () => {
    expect(await replayed(silentCall)).toEqual([
      userMessage('Go'),
      { role: 'assistant', content: 'Listing.', tool_calls: [call('call_1', 'list', '{}')] },
      toolResult('call_1', 'result of list')
    ])
  })

  test('D39 two parallel calls whose arguments come late as {} are two calls with {}', async () => {
    const [first, second] = ['toolu_01TVug5BitZKezwKEnwpHQ', 'toolu_01HWdXMAbtonx7U5f8wrXi'] as const
    expect(await replayed(claudeEmptyArguments)).toEqual([
      userMessage('Go'),
      { role: 'assistant', content: 'Let me look.', tool_calls: [call(first, 'list_items', '{}'), call(second, 'search_items', '{}')] },
      toolResult(first, 'result of list_items'),
      toolResult(second, 'result of search_items')
    ])
  })

  test('D39 two calls without any arguments are closed in their order, each once', async () => {
    const items = [toolCall(0, { id: 'a', name: 'f', arguments: '' }), toolCall(1, { id: 'b', name: 'g', arguments: '' })]
    server.on('/chat/completions', answer(...items, ending('tool_calls')))
    expect((await ask(server)).chunks).toEqual([
      ...called(0, 'a', 'f', '{}'),
      ...called(1, 'b', 'g', '{}'),
      ...endedFor({ id: 'a', name: 'f', arguments: '{}' }, { id: 'b', name: 'g', arguments: '{}' })
    ])
  })

  test.each([kimiRepeatedId, kimiRepeatedCall, kimiMissingArguments])('D40 one call with {}: $name', async fixture => {
    expect(await replayed(fixture)).toEqual([
      userMessage('Go'),
      { role: 'assistant', content: null, tool_calls: [call('0', 'llm_version', '{}')] },
      toolResult('0', 'result of llm_version')
    ])
  })

  const gone = { code: 502, message: 'Gone' }
  const cutOff = { phase: 'truncated' as const, upstreamMessage: 'The answer was cut off.', body: null }
  const open = toolCall(0, { id: 'call_1', name: 'read', arguments: '{"path":"/ho' })
  test.each([
    ['the end of the body', [open], cutOff],
    ['an error', [open, { error: gone, choices: [] }, done], { phase: 'stream' as const, code: 502, upstreamMessage: 'Gone', body: gone }],
    [
      'a failed choice',
      [open, chunk({}, { finish: 'error', native: 'MALFORMED_FUNCTION_CALL' }), done],
      { phase: 'choice' as const, upstreamMessage: 'MALFORMED_FUNCTION_CALL', body: {} }
    ]
  ])('D41 arguments cut by %s: an error, no finish, nothing to run, nothing to send back', async (_case, items, said) => {
    server.on('/chat/completions', streamReply(events(text('Reading'), ...items)))
    const outcome = await ask(server)
    expect(failureOf(outcome)).toEqual(failure({ ...said, providerName: 'Acme', retryable: true }))
    expect(server.requests).toEqual([sent])
    expect(outcome.chunks).toEqual([...told('Reading'), ...called(0, 'call_1', 'read', '{"path":"/ho')])
    const { toolCalls } = outcome.handler.partial
    expect(toolCalls).toEqual([{ index: 0, id: 'call_1', name: 'read', arguments: '{"path":"/ho' }])
    const calls = toolCalls.map(({ id, name, arguments: half }) => ({ id, type: 'function' as const, function: { name, arguments: half } }))
    const request = await nextRequest(server, model, [
      userMessage('Go'),
      { role: 'assistant', content: 'Reading', tool_calls: calls, sourceModel: model },
      userMessage('?')
    ])
    expect(request).toEqual({
      model,
      messages: [userMessage('Go'), { role: 'assistant', content: 'Reading' }, userMessage('?')],
      stream: true
    })
  })

  test('D41 a call that was only named when the stream broke is not completed', async () => {
    server.on('/chat/completions', streamReply(events(text('x'), toolCall(0, { id: 'call_1', name: 'wipe', arguments: '' }))))
    const outcome = await ask(server)
    expect(failureOf(outcome)).toEqual(failure({ ...cutOff, providerName: 'Acme', retryable: true }))
    expect(outcome.chunks).toEqual(told('x'))
    expect(server.requests).toEqual([sent])
    expect(outcome.handler.partial.toolCalls).toEqual([{ index: 0, id: 'call_1', name: 'wipe', arguments: '' }])
  })

  test('D42 fragments that look complete are still fragments', async () => {
    expect(await replayed(earlyJsonCall)).toEqual([
      userMessage('Go'),
      { role: 'assistant', content: null, tool_calls: [call('call_1', 'count', '123')] },
      toolResult('call_1', 'result of count')
    ])
  })

  test('D43 an id that comes back in the next step pairs with its own result', async () => {
    server.on('/chat/completions', answer(toolCall(0, { id: 'functions.add:0', name: 'add', arguments: '{}' }), ending('tool_calls')))
    const outcome = await ask(server)
    const only = { id: 'functions.add:0', name: 'add', arguments: '{}' }
    expect(outcome.chunks).toEqual([...called(0, 'functions.add:0', 'add', '{}'), ...endedFor(only)])
    const step = storedStep(outcome, model)
    const history = [userMessage('Go'), step, toolResult('functions.add:0', 'one'), step, toolResult('functions.add:0', 'two')]
    const request = await nextRequest(server, model, [...history, userMessage('And?')])
    const assistant = { role: 'assistant', content: null, tool_calls: [call('functions.add:0', 'add', '{}')] }
    expect(request).toEqual({
      model,
      messages: [
        userMessage('Go'),
        assistant,
        toolResult('functions.add:0', 'one'),
        assistant,
        toolResult('functions.add:0', 'two'),
        userMessage('And?')
      ],
      stream: true
    })
  })

  test('D43 one id twice within a step pairs by position, and a call without its result stays behind', async () => {
    const calls = ['{"n":1}', '{"n":2}'].map(text => ({
      id: 'functions.add:0',
      type: 'function' as const,
      function: { name: 'add', arguments: text }
    }))
    const step = { role: 'assistant' as const, content: null, tool_calls: calls }
    const request = await nextRequest(server, model, [userMessage('Go'), step, toolResult('functions.add:0', 'one'), userMessage('?')])
    const messages = [userMessage('Go'), { ...step, tool_calls: calls.slice(0, 1) }, toolResult('functions.add:0', 'one'), userMessage('?')]
    expect(request).toEqual({ model, messages, stream: true })
  })

  test('two calls under one index are two calls', async () => {
    const items = [toolCall(0, { id: 'a', name: 'f', arguments: '{"x":1}' }), toolCall(0, { id: 'b', name: 'f', arguments: '{"x":2}' })]
    server.on('/chat/completions', answer(...items, ending('tool_calls')))
    expect(finishOf(await ask(server)).toolCalls.map(found => [found.index, found.id, found.arguments])).toEqual([
      [0, 'a', '{"x":1}'],
      [1, 'b', '{"x":2}']
    ])
  })
})
