import { estimateCost, estimateTokens, type ListPrices } from './estimate.ts'
import type { PicoUsd } from './pico-usd.ts'

/** Held for an answer when nobody has said how long it may be and the model has not answered here before. */
export const defaultAnswerTokens = 4096

interface PricedModel extends ListPrices {
  /** Most tokens of one answer. */
  maxTokens?: number
}

interface ExpectedCall {
  promptBytes: number
  /** What the request allows. */
  maxTokens?: number | undefined
  thinkingBudgetTokens?: number | undefined
  /** The longest of the model's last answers here. */
  usualTokens: number | null
}

/** What a call may cost, on the high side, by whichever of these models answers; `null` when one has no price. */
export function reserveFor(call: ExpectedCall, models: readonly PricedModel[]): PicoUsd | null {
  const amounts = models.map(model =>
    estimateCost(
      { input: estimateTokens(call.promptBytes), output: answerTokens(call, model.maxTokens ?? Number.POSITIVE_INFINITY) },
      model
    )
  )
  const known = amounts.flatMap(amount => (amount === null ? [] : [amount]))
  return known.length < amounts.length ? null : (known.sort((left, right) => Number(right > left) - Number(right < left))[0] ?? null)
}

function answerTokens({ maxTokens, usualTokens, thinkingBudgetTokens = 0 }: ExpectedCall, most: number): number {
  return Math.min(maxTokens ?? (usualTokens ?? defaultAnswerTokens) + thinkingBudgetTokens, most)
}
