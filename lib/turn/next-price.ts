import 'server-only'
import { type ReasoningEffort, reasoningEfforts } from '../chat/turn-request.ts'
import { estimateTokens } from '../cost/estimate.ts'
import type { CachePrices, PriceBasis } from '../cost/next-price.ts'
import { anchorOf, pastAnswers } from '../cost/past-answers.ts'
import { priorAnswers, thinkingTokens } from '../cost/prior-answers.ts'
import type { Upstream } from '../db/ledger.ts'
import { readCallsAtEffort, readCallsOfAnswer, readNewestCalls } from '../db/price-history.ts'
import type { ModelInfo } from '../openrouter/model-info.ts'
import { toolsFor } from '../tools/registry.ts'
import { loadModelInfo } from './catalogue.ts'
import { upstreamOf } from './upstream.ts'

/** Fewer say too little of how answers differ. */
const enoughAnswers = 4
/** The newest: a model's habits change, and the browser calculates with every one of them at every letter. */
const mostAnswers = 60

/** Of each other effort: there are seven. */
const callsOfOthers = 64

/** What is to be priced: the next answer of a model at an effort (`effortOf`), after an answer if there is one. */
export interface PriceQuestion {
  model: string
  effort: string | null
  after: { conversationId: string; answerId: string } | null
}

/** Everything that a price follows from but the question itself. */
export async function readPriceBasis(userId: string, question: PriceQuestion): Promise<PriceBasis> {
  const { model, after } = question
  const { upstream } = await upstreamOf(userId)
  const [info, calls] = await Promise.all([
    loadModelInfo(userId, upstream, model),
    after ? readCallsOfAnswer(userId, after.conversationId, after.answerId) : []
  ])
  const prices = pricesOf(info)
  return {
    model,
    prices,
    ...(await learn(userId, upstream, question, info, prices)),
    anchor: anchorOf(calls),
    fixedTokens: info.supportsTools === false ? 0 : fixedTokens
  }
}

const fixedTokens = estimateTokens(
  Buffer.byteLength(JSON.stringify(toolsFor(undefined).map(({ name, description, jsonSchema }) => ({ name, description, jsonSchema }))))
)

/** This model at this effort, else this model, else all of them, else what is assumed of any. */
async function learn(
  userId: string,
  upstream: Upstream,
  { model, effort }: PriceQuestion,
  info: ModelInfo,
  prices: CachePrices | null
): Promise<Pick<PriceBasis, 'scope' | 'answers'>> {
  const atEffort = pastAnswers(await readCallsAtEffort(userId, upstream, model, effort), prices)
  if (atEffort.length >= enoughAnswers) return { scope: 'effort', answers: atEffort.slice(0, mostAnswers) }
  const others = [null, ...reasoningEfforts].filter(level => level !== effort)
  const ofOthers = await Promise.all(
    others.map(async level => {
      const share = assumedTokens(info, effort) / assumedTokens(info, level)
      const answers = pastAnswers(await readCallsAtEffort(userId, upstream, model, level, callsOfOthers), prices)
      return answers.map(answer => ({ ...answer, outputTokens: Math.round(answer.outputTokens * share) }))
    })
  )
  const ofModel = [...atEffort, ...ofOthers.flat()]
  if (ofModel.length >= enoughAnswers) return { scope: 'model', answers: ofModel.slice(0, mostAnswers) }
  // How others are billed and cached says nothing of this one.
  const all = pastAnswers(await readNewestCalls(userId, upstream), null).map(answer => ({ ...answer, cachedShare: null }))
  if (all.length >= enoughAnswers) return { scope: 'all', answers: all.slice(0, mostAnswers) }
  return { scope: 'prior', answers: priorAnswers(mostThinking(info, effort)) }
}

/** In the middle of what is assumed at an effort: answers at another one are stretched or shrunk by it. */
function assumedTokens(info: ModelInfo, effort: string | null): number {
  const answers = priorAnswers(mostThinking(info, effort))
  return answers[Math.floor(answers.length / 2)]?.outputTokens ?? 1
}

function pricesOf({ inputPrice, outputPrice, cacheReadsPrice, priceTiers }: ModelInfo): CachePrices | null {
  if (inputPrice === undefined || outputPrice === undefined) return null
  return {
    inputPrice,
    outputPrice,
    ...(cacheReadsPrice === undefined ? {} : { cacheReadPrice: cacheReadsPrice }),
    ...(priceTiers === undefined ? {} : { priceTiers })
  }
}

function mostThinking({ supportsReasoning, supportedEfforts }: ModelInfo, effort: string | null): number {
  if (!supportsReasoning) return 0
  if (effort === null) return supportedEfforts && !supportedEfforts.includes('medium') ? thinkingTokens.low : thinkingTokens.medium
  return isEffort(effort) ? thinkingTokens[effort] : Number(effort)
}

function isEffort(word: string): word is ReasoningEffort {
  return (reasoningEfforts as readonly string[]).includes(word)
}
