import type { ModelSummary } from '@/lib/chat/model-summary.ts'
import { authorName, authorSlug, shortName } from './model-name.ts'

export interface ModelGroup {
  label: string
  models: ModelSummary[]
}

/** What a model must be to be shown. */
export interface ModelFilter {
  free: boolean
  vision: boolean
  tools: boolean
  reasoning: boolean
  /** Tokens; 0 is any. */
  minContext: number
  /** Dollars per million tokens of answer; `null` is any. */
  maxPrice: number | null
}

export const noFilter: ModelFilter = { free: false, vision: false, tools: false, reasoning: false, minContext: 0, maxPrice: null }

export function isFree({ inputPrice, outputPrice }: ModelSummary): boolean {
  return inputPrice === 0 && outputPrice === 0
}

/** What is not known of a model is no reason to show it. */
function passes(model: ModelSummary, filter: ModelFilter): boolean {
  return (
    (!filter.free || isFree(model)) &&
    (!filter.vision || model.inputModalities.includes('image')) &&
    (!filter.tools || model.supportsTools) &&
    (!filter.reasoning || model.supportsReasoning) &&
    (model.contextWindow ?? 0) >= filter.minContext &&
    (filter.maxPrice === null || (model.outputPrice !== null && model.outputPrice <= filter.maxPrice))
  )
}

interface Remembered {
  pinned: readonly string[]
  recent: readonly string[]
  /** That of the chat. */
  chosen?: string
}

/** Everything in groups while nothing is searched, the best matches first when something is; last what was used and is listed no more. */
export function groupModels(
  models: readonly ModelSummary[],
  query: string,
  memory: Remembered,
  filter: ModelFilter = noFilter
): ModelGroup[] {
  const shown = models.filter(model => passes(model, filter))
  const gone = anyFilter(filter) ? [] : unlistedModels(models, memory)
  const last = {
    label: models.length > 0 ? 'No longer listed' : 'Used before',
    models: query.trim() === '' ? gone : searchModels(gone, query)
  }
  const groups = query.trim() === '' ? groupsOf(shown, memory) : [{ label: 'Found', models: searchModels(shown, query) }]
  return [...groups, last].filter(group => group.models.length > 0)
}

function anyFilter(filter: ModelFilter): boolean {
  return Object.values(filter).some(value => value !== false && value !== 0 && value !== null)
}

function groupsOf(models: readonly ModelSummary[], memory: Remembered): ModelGroup[] {
  const byId = new Map(models.map(model => [model.id, model]))
  const pick = (ids: readonly string[]) => ids.flatMap(id => byId.get(id) ?? [])
  const pinned = pick(memory.pinned)
  const recent = pick(memory.recent.filter(id => !memory.pinned.includes(id)))
  const special = new Set([...pinned, ...recent])
  const byAuthor = Map.groupBy(
    models.filter(model => !special.has(model)),
    authorSlug
  )
  const groups = [...byAuthor].map(([slug, members]) => ({
    label: members.map(authorName).find(name => name !== null) ?? slug,
    models: members
  }))
  return [{ label: 'Pinned', models: pinned }, { label: 'Recent', models: recent }, ...groups]
}

/** Models that were used and the catalogue does not have (any more): they can still be chosen. */
function unlistedModels(models: readonly ModelSummary[], { pinned, recent, chosen }: Remembered): ModelSummary[] {
  const listed = new Set(models.map(({ id }) => id))
  const used = new Set([...(chosen === undefined ? [] : [chosen]), ...pinned, ...recent])
  return [...used].filter(id => !listed.has(id)).map(unlisted)
}

/** Nothing is known of it but its slug. One object for each: a list tells its rows apart by them. */
function unlisted(id: string): ModelSummary {
  const known = unlistedById.get(id)
  if (known) return known
  const nothing = { contextWindow: null, maxTokens: null, inputPrice: null, outputPrice: null, cacheReadPrice: null, cacheWritePrice: null }
  const model: ModelSummary = {
    id,
    name: id,
    ...nothing,
    inputModalities: [],
    outputModalities: [],
    supportsTools: false,
    supportsReasoning: false,
    supportsThinkingBudget: false,
    supportedEfforts: [],
    reasoningMandatory: false,
    parameters: null,
    expiresAt: null
  }
  unlistedById.set(id, model)
  return model
}
const unlistedById = new Map<string, ModelSummary>()

/** Models in which every word of the query is found, best first. */
export function searchModels(models: readonly ModelSummary[], query: string): ModelSummary[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return models
    .flatMap((model, index) => {
      const score = scoreOf(textsOf(model), words)
      return score === null ? [] : [{ model, score, index }]
    })
    .sort((left, right) => right.score - left.score || left.index - right.index)
    .map(({ model }) => model)
}

interface SearchedTexts {
  name: string
  id: string
}

/** Made once for each model: at every letter that is typed all of them are searched. */
const searchedTexts = new WeakMap<ModelSummary, SearchedTexts>()

function textsOf(model: ModelSummary): SearchedTexts {
  const known = searchedTexts.get(model)
  if (known) return known
  const texts = { name: shortName(model).toLowerCase(), id: model.id.toLowerCase() }
  searchedTexts.set(model, texts)
  return texts
}

function scoreOf({ name, id }: SearchedTexts, words: readonly string[]): number | null {
  let total = 0
  for (const word of words) {
    const score = Math.max(wordScore(name, word) * 2, wordScore(id, word))
    if (score === 0) return null
    total += score
  }
  return total - name.length / 1000
}

/** 4 at the start, 3 at the start of a word, 2 inside, 1 as letters in order, 0 not at all. */
function wordScore(text: string, word: string): number {
  const at = text.indexOf(word)
  if (at === 0) return 4
  if (at > 0) return /[a-z0-9]/.test(text[at - 1] ?? '') ? 2 : 3
  let from = 0
  for (const letter of word) {
    from = text.indexOf(letter, from) + 1
    if (from === 0) return 0
  }
  return 1
}
