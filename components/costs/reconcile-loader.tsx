'use client'

import { useEffect, useState } from 'react'
import type { Reconciliation } from '@/lib/cost/reconciliation.ts'
import type { UtcPeriod } from '@/lib/cost/utc-period.ts'
import { requestJson } from '../http/request-json.ts'
import { ReconcilePanel } from './reconcile-panel.tsx'

/** OpenRouter's own count comes after the page: it may take its time, or not come. */
export function ReconcileLoader({ period, href }: { period: UtcPeriod; href: string }) {
  const [state, setState] = useState<Reconciliation | 'asking' | 'failed'>('asking')
  useEffect(() => {
    let current = true
    requestJson<Reconciliation>(`/api/costs/reconcile?period=${period}`).then(
      reconciliation => current && setState(reconciliation),
      () => current && setState('failed')
    )
    return () => {
      current = false
    }
  }, [period])
  if (typeof state === 'object') return <ReconcilePanel reconciliation={state} />
  return (
    <p role="status" className="text-ink-3 text-ui">
      {state === 'failed' ? (
        'The sums of the key could not be read. The figures here do not depend on them.'
      ) : (
        <>
          <span className="noscript:hidden">The key’s own sums are being asked for.</span>
          <noscript>
            <a href={href} className="underline decoration-1 underline-offset-2 hover:text-ink">
              Compare with the key’s own sums
            </a>
          </noscript>
        </>
      )}
    </p>
  )
}
