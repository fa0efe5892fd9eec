import type { ModelSummary } from '../../lib/chat/model-summary.ts'

interface Wanted {
  /** "image", "audio". */
  modalities: readonly string[]
  /** Room that is needed; `0`: any will do. */
  contextTokens: number
}

/** To this browser. */
export interface KnownModels {
  pinned: readonly string[]
  /** Newest first. */
  recent: readonly string[]
}

const mostShown = 3

/** Pinned models first, then recent ones, the last asked before the others. */
export function knownRank({ pinned, recent }: KnownModels): (model: ModelSummary) => number {
  return ({ id }) => {
    if (pinned.includes(id)) return 0
    return recent.includes(id) ? 1 + recent.indexOf(id) : Number.MAX_SAFE_INTEGER
  }
}

/** Models that can do what the current one cannot, three at most: those that are known here first, then those nearest to its price. */
export function fittingModels(models: readonly ModelSummary[], current: ModelSummary, wanted: Wanted, known: KnownModels): ModelSummary[] {
  const rank = knownRank(known)
  const distance = distanceFrom(current)
  return models
    .filter(model => model.id !== current.id && canDo(model, current, wanted))
    .sort((left, right) => rank(left) - rank(right) || distance(left) - distance(right))
    .slice(0, mostShown)
}

function canDo(model: ModelSummary, current: ModelSummary, { modalities, contextTokens }: Wanted): boolean {
  const reads = modalities.every(modality => model.inputModalities.includes(modality))
  const hasRoom = contextTokens === 0 || (model.contextWindow ?? 0) >= contextTokens
  return reads && hasRoom && (model.supportsTools || !current.supportsTools) && model.expiresAt === null
}

/** How many times dearer or cheaper; unknown and free ones last. */
function distanceFrom(current: ModelSummary): (model: ModelSummary) => number {
  const price = priceOf(current)
  return model => {
    const other = priceOf(model)
    return price > 0 && other > 0 ? Math.abs(Math.log(other / price)) : Number.MAX_SAFE_INTEGER
  }
}

/** Three tokens read for one written, as conversations go. */
function priceOf({ inputPrice, outputPrice }: ModelSummary): number {
  return (inputPrice ?? 0) * 3 + (outputPrice ?? 0)
}
