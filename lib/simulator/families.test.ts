import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Simulator, startSimulator } from './server.ts'
import { TestChat } from './test-chat.ts'

describe('reasoning and tool calls of the families', () => {
  let simulator: Simulator
  let chat: TestChat
  beforeAll(async () => {
    simulator = await startSimulator({ seed: 'families' })
    chat = new TestChat(simulator)
  })
  afterAll(() => simulator.close())

  const call = { name: 'add', arguments: '{"a": 1, "b": 2}' }

  test('anthropic: text fragments, then a signature without text, then tools', async () => {
    await chat.control.script({ provider: 'Amazon Bedrock', reasoning: 'Two numbers.', toolCalls: [call, call] })
    const { chunks, details, toolCalls } = await chat.ask({ model: 'anthropic/claude-haiku-4.5' })
    const fragments = chunks.flatMap(chunk => chunk.choices?.[0]?.delta.reasoning_details ?? [])
    expect(fragments.slice(0, -1).every(fragment => typeof fragment.text === 'string' && !('signature' in fragment))).toBe(true)
    expect(Object.keys(fragments.at(-1) ?? {})).toEqual(['type', 'signature', 'format', 'index'])
    expect(details).toEqual([
      { type: 'reasoning.text', text: 'Two numbers.', signature: expect.any(String), format: 'anthropic-claude-v1', index: 0 }
    ])
    expect(toolCalls.map(({ arguments: text }) => text)).toEqual([call.arguments, call.arguments])
    expect(toolCalls.every(({ id }) => id.startsWith('toolu_bdrk_01'))).toBe(true)
    expect(chunks[0]).toMatchObject({ model: 'anthropic/claude-haiku-4.5-20251001', provider: 'Amazon Bedrock' })
  })

  test('anthropic on its own servers opens with an empty text and an empty signature', async () => {
    await chat.control.script({ reasoning: 'Hm.', text: 'Yes.' })
    const { chunks, details } = await chat.ask()
    expect(chunks[0]?.choices?.[0]?.delta.reasoning_details).toEqual([
      { type: 'reasoning.text', text: '', signature: '', format: 'anthropic-claude-v1', index: 0 }
    ])
    expect(details).toHaveLength(1)
    expect(details[0]).toMatchObject({ text: 'Hm.', signature: expect.stringMatching(/^Eq0E/) })
  })

  test('openai: a summary and an encrypted entry with the same index, nothing else for hidden thoughts', async () => {
    await chat.control.script(
      { reasoning: 'Adding up.', toolCalls: [call] },
      { reasoning: { encrypted: true, tokens: 300 }, text: 'Done.' }
    )
    const shown = await chat.ask({ model: 'openai/gpt-5-mini' })
    expect(shown.details).toEqual([
      { type: 'reasoning.summary', summary: 'Adding up.', format: 'openai-responses-v1', index: 0 },
      {
        type: 'reasoning.encrypted',
        data: expect.stringMatching(/^gAAAAAB/),
        format: 'openai-responses-v1',
        id: expect.stringMatching(/^rs_/),
        index: 0
      }
    ])
    expect(shown.reasoning).toBe('Adding up.')
    expect(shown.toolCalls[0]?.id).toMatch(/^call_/)
    expect(shown.chunks.at(-1)?.choices?.[0]).toMatchObject({ finish_reason: 'tool_calls', native_finish_reason: 'completed' })
    const hidden = await chat.ask({ model: 'openai/o3' })
    expect(hidden.details.map(({ type }) => type)).toEqual(['reasoning.encrypted'])
    expect(hidden.reasoning).toBe('')
    expect(hidden.chunks.at(-1)?.usage?.completion_tokens_details.reasoning_tokens).toBe(300)
  })

  test('xai: encrypted without id', async () => {
    await chat.control.script({ reasoning: { encrypted: true }, text: 'Done.' })
    const { details } = await chat.ask({ model: 'x-ai/grok-4.5' })
    expect(details).toEqual([{ type: 'reasoning.encrypted', data: expect.any(String), format: 'xai-responses-v1', index: 0 }])
  })

  test('gemini: the signature carries the first call’s id before the calls, and no id after text', async () => {
    await chat.control.script(
      { reasoning: { encrypted: true }, toolCalls: [call, call] },
      { reasoning: { encrypted: true }, text: 'Three.' }
    )
    const tools = await chat.ask({ model: 'google/gemini-3-flash-preview' })
    expect(tools.details).toEqual([
      { type: 'reasoning.encrypted', data: expect.any(String), format: 'google-gemini-v1', id: tools.toolCalls[0]?.id, index: 0 }
    ])
    expect(tools.toolCalls[0]?.id).toMatch(/^tool_add_/)
    const places = tools.chunks.map(chunk => Object.keys(chunk.choices?.[0]?.delta ?? {}))
    expect(places.findIndex(keys => keys.includes('reasoning_details'))).toBeLessThan(places.findIndex(keys => keys.includes('tool_calls')))
    const text = await chat.ask({ model: 'google/gemini-3-flash-preview' })
    expect(text.details[0]).not.toHaveProperty('id')
    const contents = text.chunks.map(chunk => chunk.choices?.[0]?.delta.content)
    const signature = text.chunks.findIndex(chunk => chunk.choices?.[0]?.delta.reasoning_details)
    expect(signature).toBeGreaterThan(contents.findLastIndex(content => content))
  })

  test('plain: text of format unknown, of MiniMax null; Kimi repeats its tool ids', async () => {
    await chat.control.script(
      { reasoning: 'Hm.', text: 'Ok.' },
      { reasoning: 'Hm.', text: 'Ok.' },
      { toolCalls: [call] },
      { toolCalls: [call] }
    )
    const { details } = await chat.ask({ model: 'z-ai/glm-5.2' })
    expect(details).toEqual([{ type: 'reasoning.text', text: 'Hm.', format: 'unknown', index: 0 }])
    expect((await chat.ask({ model: 'minimax/minimax-m3' })).details[0]?.format).toBeNull()
    const ids = [
      (await chat.ask({ model: 'moonshotai/kimi-k3' })).toolCalls[0]?.id,
      (await chat.ask({ model: 'moonshotai/kimi-k3' })).toolCalls[0]?.id
    ]
    expect(ids).toEqual(['functions.add:0', 'functions.add:0'])
  })

  test('opaque strings are the same on every run with the same seed', async () => {
    const heard = await Promise.all(
      [1, 2].map(async () => {
        const twin = await startSimulator({ seed: 'twin' })
        const other = new TestChat(twin, 'sk-or-v1-twin')
        await other.control.script({ reasoning: 'Hm.', text: 'Ok.' })
        const { details } = await other.ask()
        await twin.close()
        return details
      })
    )
    expect(heard[0]).toEqual(heard[1])
  })

  test('a whole completion counts its entries', async () => {
    await chat.control.script({ stream: false, reasoning: 'Hm.', text: 'Ok.' })
    const response = await chat.post({ model: 'openai/gpt-5-mini', stream: false })
    const { choices } = await response.json()
    expect(choices[0].message.reasoning_details.map(({ index }: { index: number }) => index)).toEqual([0, 1])
  })
})
