/** Promise C6: what its lanes cost is what it costs, is what `GET /api/costs` says, is the bill. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { GET as readCosts } from '../../app/api/costs/route.ts'
import { localUserId } from '../../lib/auth/local-user.ts'
import { database } from '../../lib/db/client.ts'
import type { ScriptStep } from '../../lib/simulator/script.ts'
import { stopTurn } from '../../lib/turn/attach.ts'
import { readCatalogue } from '../../lib/turn/catalogue.ts'
import { hub } from '../../lib/turn/hub.ts'
import { reconcileDue } from '../../lib/turn/reconcile-costs.ts'
import { useDatabase } from '../setup/database.ts'
import { answerOf, ask, comparisonOf, finished, start } from './comparison-driver.ts'
import { ConversationDriver, textOf } from './conversation-driver.ts'

// Titles need it, which load it once: while it is read this process stands still, and what the simulator sends with it.
await import('../../lib/openrouter/complete-text.ts')

const context = { params: Promise.resolve({}) }
const costsAnswer = z.object({
  rows: z.array(z.object({ kind: z.string(), lane: z.number().nullable(), costPicoUsd: z.string().nullable(), model: z.string() })),
  total: z.object({ picoUsd: z.string(), pending: z.number(), unknown: z.number() })
})

async function costsOf(conversationId: string) {
  const response = await readCosts(new Request(`http://127.0.0.1:3000/api/costs?conversationId=${conversationId}`), context)
  expect(response.status).toBe(200)
  return costsAnswer.parse(await response.json())
}

const sum = (amounts: (string | null | undefined)[]) => amounts.reduce((total, amount) => total + BigInt(amount ?? 0), 0n)
const long = 'word '.repeat(400)

/** One lane each; the prices of all differ. */
const lanes: Record<string, ScriptStep[]> = {
  'anthropic/claude-sonnet-4.5': [{ reasoning: 'The moon pulls.', text: 'By the moon.' }],
  'openai/gpt-5-mini': [{ reasoning: { encrypted: true, tokens: 64 }, text: 'By the moon.', cost: 0.000_000_000_001 }],
  'openai/o3': [{ text: 'Broken off', error: { kind: 'E6_reset', after: 2 } }],
  'google/gemini-3-flash-preview': [{ text: long, tokensPerSecond: 20 }],
  'anthropic/claude-opus-5': [{ text: long, tokensPerSecond: 200 }],
  'openai/gpt-4.1-mini': [{ toolCalls: [{ name: 'calculator', arguments: '{"expression":"6*7"}' }] }, { text: '42 times a month.' }],
  'deepseek/deepseek-v4-pro': [{ http: { status: 402 } }],
  'x-ai/grok-4.5': [{ text: 'Without a usage chunk.', usage: null }]
}
const models = Object.keys(lanes)

describe('the money of a comparison', () => {
  useDatabase()

  test('of eight lanes, with one failing, one stopped, one capped, one with tools, and a title, adds up to the bill', async () => {
    const driver = await ConversationDriver.open({ titles: true })
    await readCatalogue(localUserId)
    await driver.script(...Object.entries(lanes).flatMap(([onModel, steps]) => steps.map(step => ({ ...step, onModel }))), {
      text: 'Tides',
      stream: false,
      cost: 0.000_012_3
    })
    const capPicoUsd = 1_000_000_000n
    const request = comparisonOf(models)
    const capped = request.lanes[4]
    if (capped) capped.settings.costCapPicoUsd = String(capPicoUsd)
    const begun = await start(request)
    const stopped = answerOf(begun, 3).id
    await expect.poll(() => textOf({ ...answerOf(begun, 3), parts: hub().find(stopped)?.message.state.parts ?? [] })).not.toBe('')
    await stopTurn(localUserId, stopped)
    await finished(request.conversationId)
    await expect
      .poll(
        async () => {
          await reconcileDue(new Date(Date.now() + 60_000))
          return database().generation.count({ where: { costState: 'pending' } })
        },
        { timeout: 10_000 }
      )
      .toBe(0)
    await expect.poll(() => database().generation.count({ where: { kind: 'title', durationMs: { not: null } } })).toBe(1)

    const detail = await finished(request.conversationId)
    const costs = await costsOf(request.conversationId)
    const answers = models.map((_, lane) => answerOf(detail, lane).metadata)
    expect(answers.map(answer => answer?.status)).toEqual([
      'complete',
      'complete',
      'interrupted',
      'stopped',
      'stopped',
      'complete',
      'failed',
      'complete'
    ])
    const titles = costs.rows.filter(row => row.kind === 'title')
    expect(titles).toMatchObject([{ lane: null, costPicoUsd: '12300000' }])
    expect(costs.rows.filter(row => row.lane === 5)).toHaveLength(2)
    for (const [lane, answer] of answers.entries()) {
      expect(sum(costs.rows.filter(row => row.lane === lane).map(row => row.costPicoUsd)), models[lane]).toBe(
        BigInt(answer?.costPicoUsd ?? 0)
      )
    }
    const total = sum([...answers.map(answer => answer?.costPicoUsd), ...titles.map(row => row.costPicoUsd)])
    expect(String(total)).toBe(detail.cost.picoUsd)
    expect(costs.total).toEqual(detail.cost)
    expect(costs.total).toEqual({ picoUsd: String(total), pending: 0, unknown: 0 })
    expect(total).toBe(await driver.billPicoUsd())
    expect(answers.filter(answer => BigInt(answer?.costPicoUsd ?? 0) > 0n).length).toBeGreaterThanOrEqual(6)

    // 200 tokens a second at 25 dollars a million.
    const overshoot = BigInt(answers[4]?.costPicoUsd ?? 0) - capPicoUsd
    expect(answers[4]?.cap).toEqual({ picoUsd: String(capPicoUsd), estimatePicoUsd: expect.stringMatching(/^\d+$/) })
    expect(BigInt(answers[4]?.cap?.estimatePicoUsd ?? 0)).toBeGreaterThan(capPicoUsd)
    expect(overshoot).toBeLessThanOrEqual(200n * 25_000_000n)
    expect(textOf(answerOf(detail, 4))).not.toBe('')
    expect(answers[3]).not.toHaveProperty('cap')
  })

  test('of a merge and of a chat that goes on is in it, each as its kind', async () => {
    const driver = await ConversationDriver.open()
    await driver.script({ text: 'One.' }, { text: 'Two.' })
    const { id: conversationId } = await start(comparisonOf(models.slice(0, 2)))
    const detail = await finished(conversationId)
    await driver.script({ text: 'Both.' }, { text: 'More.' })
    await ask(conversationId, null, 'Merge One. and Two.', { model: 'openai/o3', purpose: 'merge' })
    await ask(conversationId, answerOf(detail, 1).id, 'Go on.', { model: 'openai/gpt-5-mini' })
    const costs = await costsOf(conversationId)
    expect(costs.rows.map(row => [row.kind, row.lane])).toEqual([
      ['compare', 0],
      ['compare', 1],
      ['merge', null],
      ['chat', null]
    ])
    expect(BigInt(costs.total.picoUsd)).toBe(await driver.billPicoUsd())
  })
})
