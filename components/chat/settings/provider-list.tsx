'use client'

import ArrowUp from 'lucide-react/icons/arrow-up'
import X from 'lucide-react/icons/x'
import type { ModelEndpoint } from '@/lib/chat/model-endpoint.ts'
import type { ProviderRouting } from '@/lib/chat/turn-request.ts'
import { formatDuration, formatPrice, formatTokens } from '@/lib/cost/format.ts'
import { IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { isNamed, movedForward, type ProviderWish, strangersIn, withWish } from './provider-choice.ts'

const words: Record<ProviderWish, string> = { order: 'Prefer', only: 'Only', ignore: 'Never' }

interface ProviderListProps {
  endpoints: readonly ModelEndpoint[]
  routing: ProviderRouting
  onChange: (routing: ProviderRouting) => void
}

/** Who serves the model now, with what each asks and does, and what can be wished of each. */
export function ProviderList({ endpoints, routing, onChange }: ProviderListProps) {
  return (
    <ul className="border-line border-t">
      {endpoints.map(endpoint => (
        <ProviderRow key={endpoint.tag} endpoint={endpoint} routing={routing} onChange={onChange} />
      ))}
      {strangersIn(routing, endpoints).map(name => (
        <li key={name} className="flex items-center justify-between gap-3 border-line border-b py-2 text-body">
          <span className="min-w-0">
            {name} <span className="text-warning">is named and does not serve this model now</span>
          </span>
          <IconButton label={`Remove ${name}`} onClick={() => onChange(without(routing, name))}>
            <X />
          </IconButton>
        </li>
      ))}
    </ul>
  )
}

interface ProviderRowProps extends Omit<ProviderListProps, 'endpoints'> {
  endpoint: ModelEndpoint
}

function ProviderRow({ endpoint, routing, onChange }: ProviderRowProps) {
  const { provider, tag } = endpoint
  const place = (routing.order ?? []).findIndex(name => isNamed(name, endpoint))
  // Several offers of one provider are told apart by what stands behind its slug.
  const name = tag.includes('/') ? `${provider} ${tag.slice(tag.indexOf('/') + 1)}` : provider
  return (
    <li aria-label={name} className="border-line border-b py-2">
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <p className="min-w-0 font-medium text-body text-ink">
          {place >= 0 && <span className="figures mr-2 text-ink-3">{place + 1}.</span>}
          {name}
        </p>
        <div className="flex items-center gap-1 pointer-coarse:gap-2">
          {place > 0 && (
            <IconButton label={`Try ${name} earlier`} onClick={() => onChange(movedForward(routing, endpoint))}>
              <ArrowUp />
            </IconButton>
          )}
          {(Object.keys(words) as ProviderWish[]).map(wish => {
            const wished = (routing[wish] ?? []).some(other => isNamed(other, endpoint))
            return (
              <button
                key={wish}
                type="button"
                aria-pressed={wished}
                aria-label={`${words[wish]} ${name}`}
                onClick={() => onChange(withWish(routing, wish, endpoint))}
                className={classNames(
                  'hit h-7 rounded-xs border px-2 text-ui transition-colors duration-120 pointer-coarse:h-11',
                  wished ? 'border-inverse bg-inverse font-medium text-on-inverse' : 'border-line-strong text-ink-2 hover:bg-hover'
                )}
              >
                {words[wish]}
              </button>
            )
          })}
        </div>
      </div>
      <p className="figures mt-0.5 text-ink-3 text-note">{factsOf(endpoint).map(keptTogether).join(' · ')}</p>
    </li>
  )
}

function factsOf(endpoint: ModelEndpoint): string[] {
  const { inputPrice, outputPrice, contextWindow, quantization, uptime, latencyMs, tokensPerSecond } = endpoint
  return [
    `${formatPrice(inputPrice)} in, ${formatPrice(outputPrice)} out / 1M`,
    `${formatTokens(contextWindow, 'glance')} context`,
    ...(quantization === null ? [] : [quantization]),
    ...(uptime === null ? [] : [`${uptime.toFixed(1)} % up`]),
    ...(latencyMs === null ? [] : [`${formatDuration(latencyMs)} to start`]),
    ...(tokensPerSecond === null ? [] : [`${tokensPerSecond.toFixed(0)} tok/s`])
  ]
}

function keptTogether(fact: string): string {
  return fact.replaceAll(' ', '\u00a0')
}

function without(routing: ProviderRouting, name: string): ProviderRouting {
  const rest = (names: readonly string[] | undefined) => names?.filter(other => other !== name) ?? []
  const { order, only, ignore, ...others } = routing
  return {
    ...others,
    ...(rest(order).length > 0 && { order: rest(order) }),
    ...(rest(only).length > 0 && { only: rest(only) }),
    ...(rest(ignore).length > 0 && { ignore: rest(ignore) })
  }
}
