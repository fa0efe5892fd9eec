import type { ProviderRouting, TurnSettings } from './turn-request.ts'

/**
 * What some answers were kept from, together: whoever is shown all of them keeps to all of it. Providers that were preferred,
 * or alone allowed, are those of one model and are no part of it.
 */
export function routingPolicy(settings: readonly Partial<TurnSettings>[]): ProviderRouting {
  const routings = settings.map(({ routing = {} }) => routing)
  const ignore = [...new Set(routings.flatMap(routing => routing.ignore ?? []))]
  return {
    ...(ignore.length > 0 && { ignore }),
    ...(routings.some(routing => routing.dataCollection === 'deny') && { dataCollection: 'deny' }),
    ...(routings.some(routing => routing.zeroDataRetention) && { zeroDataRetention: true })
  }
}
