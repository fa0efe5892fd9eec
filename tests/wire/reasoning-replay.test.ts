import { describe, expect, test } from 'vitest'
import type { ReasoningDetail } from '../../lib/openrouter/reasoning-details.ts'
import {
  ask,
  assistantsOf,
  collect,
  finishOf,
  nextRequest,
  openHandler,
  serveFixtures,
  storedStep,
  textOf,
  toolResult,
  userMessage
} from './harness.ts'
import { answer, chunk, done, ending, events, streamReply, text, thought, toolCall } from './stream.ts'

const server = serveFixtures()

const claude = 'anthropic/claude-haiku-4.5'
const gemini = 'google/gemini-3.1-flash-lite-preview'
const signature = 'Eq0ECkgIChACGAIqQ'.repeat(44)
const blob = 'gAAAAABpaB0x+/_-'.repeat(73)

function claudeText(piece: string, index = 0): ReasoningDetail {
  return { type: 'reasoning.text', text: piece, format: 'anthropic-claude-v1', index }
}

function claudeSignature(value: string, index = 0): ReasoningDetail {
  return { type: 'reasoning.text', signature: value, format: 'anthropic-claude-v1', index }
}

function geminiSignature(id?: string): ReasoningDetail {
  return {
    type: 'reasoning.encrypted',
    data: `EjQKMgEMOdbH${'x'.repeat(60)}`,
    format: 'google-gemini-v1',
    index: 0,
    ...(id === undefined ? {} : { id })
  }
}

/** Plays one answer, stores it, and returns the assistant messages of the next turn's request. */
async function replayed(model: string, items: Parameters<typeof answer>, results: string[] = []) {
  server.on('/chat/completions', answer(...items))
  const step = storedStep(await ask(server, { openRouterModelId: model }), model)
  const calls = step.tool_calls ?? []
  const history = [userMessage('Hello'), step, ...results.map((content, index) => toolResult(calls[index]?.id ?? '', content))]
  const request = await nextRequest(server, model, [...history, userMessage('And now?')])
  return { request, assistants: assistantsOf(request) }
}

describe('the next request carries the reasoning', () => {
  test('D21 encrypted only: the one entry, unchanged, and no reasoning beside it', async () => {
    const detail = { type: 'reasoning.encrypted', data: blob, format: 'openai-responses-v1', id: 'rs_0aae8bdb', index: 0 }
    const { assistants } = await replayed('openai/o3', [thought(detail), text('Four.'), ending()])
    expect(assistants).toEqual([{ role: 'assistant', content: 'Four.', reasoning_details: [detail] }])
    expect(JSON.stringify(assistants[0]?.reasoning_details)).toBe(JSON.stringify([detail]))
  })

  test('D22 a signed thought before a tool call: text and signature in one entry', async () => {
    const items = [
      thought(claudeText('The user ')),
      thought(claudeText('asks for the weather.')),
      thought(claudeSignature(signature)),
      toolCall(0, { id: 'toolu_bdrk_01', name: 'weather', arguments: '' }),
      toolCall(0, { arguments: '' }),
      toolCall(0, { arguments: '{"city": ' }),
      toolCall(0, { arguments: '"Paris"}' }),
      ending('tool_calls')
    ]
    const { request, assistants } = await replayed(claude, items, ['18 °C'])
    const [step] = assistants
    expect(step?.content).toBeNull()
    expect(step?.tool_calls).toEqual([
      { id: 'toolu_bdrk_01', type: 'function', function: { name: 'weather', arguments: '{"city": "Paris"}' } }
    ])
    expect(step?.reasoning_details).toEqual([
      { type: 'reasoning.text', text: 'The user asks for the weather.', signature, format: 'anthropic-claude-v1', index: 0 }
    ])
    expect(request.messages[2]).toEqual({ role: 'tool', tool_call_id: 'toolu_bdrk_01', content: '18 °C' })
  })

  test('D23 a summary and its encrypted twin share an index and stay two', async () => {
    const summaries = ['**Calling', ' the', ' tool**'].map(summary => ({
      type: 'reasoning.summary',
      summary,
      format: 'openai-responses-v1',
      index: 0
    }))
    const encrypted = { type: 'reasoning.encrypted', data: blob, format: 'openai-responses-v1', id: 'rs_1', index: 0 }
    const items = [
      ...summaries.map(detail => thought(detail)),
      thought(encrypted),
      toolCall(0, { id: 'call_1', name: 'run', arguments: '{}' }),
      ending('tool_calls')
    ]
    const { assistants } = await replayed('openai/gpt-5-mini', items, ['done'])
    expect(assistants[0]?.reasoning_details).toEqual([
      { type: 'reasoning.summary', summary: '**Calling the tool**', format: 'openai-responses-v1', index: 0 },
      encrypted
    ])
  })

  test('D24 one signature for two parallel calls keeps pointing at the first', async () => {
    const first = 'tool_add_kZJN6iFNozVOBiXBMA2Y'
    const items = [
      thought(geminiSignature(first)),
      toolCall(0, { id: first, name: 'add', arguments: '' }),
      toolCall(0, { arguments: '{"a": 2, "b": 3}' }),
      toolCall(1, { id: 'tool_multiply_B7', name: 'multiply', arguments: '{"a": 4, "b": 5}' }),
      ending('tool_calls')
    ]
    const { request, assistants } = await replayed(gemini, items, ['5', '20'])
    expect(assistants[0]?.reasoning_details).toEqual([geminiSignature(first)])
    expect(assistants[0]?.tool_calls?.map(({ id }) => id)).toEqual([first, 'tool_multiply_B7'])
    expect(assistants[0]?.tool_calls?.map(call => call.function.arguments)).toEqual(['{"a": 2, "b": 3}', '{"a": 4, "b": 5}'])
    expect(request.messages.slice(2, 4)).toEqual([toolResult(first, '5'), toolResult('tool_multiply_B7', '20')])
  })

  test('D25 a signature that comes after the text belongs to that text', async () => {
    const { assistants } = await replayed(gemini, [text('Four'), text('.'), thought(geminiSignature()), ending()])
    expect(assistants).toEqual([{ role: 'assistant', content: 'Four.', reasoning_details: [geminiSignature()] }])
  })

  test('D26 a signed entry without text gets none', async () => {
    const detail = { format: 'google-gemini-v1', index: 0, signature, type: 'reasoning.text' }
    const { assistants } = await replayed(gemini, [chunk({ reasoning_details: [detail] }), text('Four.'), ending()])
    expect(JSON.stringify(assistants[0]?.reasoning_details)).toBe(JSON.stringify([detail]))
  })

  test('D27 seven interleaved entries stay seven, in order', async () => {
    const details = ['enc', 'sum', 'enc', 'sum', 'enc', 'sum', 'enc'].map((kind, index) =>
      kind === 'enc'
        ? { type: 'reasoning.encrypted', data: `${blob}${index}`, id: `rs_${index}`, format: 'openai-responses-v1', index }
        : { type: 'reasoning.summary', summary: `step ${index}`, format: 'openai-responses-v1', index }
    )
    const { assistants } = await replayed('openai/gpt-5.2', [...details.map(detail => thought(detail)), text('Done.'), ending()])
    expect(assistants[0]?.reasoning_details).toEqual(details)
  })

  test.each([
    ['one index', 0],
    ['an index each', 1]
  ])('D28 two signed blocks stay two, under %s', async (_case, second) => {
    const items = [
      thought(claudeText('A1 ')),
      thought(claudeText('A2')),
      thought(claudeSignature('sig-A')),
      thought(claudeText('B', second)),
      thought(claudeSignature('sig-B', second)),
      text('Done.'),
      ending()
    ]
    const { assistants } = await replayed(claude, items)
    expect(assistants[0]?.reasoning_details).toEqual([
      { ...claudeText('A1 A2'), signature: 'sig-A' },
      { ...claudeText('B', second), signature: 'sig-B' }
    ])
  })

  test('D29 a format of null stays null', async () => {
    const pieces = ['The user ', 'says hello.'].map(piece => ({ type: 'reasoning.text', text: piece, index: 0, format: null }))
    const { assistants } = await replayed('minimax/minimax-m2', [...pieces.map(detail => thought(detail)), text('Hello!'), ending()])
    expect(assistants[0]?.reasoning_details).toEqual([{ type: 'reasoning.text', text: 'The user says hello.', index: 0, format: null }])
  })

  test('D30 unknown types, formats and keys go back verbatim, in their place', async () => {
    const details = [
      { type: 'reasoning.server_tool_call', tool_name: 'web_search', arguments: '{"q":1}', result: { hits: [1, 2] } },
      { type: 'reasoning.summary', summary: 'S', format: 'meta-responses-v1', extra: null },
      { type: 'reasoning.hologram', depth: 3, parts: ['a', { b: null }] },
      { type: 'reasoning.hologram', depth: 3, parts: ['a', { b: null }] }
    ]
    const { assistants } = await replayed('meta-llama/llama-5', [...details.map(detail => thought(detail)), text('Done.'), ending()])
    expect(assistants[0]?.reasoning_details).toEqual(details)
  })

  test('D31 an empty signature at the start is a place for the real one', async () => {
    const opening = { type: 'reasoning.text', text: '', signature: '', format: 'anthropic-claude-v1', index: 0 }
    const items = [
      thought(opening),
      thought(claudeText('Simple.')),
      thought(claudeText('')),
      thought(claudeSignature(signature)),
      text('4'),
      ending()
    ]
    const { assistants } = await replayed(claude, items)
    expect(assistants[0]?.reasoning_details).toEqual([{ ...claudeText('Simple.'), signature }])
  })

  test('D32 every step of a tool turn goes back with its own reasoning', async () => {
    const steps = []
    for (const [index, name] of ['first', 'second'].entries()) {
      const call = toolCall(0, { id: `toolu_${name}`, name, arguments: `{"n": ${index}}` })
      server.on('/chat/completions', answer(thought(claudeText(name)), thought(claudeSignature(`sig-${name}`)), call, ending('tool_calls')))
      steps.push(storedStep(await ask(server, { openRouterModelId: claude }), claude), toolResult(`toolu_${name}`, 'ok'))
    }
    const request = await nextRequest(server, claude, [userMessage('Go'), ...steps])
    expect(request.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'assistant', 'tool'])
    expect(assistantsOf(request).map(step => step.reasoning_details)).toEqual([
      [{ ...claudeText('first'), signature: 'sig-first' }],
      [{ ...claudeText('second'), signature: 'sig-second' }]
    ])
  })

  test('D33 a thought that was cut before its signature stays behind, its text goes', async () => {
    server.on('/chat/completions', streamReply(events(thought(claudeText('Half a')), text('Partial answer'))))
    const cut = await collect(openHandler(server, { openRouterModelId: claude }), [userMessage('Hello')])
    const step = { role: 'assistant' as const, content: textOf(cut), reasoning_details: cut.handler.partial.details, sourceModel: claude }
    server.on('/chat/completions', streamReply(events(text('Hi'), ending(), done)))
    const request = await nextRequest(server, claude, [userMessage('Hello'), step, userMessage('Go on')])
    expect(assistantsOf(request)).toEqual([{ role: 'assistant', content: 'Partial answer' }])
    expect(step.reasoning_details).toEqual([claudeText('Half a')])
  })

  test('finish.details are copies: a caller may change them', async () => {
    server.on('/chat/completions', answer(thought(claudeText('A')), text('4'), ending()))
    const outcome = await ask(server)
    expect(Object.isFrozen(finishOf(outcome).details[0])).toBe(false)
  })
})
