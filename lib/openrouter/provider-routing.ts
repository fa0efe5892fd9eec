/** OpenRouter's routing preferences: https://openrouter.ai/docs/guides/routing/provider-selection */
export interface ProviderPreferences {
  /** Provider slugs to try first, in this order. */
  order?: string[]
  /** No others than these. */
  only?: string[]
  allow_fallbacks?: boolean
  sort?: unknown
  [preference: string]: unknown
}

const sortings = new Set(['price', 'throughput', 'latency', 'exacto'])

/** Names people use for a provider, with the slugs OpenRouter has for it. */
const slugsByName: Record<string, string[]> = {
  google: ['google-vertex', 'google-ai-studio'],
  'x-ai': ['xai'],
  // "Then whatever OpenRouter would choose": its fallbacks, which are on unless forbidden.
  openrouter: []
}

/**
 * Reads `openRouterProviderSorting`: `price`, `throughput`, `latency` or `exacto` sorts; one name uses only that
 * provider; a list prefers its providers in order and falls back to the others.
 */
export function routingFromSorting(sorting: string | undefined): ProviderPreferences | undefined {
  const names = (sorting ?? '').split(',').map(name => name.trim().toLowerCase())
  const sort = names.find(name => sortings.has(name))
  const providers = names.filter(name => name !== '' && !sortings.has(name))
  const slugs = [...new Set(providers.flatMap(name => slugsByName[name] ?? [name]))]
  const preferences: ProviderPreferences = {}
  if (slugs.length > 0 && providers.length === 1) preferences.only = slugs
  else if (slugs.length > 0) preferences.order = slugs
  if (sort !== undefined) preferences.sort = sort
  return Object.keys(preferences).length > 0 ? preferences : undefined
}

/** Joins two preferences: the second's keys win, and its `order` goes in front of the first's. */
export function mergeRouting(
  base: ProviderPreferences | undefined,
  added: ProviderPreferences | undefined
): ProviderPreferences | undefined {
  if (!base || !added) return added ?? base
  const order = [...new Set([...(added.order ?? []), ...(base.order ?? [])])]
  return { ...base, ...added, ...(order.length > 0 ? { order } : {}) }
}
