import type { TurnSettings } from '../../lib/chat/turn-request.ts'
import type { CacheLoss } from '../../lib/cost/cache-loss.ts'
import { formatTokens } from '../../lib/cost/format.ts'
import type { PriceBasis } from '../../lib/cost/next-price.ts'
import { roughDollars } from '../../lib/cost/price-range.ts'

/** What a price rests on. */
export function priceReason({ scope, answers }: Pick<PriceBasis, 'scope' | 'answers'>, model: string): string {
  const count = answers.length.toLocaleString('en-US')
  switch (scope) {
    case 'effort':
      return `Eight of ten answers fall into it: from the last ${count} of ${model} at this effort.`
    case 'model':
      return `From the last ${count} answers of ${model}, stretched to this effort: at it the model has hardly answered.`
    case 'all':
      return `From the last ${count} answers of other models, at the list price of ${model}; it has hardly answered here.`
    case 'prior':
      return `From a short answer to a long one, at the list price of ${model}: too few answers here to learn from.`
  }
}

/** Why the next prompt does not begin as the one in the cache does; `null`: it does. */
export type CacheBreak = 'model' | 'provider' | 'instructions' | 'tools' | 'edit'

export function cacheBreak(last: TurnSettings, next: TurnSettings, isEdit: boolean): CacheBreak | null {
  if (last.model !== next.model) return 'model'
  if (JSON.stringify(last.routing) !== JSON.stringify(next.routing)) return 'provider'
  if ((last.systemPrompt ?? '') !== (next.systemPrompt ?? '')) return 'instructions'
  if (JSON.stringify(last.tools) !== JSON.stringify(next.tools)) return 'tools'
  return isEdit ? 'edit' : null
}

/** "Switching to Claude re-sends 84k tokens uncached, ≈ $0.25." */
export function lossWords(why: CacheBreak, { tokens, picoUsd }: CacheLoss, model: string): string {
  const subjects: Record<CacheBreak, string> = {
    model: `Switching to ${model} re-sends`,
    provider: 'Another provider means re-sending',
    instructions: 'Other instructions re-send',
    tools: 'Other tools re-send',
    edit: 'This edit re-sends'
  }
  return `${subjects[why]} ${formatTokens(tokens, 'glance')} tokens uncached, ≈\u202f$${roughDollars(Number(picoUsd) / 1e12)}.`
}
