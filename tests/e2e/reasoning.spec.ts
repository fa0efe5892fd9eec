/**
 * Thoughts survive a change of model and a restart of the server (T1-T4). Real: browser, build, a server that is stopped and
 * started between the questions. Scripted: OpenRouter, which compares every byte of the history with what it sent.
 */
import { z } from 'zod'
import type { ScriptStep } from '../../lib/simulator/script.ts'
import { SimulatorControl } from '../../lib/simulator/simulator-control.ts'
import { startApp, temporaryDataDirectory } from '../../scripts/app-server.mjs'
import { restartedOrigin, restartedPort, simulatorOrigin } from '../setup/e2e-addresses.ts'
import { expect, test } from '../setup/e2e-test.ts'

test.use({ baseURL: restartedOrigin })

const key = 'sk-or-v1-restarted'
const call = { name: 'calculator', arguments: '{"expression":  "6 * 7"}' }

const body = z.looseObject({
  model: z.string(),
  messages: z.array(
    z.looseObject({ role: z.string(), tool_calls: z.unknown().optional(), reasoning_details: z.array(z.looseObject({})).optional() })
  )
})

/** The first answer of a conversation, as each later request had it. */
async function firstAnswerIn(simulator: SimulatorControl) {
  const requests = (await simulator.requests()).flatMap(request => {
    const parsed = body.safeParse(request.body)
    return parsed.success && parsed.data.stream === true ? [parsed.data] : []
  })
  return requests.map(({ model, messages }) => ({ model, answer: messages.find(({ role }) => role === 'assistant') }))
}

interface Journey {
  home: { name: string; slug: string }
  away: { name: string; slug: string }
  /** The tool turn at home: two steps. */
  thinking: ScriptStep[]
  /** What the details of its first step are made of. */
  types: string[]
  /** What the model away is sent for them. */
  standIn?: (toolCallId: string) => object[]
}

const journeys: Record<string, Journey> = {
  'a signed thought of Claude': {
    home: { name: 'Claude Sonnet 4.5', slug: 'anthropic/claude-sonnet-4.5' },
    away: { name: 'GPT-5 Mini', slug: 'openai/gpt-5-mini' },
    thinking: [{ reasoning: 'I should calculate.', text: 'One moment.', toolCalls: [call] }, { text: 'It is 42.' }],
    types: ['reasoning.text']
  },
  'an encrypted thought of Gemini': {
    home: { name: 'Gemini 3 Flash Preview', slug: 'google/gemini-3-flash-preview' },
    away: { name: 'Claude Sonnet 4.5', slug: 'anthropic/claude-sonnet-4.5' },
    thinking: [{ reasoning: { encrypted: true }, toolCalls: [call] }, { text: 'It is 42.' }],
    types: ['reasoning.encrypted']
  },
  'a summary and its encrypted original of GPT': {
    home: { name: 'GPT-5 Mini', slug: 'openai/gpt-5-mini' },
    away: { name: 'Gemini 3 Flash Preview', slug: 'google/gemini-3-flash-preview' },
    thinking: [{ reasoning: 'Multiplying six and seven.', toolCalls: [call] }, { text: 'It is 42.' }],
    types: ['reasoning.summary', 'reasoning.encrypted'],
    standIn: id => [{ type: 'reasoning.encrypted', data: 'skip_thought_signature_validator', id, format: 'google-gemini-v1', index: 0 }]
  }
}

for (const [what, { home, away, thinking, types, standIn }] of Object.entries(journeys)) {
  test(`${what} is withheld from another model and comes back unchanged, over two restarts`, async ({ chat, page, guard: _guard }) => {
    // Three starts of a server beside the browser.
    test.setTimeout(120_000)
    const simulator = new SimulatorControl(simulatorOrigin, key)
    await simulator.clear()
    await simulator.script(...thinking, { text: 'Yes, quite.' }, { text: 'As I said.' })
    const dataDirectory = temporaryDataDirectory()
    const start = () =>
      startApp({ port: restartedPort, dataDirectory, env: { OPENROUTER_API_KEY: key, OPENROUTER_BASE_URL: `${simulatorOrigin}/api/v1` } })
    let app = await start()
    const restart = async () => {
      const address = page.url()
      await page.goto('about:blank')
      expect(await app.stop()).toBe(0)
      app = await start()
      await page.goto(address)
    }
    try {
      await chat.open()
      await chat.chooseModel(home.name)
      await chat.converse('What is 6 * 7?')
      await expect(page.getByText('Reasoning carried: 1 turn', { exact: true })).toBeVisible()
      await restart()
      await chat.chooseModel(away.name)
      await expect(page.getByText(`Reasoning not carried, but kept: ${away.name} cannot use that of ${home.name}.`)).toBeVisible()
      await chat.ask('Sure?')
      await chat.ended(2)
      await restart()
      await chat.chooseModel(home.name)
      await chat.ask('Really?')
      await chat.ended(3)
      await expect(chat.answer(3).getByText('As I said.')).toBeVisible()
    } finally {
      await page.goto('about:blank')
      await app.stop()
    }

    const [, continued, foreign, homecoming] = await firstAnswerIn(simulator)
    const thought = continued?.answer?.reasoning_details
    const calls = z.array(z.looseObject({ id: z.string() })).parse(continued?.answer?.tool_calls)
    expect(thought?.map(({ type }) => type)).toEqual(types)
    expect(foreign?.model).toBe(away.slug)
    expect(foreign?.answer?.reasoning_details).toEqual(standIn?.(calls[0]?.id ?? ''))
    expect(foreign?.answer?.tool_calls).toEqual(calls)
    expect(homecoming?.model).toBe(home.slug)
    expect(homecoming?.answer).toEqual(continued?.answer)
    expect(await simulator.violations()).toEqual([])
    expect(await simulator.pending()).toBe(0)
  })
}

test('an answer says when the provider refused earlier thoughts, and they are kept', async ({ chat, page, guard: _guard }) => {
  const simulator = new SimulatorControl(simulatorOrigin, key)
  await simulator.clear()
  await simulator.script(
    { reasoning: 'Hm.', text: 'One.' },
    { http: { status: 400, body: { error: { code: 400, message: 'messages.1: Invalid `signature` in `thinking` block' } } } },
    { text: 'Two.' },
    { text: 'Three.' }
  )
  const app = await startApp({
    port: restartedPort,
    env: { OPENROUTER_API_KEY: key, OPENROUTER_BASE_URL: `${simulatorOrigin}/api/v1` }
  })
  const note = /Answered without earlier reasoning: .+ refused it\. It is kept\./
  try {
    await chat.open()
    await chat.converse('One?')
    await chat.ask('Two?')
    await chat.ended(2)
    await expect(chat.answer(2).getByText(note)).toBeVisible()
    await page.reload()
    await expect(chat.answer(2).getByText(note)).toBeVisible()
    await expect(chat.answer(1).getByText(note)).toBeHidden()
    await chat.ask('Three?')
    await chat.ended(3)
  } finally {
    await page.goto('about:blank')
    await app.stop()
  }
  const sent = (await firstAnswerIn(simulator)).map(({ answer }) => answer?.reasoning_details?.length)
  expect(sent, 'refused, left out, and sent again with the next question').toEqual([undefined, 1, undefined, 1])
  expect(await simulator.violations()).toEqual([])
})
