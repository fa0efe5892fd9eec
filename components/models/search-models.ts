import type { ModelSummary } from '@/lib/chat/model-summary.ts'
import { authorName, authorSlug, shortName } from './model-name.ts'

export interface ModelGroup {
  label: string
  models: ModelSummary[]
}

/** Everything in groups while nothing is searched; the best matches first when something is. */
export function groupModels(
  models: readonly ModelSummary[],
  query: string,
  memory: { pinned: readonly string[]; recent: readonly string[] }
): ModelGroup[] {
  if (query.trim() !== '') {
    const found = searchModels(models, query)
    return found.length > 0 ? [{ label: 'Found', models: found }] : []
  }
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
  return [{ label: 'Pinned', models: pinned }, { label: 'Recent', models: recent }, ...groups].filter(group => group.models.length > 0)
}

/** Models in which every word of the query is found, best first. */
export function searchModels(models: readonly ModelSummary[], query: string): ModelSummary[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return models
    .flatMap((model, index) => {
      const score = scoreOf(model, words)
      return score === null ? [] : [{ model, score, index }]
    })
    .sort((left, right) => right.score - left.score || left.index - right.index)
    .map(({ model }) => model)
}

function scoreOf(model: ModelSummary, words: readonly string[]): number | null {
  const name = shortName(model).toLowerCase()
  const id = model.id.toLowerCase()
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
