import { type CachePrices, listCost, type PastAnswer, type PromptAnchor } from './next-price.ts'
import { cacheLifeMs, leastCachedTokens } from './prompt-cache.ts'
import { type CostState, promptTokens, type TokenUsage } from './token-usage.ts'

/** A ledger row, as far as a price is learnt from it. */
export interface PricedCall extends Omit<TokenUsage, 'reasoningTokens'> {
  conversationId: string | null
  messageId: string | null
  position: number
  model: string
  costPicoUsd: bigint | null
  costState: CostState
  /** `null`: stopped, or broken off. */
  finishReason: string | null
  createdAt: Date
}

/** What an answer's calls came to. */
interface Answered {
  conversationId: string | null
  model: string
  startedAt: number
  calledAt: number
  firstPrompt: number
  firstCached: number
  allPrompts: number
  lastPrompt: number
  outputTokens: number
  cost: number
}

/** Whoever charges a hundredth or a hundredfold of the list says nothing of the next answer. */
const leastRatio = 0.01
const mostRatio = 100

/** The whole answers among the calls: those of which every token and cent is known. The newest come first. */
export function pastAnswers(calls: readonly PricedCall[], prices: CachePrices | null): PastAnswer[] {
  const answered = [...Map.groupBy(calls, call => call.messageId).values()]
    .flatMap(group => readAnswer(group) ?? [])
    .sort((left, right) => right.startedAt - left.startedAt)
  return answered.map((answer, index) => {
    const before = answered.slice(index + 1).find(other => other.conversationId === answer.conversationId)
    const cachedShare = shareOf(answer, before)
    const promptGrowth = answer.allPrompts / answer.firstPrompt
    const { firstPrompt, firstCached, outputTokens } = answer
    const list = prices && listCost({ promptTokens: firstPrompt, cachedTokens: firstCached, promptGrowth, outputTokens }, prices)
    const costRatio = list ? Math.min(mostRatio, Math.max(leastRatio, answer.cost / list)) : 1
    return { outputTokens, promptGrowth, cachedShare, costRatio }
  })
}

/** Where an answer leaves its conversation; `null` when its last call's tokens are not known. */
export function anchorOf(calls: readonly PricedCall[]): PromptAnchor | null {
  const last = calls.filter(call => call.outputTokens !== null).sort((left, right) => right.position - left.position)[0]
  const prompt = last && promptTokens(last)
  if (!last || !prompt) return null
  return {
    model: last.model,
    promptTokens: prompt,
    outputTokens: last.outputTokens ?? 0,
    cachedTokens: (last.cacheReadTokens ?? 0) + (last.cacheWriteTokens ?? 0),
    calledAt: last.createdAt.toISOString()
  }
}

function readAnswer(group: readonly PricedCall[]): Answered | null {
  // A refused attempt was billed nothing and read nothing.
  const steps = group
    .filter(call => call.outputTokens !== null || call.costPicoUsd !== 0n)
    .sort((left, right) => left.position - right.position)
  const first = steps[0]
  const last = steps.at(-1)
  if (!first || !last || first.messageId === null || first.position !== 0 || last.finishReason === null) return null
  if (steps.some(step => step.costState !== 'billed' || step.costPicoUsd === null || step.outputTokens === null)) return null
  const firstPrompt = promptTokens(first)
  const lastPrompt = promptTokens(last)
  if (!firstPrompt || !lastPrompt) return null
  const sum = (value: (step: PricedCall) => number) => steps.reduce((total, step) => total + value(step), 0)
  return {
    conversationId: first.conversationId,
    model: first.model,
    startedAt: first.createdAt.getTime(),
    calledAt: last.createdAt.getTime(),
    firstPrompt,
    firstCached: first.cacheReadTokens ?? 0,
    allPrompts: sum(step => promptTokens(step) ?? 0),
    lastPrompt,
    outputTokens: sum(step => step.outputTokens ?? 0),
    cost: sum(step => Number(step.costPicoUsd))
  }
}

function shareOf(answer: Answered, before: Answered | undefined): number | null {
  if (!before || before.model !== answer.model || before.lastPrompt < leastCachedTokens) return null
  return answer.startedAt - before.calledAt < cacheLifeMs ? Math.min(1, answer.firstCached / before.lastPrompt) : null
}
