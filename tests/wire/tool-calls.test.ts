import { describe, expect, test } from 'vitest'
import {
  ask,
  assistantsOf,
  errorOf,
  finishOf,
  fragmentsOf,
  nextRequest,
  serveFixtures,
  storedStep,
  toolResult,
  typesOf,
  userMessage
} from './harness.ts'
import { answer, chunk, done, ending, events, streamReply, text, toolCall } from './stream.ts'

const server = serveFixtures()
const model = 'acme/model'

describe('tool calls', () => {
  test('D38 fragments carry id and name, and the strings go back as they came', async () => {
    const items = [
      toolCall(0, { id: 'toolu_1', name: 'add', arguments: '' }),
      toolCall(0, { arguments: '{"a": 2' }),
      toolCall(0, { arguments: ', "b": 3}' }),
      toolCall(1, { id: 'toolu_2', name: 'multiply', arguments: '{"a": 2, ' }),
      toolCall(1, { arguments: '"b": 3}' })
    ]
    server.on('/chat/completions', answer(...items, ending('tool_calls')))
    const outcome = await ask(server)
    expect(fragmentsOf(outcome)).toEqual([
      [0, 'toolu_1', 'add', '{"a": 2'],
      [0, 'toolu_1', 'add', ', "b": 3}'],
      [1, 'toolu_2', 'multiply', '{"a": 2, '],
      [1, 'toolu_2', 'multiply', '"b": 3}']
    ])
    const step = storedStep(outcome, model)
    const request = await nextRequest(server, model, [userMessage('Go'), step, toolResult('toolu_1', '5'), toolResult('toolu_2', '6')])
    expect(assistantsOf(request)[0]?.tool_calls?.map(call => call.function.arguments)).toEqual(['{"a": 2, "b": 3}', '{"a": 2, "b": 3}'])
  })

  test('D39 a call whose arguments never come is one call with {}', async () => {
    server.on(
      '/chat/completions',
      answer(text('Listing.'), toolCall(0, { id: 'call_1', name: 'list', arguments: '' }), ending('tool_calls'))
    )
    const outcome = await ask(server)
    expect(fragmentsOf(outcome)).toEqual([[0, 'call_1', 'list', '{}']])
    const request = await nextRequest(server, model, [userMessage('Go'), storedStep(outcome, model), toolResult('call_1', '[]')])
    expect(assistantsOf(request)[0]?.tool_calls).toEqual([{ id: 'call_1', type: 'function', function: { name: 'list', arguments: '{}' } }])
  })

  test('D39 two parallel calls whose arguments come late as {} are two calls with {}', async () => {
    const opened = [0, 1].flatMap(index => [
      toolCall(index, { id: `toolu_${index}`, name: `list_${index}`, arguments: '' }),
      toolCall(index, { arguments: '' }),
      toolCall(index, { arguments: '{}' })
    ])
    server.on('/chat/completions', answer(...opened, ending('tool_calls')))
    expect(fragmentsOf(await ask(server))).toEqual([
      [0, 'toolu_0', 'list_0', '{}'],
      [1, 'toolu_1', 'list_1', '{}']
    ])
  })

  test.each([
    [
      'the complete call twice',
      [toolCall(0, { id: '0', name: 'v', arguments: '{}' }), toolCall(0, { id: '0', name: 'v', arguments: '{}' })]
    ],
    [
      'opened empty, then whole',
      [toolCall(0, { id: '0', name: 'v', arguments: '' }), toolCall(0, { id: '0', name: 'v', arguments: '{}' })]
    ],
    [
      'no arguments key at first',
      [toolCall(0, { id: '0', name: 'v' }), chunk({ tool_calls: [{ index: 0, type: 'function', function: { arguments: '{}' } }] })]
    ]
  ])('D40 %s: one call with {}', async (_case, items) => {
    server.on('/chat/completions', answer(...items, ending('tool_calls')))
    expect(finishOf(await ask(server)).toolCalls).toEqual([{ index: 0, id: '0', name: 'v', arguments: '{}' }])
  })

  const open = toolCall(0, { id: 'call_1', name: 'read', arguments: '{"path":"/ho' })
  test.each([
    ['end of the body', [open], 'truncated'],
    ['an error', [open, { error: { code: 502, message: 'Gone' }, choices: [] }, done], 'stream'],
    ['a failed choice', [open, chunk({}, { finish: 'error', native: 'MALFORMED_FUNCTION_CALL' }), done], 'choice']
  ])('D41 arguments cut by %s: an error, no finish, nothing to run', async (_case, items, phase) => {
    server.on('/chat/completions', streamReply(events(...items)))
    const outcome = await ask(server)
    expect(errorOf(outcome).phase).toBe(phase)
    expect(typesOf(outcome)).toEqual(['tool_calls'])
    expect(outcome.handler.partial.toolCalls).toEqual([{ index: 0, id: 'call_1', name: 'read', arguments: '{"path":"/ho' }])
    const calls = [{ id: 'call_1', type: 'function' as const, function: { name: 'read', arguments: '{"path":"/ho' } }]
    const request = await nextRequest(server, model, [
      userMessage('Go'),
      { role: 'assistant', content: 'Reading', tool_calls: calls },
      userMessage('?')
    ])
    expect(JSON.stringify(request)).not.toContain('tool_calls')
  })

  test('D41 a call that was only named when the stream broke is not completed', async () => {
    server.on('/chat/completions', streamReply(events(text('x'), toolCall(0, { id: 'call_1', name: 'wipe', arguments: '' }))))
    const outcome = await ask(server)
    expect(fragmentsOf(outcome)).toEqual([])
    expect(outcome.handler.partial.toolCalls[0]?.arguments).toBe('')
  })

  test('D42 fragments that look complete are still fragments', async () => {
    const items = [toolCall(0, { id: 'c', name: 'n', arguments: '1' }), toolCall(0, { arguments: '23' })]
    server.on('/chat/completions', answer(...items, ending('tool_calls')))
    expect(finishOf(await ask(server)).toolCalls).toMatchObject([{ arguments: '123' }])
  })

  test('D43 an id that comes back in the next step pairs with its own result', async () => {
    server.on('/chat/completions', answer(toolCall(0, { id: 'functions.add:0', name: 'add', arguments: '{}' }), ending('tool_calls')))
    const step = storedStep(await ask(server), model)
    const history = [userMessage('Go'), step, toolResult('functions.add:0', 'one'), step, toolResult('functions.add:0', 'two')]
    const request = await nextRequest(server, model, history)
    expect(request.messages.map(message => (message.role === 'tool' ? message.content : message.role))).toEqual([
      'user',
      'assistant',
      'one',
      'assistant',
      'two'
    ])
  })

  test('two calls under one index are two calls', async () => {
    const items = [toolCall(0, { id: 'a', name: 'f', arguments: '{"x":1}' }), toolCall(0, { id: 'b', name: 'f', arguments: '{"x":2}' })]
    server.on('/chat/completions', answer(...items, ending('tool_calls')))
    expect(finishOf(await ask(server)).toolCalls.map(call => [call.index, call.id, call.arguments])).toEqual([
      [0, 'a', '{"x":1}'],
      [1, 'b', '{"x":2}']
    ])
  })
})
