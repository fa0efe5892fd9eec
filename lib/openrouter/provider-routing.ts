import type { ProviderRouting } from '../chat/turn-request.ts'

/** OpenRouter's routing preferences: https://openrouter.ai/docs/guides/routing/provider-selection */
export interface ProviderPreferences {
  /** Provider slugs to try first, in this order. */
  order?: string[]
  /** No others than these. */
  only?: string[]
  /** None of these. */
  ignore?: string[]
  allow_fallbacks?: boolean
  sort?: unknown
  [preference: string]: unknown
}

const sortings = new Set(['price', 'throughput', 'latency', 'exacto'])

/** Names people use for a provider, with the slugs OpenRouter has for it. */
const slugsByName = new Map([
  ['google', ['google-vertex', 'google-ai-studio']],
  ['x-ai', ['xai']],
  // "Then whatever OpenRouter would choose": its fallbacks, which are on unless forbidden.
  ['openrouter', []]
])

/**
 * Reads `openRouterProviderSorting`: `price`, `throughput`, `latency` or `exacto` sorts; one name uses only that
 * provider; a list prefers its providers in order and falls back to the others.
 */
export function routingFromSorting(sorting: string | undefined): ProviderPreferences | undefined {
  const names = (sorting ?? '').split(',').map(name => name.trim().toLowerCase())
  const sort = names.find(name => sortings.has(name))
  const providers = names.filter(name => name !== '' && !sortings.has(name))
  const slugs = [...new Set(providers.flatMap(name => slugsByName.get(name) ?? [name]))]
  const preferences: ProviderPreferences = {}
  if (slugs.length > 0 && providers.length === 1) preferences.only = slugs
  else if (slugs.length > 0) preferences.order = slugs
  if (sort !== undefined) preferences.sort = sort
  return Object.keys(preferences).length > 0 ? preferences : undefined
}

/** A provider as `GET /providers` lists it. */
export interface ListedProvider {
  name: string
  slug: string
}

/** Display names that do not spell their slug. */
const guessedSlugs = new Map([
  ['google', 'google-vertex'],
  ['x-ai', 'xai']
])

/** The slug of a display name as answers carry it; `isListed` is false when it was only guessed. */
export function slugOfProvider(displayName: string, listed: readonly ListedProvider[]): { slug: string; isListed: boolean } {
  const name = displayName.trim().toLowerCase()
  const found = listed.find(candidate => candidate.name.toLowerCase() === name)?.slug
  return { slug: found ?? guessedSlugs.get(name) ?? name.replace(/[^a-z0-9/]+/g, '-'), isListed: found !== undefined }
}

/** What a user chose, in the API's words and slugs. */
export function preferencesOf(routing: ProviderRouting, listed: readonly ListedProvider[]): ProviderPreferences {
  const slugs = (names: readonly string[]) => [...new Set(names.map(name => slugOfProvider(name, listed).slug))]
  const { order, only, ignore, sort, allowFallbacks, requireParameters, dataCollection, zeroDataRetention, maxPrice } = routing
  return {
    ...(order ? { order: slugs(order) } : {}),
    ...(only ? { only: slugs(only) } : {}),
    ...(ignore ? { ignore: slugs(ignore) } : {}),
    ...(sort === undefined ? {} : { sort }),
    ...(allowFallbacks === undefined ? {} : { allow_fallbacks: allowFallbacks }),
    ...(requireParameters === undefined ? {} : { require_parameters: requireParameters }),
    ...(dataCollection === undefined ? {} : { data_collection: dataCollection }),
    ...(zeroDataRetention === undefined ? {} : { zdr: zeroDataRetention }),
    ...(maxPrice === undefined ? {} : { max_price: { ...maxPrice } })
  }
}

/** Joins two preferences: the second's keys win, its `order` goes in front of the first's, and a forbidden fallback stays forbidden. */
export function mergeRouting(
  base: ProviderPreferences | undefined,
  added: ProviderPreferences | undefined
): ProviderPreferences | undefined {
  if (!base || !added) return added ?? base
  const order = [...new Set([...(added.order ?? []), ...(base.order ?? [])])]
  return {
    ...base,
    ...added,
    ...(order.length > 0 ? { order } : {}),
    ...(base.allow_fallbacks === false ? { allow_fallbacks: false } : {})
  }
}
