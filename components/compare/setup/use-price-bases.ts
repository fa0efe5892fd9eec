'use client'

import { useEffect, useState } from 'react'
import { effortOf } from '@/lib/chat/effort.ts'
import type { TurnSettings } from '@/lib/chat/turn-request.ts'
import type { PriceBasis } from '@/lib/cost/next-price.ts'
import { requestJson } from '../../http/request-json.ts'

/** What has been learnt of each lane's model at its effort, read once for each of them; `null` until then. */
export function usePriceBases(lanes: readonly TurnSettings[]): (settings: TurnSettings) => PriceBasis | null {
  const [bases, setBases] = useState<ReadonlyMap<string, PriceBasis>>(new Map())
  const missing = [...new Set(lanes.map(queryOf))].filter(query => !bases.has(query)).join(' ')

  // The server knows how these models have answered; without it the list price stays.
  useEffect(() => {
    let left = false
    for (const query of missing.split(' ').filter(Boolean)) {
      requestJson<PriceBasis>(`/api/costs/estimate?${query}`).then(
        basis => left || setBases(current => new Map(current).set(query, basis)),
        () => undefined
      )
    }
    return () => {
      left = true
    }
  }, [missing])
  return settings => bases.get(queryOf(settings)) ?? null
}

function queryOf(settings: TurnSettings): string {
  const effort = effortOf(settings)
  return new URLSearchParams({ model: settings.model, ...(effort === null ? {} : { effort }) }).toString()
}
