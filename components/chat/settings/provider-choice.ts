import type { ModelEndpoint } from '@/lib/chat/model-endpoint.ts'
import type { ProviderRouting } from '@/lib/chat/turn-request.ts'

/** What can be wished of one provider. */
export type ProviderWish = 'order' | 'only' | 'ignore'
const wishes: readonly ProviderWish[] = ['order', 'only', 'ignore']

/** A name in a routing means an endpoint by its tag, the provider's slug, or the display name that an answer carries. */
export function isNamed(name: string, { tag, provider }: Pick<ModelEndpoint, 'tag' | 'provider'>): boolean {
  const plain = name.toLowerCase()
  return plain === tag || tag.startsWith(`${plain}/`) || plain === provider.toLowerCase()
}

/** The routing with a wish of an endpoint, or without it when it was there. One wish of a provider takes the others of it away. */
export function withWish(routing: ProviderRouting, wish: ProviderWish, endpoint: Pick<ModelEndpoint, 'tag' | 'provider'>): ProviderRouting {
  const wished = (routing[wish] ?? []).some(name => isNamed(name, endpoint))
  const others = wishes.reduce(
    (rest, key) =>
      withNames(
        rest,
        key,
        (rest[key] ?? []).filter(name => !isNamed(name, endpoint))
      ),
    routing
  )
  return wished ? others : withNames(others, wish, [...(others[wish] ?? []), endpoint.tag])
}

/** One place further to the front of those to be tried first. */
export function movedForward(routing: ProviderRouting, endpoint: Pick<ModelEndpoint, 'tag' | 'provider'>): ProviderRouting {
  const order = [...(routing.order ?? [])]
  const at = order.findIndex(name => isNamed(name, endpoint))
  if (at > 0) order.splice(at - 1, 0, ...order.splice(at, 1))
  return withNames(routing, 'order', order)
}

/** Named in the routing, but nobody who serves this model now. */
export function strangersIn(routing: ProviderRouting, endpoints: readonly ModelEndpoint[]): string[] {
  const names = new Set(wishes.flatMap(wish => routing[wish] ?? []))
  return [...names].filter(name => !endpoints.some(endpoint => isNamed(name, endpoint)))
}

function withNames(routing: ProviderRouting, wish: ProviderWish, names: readonly string[]): ProviderRouting {
  const { [wish]: _before, ...others } = routing
  return names.length > 0 ? { ...others, [wish]: [...names] } : others
}
