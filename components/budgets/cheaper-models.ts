import type { ModelSummary } from '../../lib/chat/model-summary.ts'
import { type KnownModels, knownRank } from '../models/fitting-models.ts'

export interface CheaperModel {
  model: ModelSummary
  /** "about 1/8 of the price" */
  words: string
}

interface Wanted {
  /** What the conversation shows beside text: "image", "file", "audio". */
  modalities: readonly string[]
  tools: boolean
}

/** Anything dearer is no relief. */
const mostOfPrice = 0.7
const mostShown = 3

/** Models that can do the same for less by list price, three at most: pinned and recent ones first, then the dearest, which differ least. */
export function cheaperModels(models: readonly ModelSummary[], current: ModelSummary, wanted: Wanted, known: KnownModels): CheaperModel[] {
  const price = priceOf(current)
  if (price === null || price === 0) return []
  const candidates = models.flatMap(model => {
    const own = priceOf(model)
    return own !== null && own <= price * mostOfPrice && isNoDearer(model, current) && canDo(model, wanted) ? [{ model, price: own }] : []
  })
  const rank = knownRank(known)
  candidates.sort((left, right) => rank(left.model) - rank(right.model) || right.price - left.price)
  return candidates.slice(0, mostShown).map(candidate => ({ model: candidate.model, words: factorWords(candidate.price / price) }))
}

/** Three tokens read for one written, as conversations go; `null`: not known. */
function priceOf({ inputPrice, outputPrice }: ModelSummary): number | null {
  return inputPrice === null || outputPrice === null ? null : inputPrice * 3 + outputPrice
}

function isNoDearer(model: ModelSummary, current: ModelSummary): boolean {
  return (model.inputPrice ?? 0) <= (current.inputPrice ?? 0) && (model.outputPrice ?? 0) <= (current.outputPrice ?? 0)
}

function canDo(model: ModelSummary, { modalities, tools }: Wanted): boolean {
  // A PDF is read out to those that cannot read it.
  const needed = modalities.filter(modality => modality !== 'file')
  return needed.every(modality => model.inputModalities.includes(modality)) && (!tools || model.supportsTools)
}

function factorWords(factor: number): string {
  if (factor === 0) return 'free'
  if (factor > 0.55) return `about ${Math.round(factor * 10) * 10} % of the price`
  return `about 1/${Math.round(1 / factor)} of the price`
}
