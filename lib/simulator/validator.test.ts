import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Simulator, startSimulator } from './server.ts'
import { type Heard, TestChat } from './test-chat.ts'

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.close())

const user = (content: string) => ({ role: 'user', content })
const result = (id: string | undefined, content = '3') => ({ role: 'tool', tool_call_id: id, content })
const call = { name: 'add', arguments: '{"a": 1, "b": 2}' }
const tools = [{ type: 'function', function: { name: 'add', parameters: { type: 'object' } } }]

/** One tool turn by the model, then what a client sends next; the rules that it breaks. */
async function afterToolTurn(next: (heard: Heard) => object, model = 'anthropic/claude-sonnet-5'): Promise<string[]> {
  const chat = new TestChat(simulator)
  await chat.control.script({ reasoning: 'Add them.', text: 'One moment.', toolCalls: [call, call] }, { text: 'Three.' })
  const heard = await chat.ask({ model, session_id: 's', messages: [user('1 + 2?')], tools })
  const [one, two] = heard.toolCalls
  await chat.ask({
    model,
    session_id: 's',
    tools,
    provider: {
      order: [{ anthropic: 'anthropic', openai: 'openai', google: 'google-ai-studio' }[model.split('/')[0] ?? '']],
      allow_fallbacks: true
    },
    messages: [user('1 + 2?'), heard.message, result(one?.id), result(two?.id)],
    ...next(heard)
  })
  return await chat.brokenRules()
}

/** As above, with the assistant message changed. */
function withMessage(change: (heard: Heard) => object): (heard: Heard) => object {
  return heard => ({
    messages: [user('1 + 2?'), { ...heard.message, ...change(heard) }, result(heard.toolCalls[0]?.id), result(heard.toolCalls[1]?.id)]
  })
}

const wireCalls = ({ toolCalls }: Heard) =>
  toolCalls.map(({ id, name, arguments: text }) => ({ id, type: 'function', function: { name, arguments: text } }))

describe('a faithful client breaks no rule', () => {
  test.each(['anthropic/claude-sonnet-5', 'openai/gpt-5-mini', 'google/gemini-3-flash-preview'])('tool turn with %s', async model => {
    expect(await afterToolTurn(() => ({}), model)).toEqual([])
  })

  test('key order, cache_control and null content make no difference', async () => {
    const shuffled = withMessage(heard => ({
      content: [{ type: 'text', text: 'One moment.', cache_control: { type: 'ephemeral' } }],
      reasoning_details: heard.details.map(detail => Object.fromEntries(Object.entries(detail).reverse()))
    }))
    expect(await afterToolTurn(shuffled)).toEqual([])
  })

  test('switching to another maker and back, stand-in for Gemini', async () => {
    const chat = new TestChat(simulator)
    const session_id = 'switch'
    await chat.control.script({ reasoning: 'Hm.', toolCalls: [call] }, { text: 'Three.' }, { text: 'Also three.' }, { text: 'Still.' })
    const ask = (model: string, messages: object[], more = {}) => chat.ask({ model, session_id, messages, tools, ...more })
    const first = await ask('anthropic/claude-sonnet-5', [user('1 + 2?')])
    const turn = [user('1 + 2?'), first.message, result(first.toolCalls[0]?.id)]
    const second = await ask('anthropic/claude-sonnet-5', turn, { provider: { only: ['anthropic'] } })
    const { reasoning_details: _withheld, ...bare } = first.message
    const standIn = {
      type: 'reasoning.encrypted',
      data: 'skip_thought_signature_validator',
      id: first.toolCalls[0]?.id,
      format: 'google-gemini-v1',
      index: 0
    }
    const foreign = [
      user('1 + 2?'),
      { ...bare, reasoning_details: [standIn] },
      result(first.toolCalls[0]?.id),
      second.message,
      user('Sure?')
    ]
    const third = await ask('google/gemini-3-flash-preview', foreign)
    await ask('anthropic/claude-sonnet-5', [...turn, second.message, user('Sure?'), third.message, user('Really?')])
    expect(await chat.brokenRules()).toEqual([])
  })

  test('a stopped answer may come back as its beginning, without the unsigned thought', async () => {
    const chat = new TestChat(simulator)
    await chat.control.script(
      { text: 'One two three four.', error: { kind: 'E6_cut', after: 3 } },
      { reasoning: 'Long thought.', error: { kind: 'E6_cut', at: 'reasoning', after: 2 } },
      { text: 'Ok.' }
    )
    await chat.ask({ session_id: 'stop', messages: [user('Count')] })
    const begun = [user('Count'), { role: 'assistant', content: 'One tw' }, user('Think')]
    await chat.ask({ session_id: 'stop', messages: begun })
    await chat.ask({ session_id: 'stop', messages: [...begun, { role: 'assistant', content: '' }, user('Go on')] })
    expect(await chat.brokenRules()).toEqual([])
  })

  test('a regenerated answer is compared with its own siblings only', async () => {
    const chat = new TestChat(simulator)
    await chat.control.script({ text: 'First.' }, { text: 'Second.' }, { text: 'Ok.' })
    await chat.ask({ session_id: 'again' })
    const { message } = await chat.ask({ session_id: 'again' })
    await chat.ask({ session_id: 'again', messages: [user('Hi'), message, user('More')] })
    expect(await chat.brokenRules()).toEqual([])
  })

  test('after a 400 the same request may come without details', async () => {
    const chat = new TestChat(simulator)
    await chat.control.script({ reasoning: 'Hm.', text: 'Yes.' }, { http: { status: 400 } }, { text: 'Ok.' })
    const { message } = await chat.ask({ session_id: 'r' })
    await chat.ask({ session_id: 'r', messages: [user('Hi'), message, user('More')] })
    await chat.ask({ session_id: 'r', messages: [user('Hi'), { role: 'assistant', content: 'Yes.' }, user('More')] })
    expect(await chat.brokenRules()).toEqual([])
  })
})

describe('each planted violation is found', () => {
  const planted: [rule: string, next: (heard: Heard) => object][] = [
    ['text_changed', withMessage(() => ({ content: 'One moment' }))],
    [
      'tool_calls_changed',
      withMessage(heard => ({
        tool_calls: wireCalls(heard).map(one => ({ ...one, function: { name: 'add', arguments: '{"a":1,"b":2}' } }))
      }))
    ],
    ['details_missing', withMessage(() => ({ reasoning_details: [] }))],
    [
      'details_changed',
      withMessage(heard => ({ reasoning_details: heard.details.map(detail => ({ ...detail, text: `${detail.text} ` })) }))
    ],
    ['details_changed', withMessage(heard => ({ reasoning_details: [...heard.details, ...heard.details] }))],
    ['details_unsigned', withMessage(heard => ({ reasoning_details: heard.details.map(({ signature: _, ...detail }) => detail) }))],
    ['reasoning_repeated', withMessage(heard => ({ reasoning: heard.reasoning }))],
    ['annotations_changed', withMessage(() => ({ annotations: [{ type: 'url_citation' }] }))],
    [
      'tool_result_unexpected',
      heard => ({ messages: [user('1 + 2?'), heard.message, result(heard.toolCalls[1]?.id), result(heard.toolCalls[0]?.id)] })
    ],
    ['tool_result_missing', heard => ({ messages: [user('1 + 2?'), heard.message, result(heard.toolCalls[0]?.id)] })],
    ['tool_result_unexpected', () => ({ messages: [user('1 + 2?'), result('call_1')] })],
    ['session_lost', () => ({ session_id: 'another' })],
    ['provider_not_pinned', () => ({ provider: { order: ['openai'] } })],
    ['message_unknown', () => ({ messages: [user('Who?'), { role: 'assistant', content: 'Invented.' }, user('What?')] })],
    ['effort_and_budget', () => ({ max_tokens: 9000, reasoning: { effort: 'high', max_tokens: 4000 } })],
    ['budget_exceeds_max_tokens', () => ({ max_tokens: 4000, reasoning: { max_tokens: 4000 } })],
    ['budget_exceeds_max_tokens', () => ({ reasoning: { max_tokens: 4000 } })],
    ['schema', () => ({ reasoningEffort: 'high' })],
    ['schema', () => ({ temperature: 3 })]
  ]

  test.each(planted)('%s (%#)', async (rule, next) => {
    expect(await afterToolTurn(next)).toContain(rule)
  })

  test('details_foreign and signature_stand_in_missing: a signed thought at Gemini', async () => {
    expect(await afterToolTurn(() => ({ model: 'google/gemini-3-flash-preview' }))).toEqual([
      'signature_stand_in_missing',
      'details_foreign'
    ])
  })

  test('details_changed: the summary lost, encrypted data damaged', async () => {
    const encryptedOnly = withMessage(heard => ({ reasoning_details: heard.details.slice(1) }))
    expect(await afterToolTurn(encryptedOnly, 'openai/gpt-5-mini')).toEqual(['details_changed'])
    const masked = withMessage(heard => ({
      reasoning_details: heard.details.map(detail =>
        typeof detail.data === 'string' ? { ...detail, data: `${detail.data.slice(0, 40)}…` } : detail
      )
    }))
    expect(await afterToolTurn(masked, 'openai/gpt-5-mini')).toEqual(['details_changed'])
  })

  test('details_duplicated and details_invented', async () => {
    const chat = new TestChat(simulator)
    const model = 'openai/gpt-5-mini'
    await chat.control.script({ reasoning: 'Hm.', text: 'Yes.' }, { text: 'No.' }, { text: 'Ok.' })
    const first = await chat.ask({ model, session_id: 'd' })
    const second = await chat.ask({ model, session_id: 'd', messages: [user('Hi'), first.message, user('And?')] })
    const repeated = { ...second.message, reasoning_details: first.details }
    await chat.ask({ model, session_id: 'd', messages: [user('Hi'), first.message, user('And?'), repeated, user('So?')] })
    expect(await chat.brokenRules()).toEqual(['details_invented', 'details_duplicated'])
  })

  test('missing_attribution and reasoning_mandatory', async () => {
    const chat = new TestChat(simulator)
    await chat.control.script({ text: 'Ok.' }, { text: 'Ok.' })
    await (await chat.post({}, { headers: {} })).text()
    await chat.ask({ model: 'openai/gpt-5-mini', reasoning: { effort: 'none' } })
    const violations = await chat.control.violations()
    expect(violations.map(({ rule }) => rule)).toEqual(['missing_attribution', 'reasoning_mandatory'])
    expect(violations[0]?.message).toBe('HTTP-Referer and X-OpenRouter-Title missing')
  })

  test('a violation says where and what', async () => {
    const chat = new TestChat(simulator)
    await chat.control.script({ reasoning: 'Hm.', text: 'Yes.' }, { text: 'Ok.' })
    const { message, details } = await chat.ask({ session_id: 'w' })
    const damaged = { ...message, reasoning_details: details.map(detail => ({ ...detail, signature: 'forged' })) }
    await chat.ask({ session_id: 'w', messages: [user('Hi'), damaged, user('More')] })
    expect((await chat.control.violations())[0]?.message).toMatch(
      /^messages\[1\] entry 0: signature is "forged" instead of "Eq0E.*characters\); gen-/
    )
  })
})
