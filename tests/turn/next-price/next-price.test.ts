/**
 * Promise C9: the price of the next message is learnt. Real: turns, ledger, HTTP; scripted: how long answers are and what is read
 * from the cache. The simulator calculates what each turn costs, and is asked at the end.
 */
import { describe, expect, test } from 'vitest'
import { localUserId } from '../../../lib/auth/local-user.ts'
import { estimateTokens } from '../../../lib/cost/estimate.ts'
import { nextPrice, type PriceBasis } from '../../../lib/cost/next-price.ts'
import { priorAnswers, thinkingTokens } from '../../../lib/cost/prior-answers.ts'
import { database } from '../../../lib/db/client.ts'
import { readCatalogue } from '../../../lib/turn/catalogue.ts'
import { readPriceBasis } from '../../../lib/turn/next-price.ts'
import { useDatabase } from '../../setup/database.ts'
import { ConversationDriver } from '../conversation-driver.ts'
import { type SimulatedTurn, simulatedTurns } from './simulated-turns.ts'

const turns = simulatedTurns(20_261_125, 48)
const learntFrom = Math.floor(turns.length * 0.7)

describe('the price of the next answer', () => {
  useDatabase()

  // A hundred turns one after the other: on a busy machine more than the usual limit.
  test('learnt from 70 % of the turns, it is within a factor of 2 on 80 % of the others; a list price is not', {
    timeout: 60_000
  }, async () => {
    const drivers = new Map<number, ConversationDriver>()
    const learnt = new Map<string, PriceBasis>()
    const judged = { learnt: 0, unlearnt: 0, inRange: 0, count: 0 }
    let answerId: string | null = null
    for (const [index, turn] of turns.entries()) {
      let driver = drivers.get(turn.conversation)
      if (!driver) {
        driver = await ConversationDriver.open()
        drivers.set(turn.conversation, driver)
        await readCatalogue(localUserId)
        answerId = null
      }
      if (turn.pauseMs > 0) await letTimePass(driver.conversationId, turn.pauseMs)
      const after = answerId === null ? null : { conversationId: driver.conversationId, answerId }
      const estimates = index < learntFrom ? null : await estimate(turn, after, learnt)
      await driver.script(...turn.steps)
      const answer = await driver.ask(turn.question, { model: turn.model, reasoningEffort: turn.effort })
      answerId = answer.id
      expect(answer.metadata?.costState).toBe('billed')
      const billed = Number(answer.metadata?.costPicoUsd)
      if (!estimates) continue
      judged.count += 1
      judged.learnt += isWithinTwo(Number(estimates.learnt.expectedPicoUsd), billed) ? 1 : 0
      judged.unlearnt += isWithinTwo(Number(estimates.unlearnt.expectedPicoUsd), billed) ? 1 : 0
      judged.inRange += Number(estimates.learnt.lowPicoUsd) <= billed && billed <= Number(estimates.learnt.highPicoUsd) ? 1 : 0
    }
    const share = (hits: number) => hits / judged.count
    console.info(
      `within a factor of 2 of the bill: ${percent(share(judged.learnt))} learnt, ${percent(share(judged.unlearnt))} not learnt; ` +
        `in the range shown: ${percent(share(judged.inRange))}, of ${judged.count} turns`
    )
    expect(share(judged.learnt)).toBeGreaterThanOrEqual(0.8)
    expect(share(judged.inRange)).toBeGreaterThanOrEqual(0.7)
    expect(share(judged.unlearnt)).toBeLessThan(0.8)
  })
})

/** From what was learnt when the first of the other turns came, and from nothing. */
async function estimate(turn: SimulatedTurn, after: { conversationId: string; answerId: string } | null, learnt: Map<string, PriceBasis>) {
  const { model, effort } = turn
  const basis = await readPriceBasis(localUserId, { model, effort, after })
  const key = `${model} ${effort}`
  const first = learnt.get(key) ?? basis
  learnt.set(key, first)
  expect(first.scope).toBe('effort')
  const next = { newTokens: estimateTokens(Buffer.byteLength(turn.question)), now: Date.now() }
  const price = nextPrice({ ...basis, answers: first.answers }, next)
  const unlearnt = nextPrice({ ...basis, answers: priorAnswers(thinkingTokens[effort]) }, next)
  if (!price || !unlearnt) throw new Error(`${model} has no price`)
  return { learnt: price, unlearnt }
}

async function letTimePass(conversationId: string, pauseMs: number): Promise<void> {
  const rows = await database().generation.findMany({ where: { conversationId }, select: { id: true, createdAt: true } })
  for (const { id, createdAt } of rows) {
    await database().generation.update({ where: { id }, data: { createdAt: new Date(createdAt.getTime() - pauseMs) } })
  }
}

function isWithinTwo(estimate: number, billed: number): boolean {
  return estimate <= 2 * billed && billed <= 2 * estimate
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
