'use client'

import type { ProviderRouting } from '@/lib/chat/turn-request.ts'
import { priceRule, readNumber } from '../../models/read-number.ts'
import { useEndpoints } from '../../models/use-endpoints.ts'
import { Button } from '../../ui/button.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Switch } from '../../ui/switch.tsx'
import { NumberField } from './number-field.tsx'
import { ProviderList } from './provider-list.tsx'
import type { ChosenSettings } from './settings-button.tsx'

type Sort = NonNullable<ProviderRouting['sort']> | 'default'

const sorts: readonly { value: Sort; label: string }[] = [
  { value: 'default', label: 'Default' },
  { value: 'price', label: 'Price' },
  { value: 'throughput', label: 'Speed' },
  { value: 'latency', label: 'Latency' },
  { value: 'exacto', label: 'Exacto' }
]

/** A change of some; `undefined` takes away. */
type RoutingChange = { [Name in keyof ProviderRouting]?: ProviderRouting[Name] | undefined }

/** Who may serve the chat: by name from those who do now, and by what is asked of all of them. */
export function RoutingFields({ chosen, name }: { chosen: ChosenSettings; name: string }) {
  const { list, error, retry } = useEndpoints(chosen.modelId)
  const routing = chosen.settings.routing ?? {}
  const put = (next: ProviderRouting) => chosen.change({ routing: Object.keys(next).length > 0 ? next : undefined })
  const set = (change: RoutingChange) =>
    put(Object.fromEntries(Object.entries({ ...routing, ...change }).filter(([, value]) => value !== undefined)))
  const limit = (change: { [Name in 'prompt' | 'completion']?: number | undefined }) => {
    const prices = Object.entries({ ...routing.maxPrice, ...change }).filter(([, value]) => value !== undefined)
    set({ maxPrice: prices.length > 0 ? Object.fromEntries(prices) : undefined })
  }
  return (
    <div className="grid gap-4">
      {list && <ProviderList endpoints={list.endpoints} routing={routing} onChange={put} />}
      {list?.stale && <p className="text-note text-warning">OpenRouter is unreachable; this is who served it last.</p>}
      {!(list || error) && <p className="text-body text-ink-3">Asking who serves {name} …</p>}
      {error && (
        <p role="alert" className="text-body text-danger">
          {error.message}{' '}
          <Button className="ml-2" onClick={retry}>
            Try again
          </Button>
        </p>
      )}
      <p className="text-ink-3 text-note">Providers chosen by name are {name}’s: another model starts without them.</p>
      <div>
        <p className="mb-1 font-medium text-ink text-ui">Sort by</p>
        <Segmented
          label="Sort providers by"
          value={routing.sort ?? 'default'}
          options={sorts}
          onChange={sort => set({ sort: sort === 'default' ? undefined : sort })}
        />
      </div>
      <div className="grid gap-3 pointer-coarse:gap-7">
        <Switch
          label="Fall back to other providers"
          checked={routing.allowFallbacks ?? true}
          onChange={allowed => set({ allowFallbacks: allowed ? undefined : false })}
        />
        <Switch
          label="Only providers that know every parameter"
          checked={routing.requireParameters ?? false}
          onChange={required => set({ requireParameters: required || undefined })}
        />
        <Switch
          label="Only endpoints with zero data retention"
          checked={routing.zeroDataRetention ?? false}
          onChange={required => set({ zeroDataRetention: required || undefined })}
        />
        <Switch
          label="Only providers that do not collect data"
          checked={routing.dataCollection === 'deny'}
          onChange={denied => set({ dataCollection: denied ? 'deny' : undefined })}
        />
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField
          label="Highest price in"
          help="Dollars per 1M tokens."
          placeholder="any"
          value={routing.maxPrice?.prompt}
          read={text => readNumber(text, priceRule)}
          onChange={prompt => limit({ prompt })}
        />
        <NumberField
          label="Highest price out"
          help="Dollars per 1M tokens."
          placeholder="any"
          value={routing.maxPrice?.completion}
          read={text => readNumber(text, priceRule)}
          onChange={completion => limit({ completion })}
        />
      </div>
    </div>
  )
}
