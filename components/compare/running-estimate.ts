import type { ModelSummary } from '../../lib/chat/model-summary.ts'
import { type PicoUsd, picoUsdFromDollars } from '../../lib/cost/pico-usd.ts'

/** In most languages and models a token is about so many characters. */
const charactersPerToken = 4

/** What a running answer has cost so far at list price, from the length of what was sent and came; `null` without prices. */
export function runningEstimate(model: ModelSummary | undefined, characters: { sent: number; written: number }): PicoUsd | null {
  if (!model || model.inputPrice === null || model.outputPrice === null) return null
  const perMillion = (characters.sent * model.inputPrice + characters.written * model.outputPrice) / charactersPerToken
  return picoUsdFromDollars((perMillion / 1e6).toFixed(12))
}
