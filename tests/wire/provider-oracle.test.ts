/**
 * The same answer through our handler and through @openrouter/ai-sdk-provider: where the package can represent an answer,
 * text, reasoning, tool calls and tokens must agree. What it cannot represent is in docs/adr/0001.
 */
import { createOpenRouter } from '@openrouter/ai-sdk-provider'
import { dynamicTool, jsonSchema, streamText } from 'ai'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { OpenRouterHandler } from '../../lib/openrouter/handler.ts'
import type { ScriptStep } from '../../lib/simulator/script.ts'
import { startSimulator } from '../../lib/simulator/server.ts'
import { SimulatorControl } from '../../lib/simulator/simulator-control.ts'

const key = 'sk-or-v1-oracle'
const parameters = { type: 'object', properties: { expression: { type: 'string' } } } as const

interface Answer {
  text: string
  reasoning: string
  calls: { name: string; input: unknown }[]
  promptTokens: number | undefined
  outputTokens: number | undefined
}

let simulator: Awaited<ReturnType<typeof startSimulator>>
beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.close())

async function readByHandler(model: string): Promise<Answer> {
  const handler = new OpenRouterHandler({ openRouterApiKey: key, openRouterModelId: model, baseUrl: simulator.url })
  const answer: Answer = { text: '', reasoning: '', calls: [], promptTokens: undefined, outputTokens: undefined }
  const tools = [{ type: 'function', function: { name: 'calculator', parameters } }]
  for await (const chunk of handler.createMessage('', [{ role: 'user', content: 'Go.' }], tools)) {
    if (chunk.type === 'text') answer.text += chunk.text
    if (chunk.type === 'reasoning') answer.reasoning += chunk.reasoning
    if (chunk.type === 'usage') {
      answer.promptTokens = chunk.inputTokens + chunk.cacheReadTokens + chunk.cacheWriteTokens
      answer.outputTokens = chunk.outputTokens
    }
    if (chunk.type === 'finish') answer.calls = chunk.toolCalls.map(call => ({ name: call.name, input: JSON.parse(call.arguments) }))
  }
  return answer
}

async function readByPackage(model: string): Promise<Answer> {
  const openRouter = createOpenRouter({ apiKey: key, baseURL: simulator.url })
  const result = streamText({
    model: openRouter(model),
    prompt: 'Go.',
    maxRetries: 0,
    tools: { calculator: dynamicTool({ inputSchema: jsonSchema(parameters), execute: () => Promise.resolve('never asked') }) },
    stopWhen: () => true
  })
  const [text, reasoning, calls, usage] = await Promise.all([result.text, result.reasoningText, result.toolCalls, result.usage])
  return {
    text,
    reasoning: reasoning ?? '',
    calls: calls.map(call => ({ name: call.toolName, input: call.input })),
    promptTokens: usage.inputTokens,
    outputTokens: usage.outputTokens
  }
}

const call = { name: 'calculator', arguments: '{"expression": "6 * 7"}' }
const answers: [string, string, ScriptStep][] = [
  ['text', 'openai/gpt-4o', { text: 'Hello there, friend. 🙂' }],
  ['signed reasoning and a call', 'anthropic/claude-sonnet-4.5', { reasoning: 'Let me see.', text: 'One moment.', toolCalls: [call] }],
  ['a summary', 'openai/gpt-5-mini', { reasoning: 'Adding the numbers.', text: '42.' }],
  ['two calls', 'google/gemini-3-flash-preview', { reasoning: { encrypted: true }, toolCalls: [call, call] }],
  ['open reasoning', 'deepseek/deepseek-r1', { reasoning: 'Hm, well.', text: 'Yes.' }]
]

describe('handler and provider package agree', () => {
  test.each(answers)('on %s (%s)', async (_name, model, step) => {
    const control = new SimulatorControl(simulator.origin, key)
    // The requests differ, and the simulator counts what it is sent.
    const counted = { ...step, usage: { prompt_tokens: 20 } }
    await control.script(counted, counted)
    expect(await readByHandler(model)).toEqual(await readByPackage(model))
  })
})
