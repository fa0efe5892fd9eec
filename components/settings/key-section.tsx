'use client'

import { useState } from 'react'
import type { KeyInfo, SettingsView } from '@/lib/chat/settings.ts'
import { useShell } from '../conversations/shell-context.ts'
import { type ApiError, asApiError, requestJson } from '../http/request-json.ts'
import { Button } from '../ui/button.tsx'
import { RequestId } from '../ui/request-id.tsx'
import { KeyForm } from './key-form.tsx'

/** The key: where it comes from, what may be said of it, another one, none. */
export function KeySection() {
  const { settings, changeSettings } = useShell()
  const { key } = settings
  if (key.source === 'none') return <KeyForm onSaved={changeSettings} />
  return (
    <>
      <KeyFacts info={key} />
      {key.source === 'environment' ? (
        <p className="mt-4 text-body text-ink-2">
          This key comes from the environment variable <code className="font-mono text-ui">OPENROUTER_API_KEY</code>. Steno does not store
          it. To use another one here, start Steno without the variable.
        </p>
      ) : (
        <StoredKey onChanged={changeSettings} />
      )}
    </>
  )
}

function KeyFacts({ info }: { info: KeyInfo }) {
  const facts: [string, string][] = [
    ...(info.label ? [['Label', info.label] satisfies [string, string]] : []),
    ...(info.lastFour ? [['Key', `…${info.lastFour}`] satisfies [string, string]] : []),
    ...(info.limit === undefined ? [] : [['Limit', dollars(info.limit)] satisfies [string, string]]),
    ...(info.limitRemaining === undefined ? [] : [['Remaining', dollars(info.limitRemaining)] satisfies [string, string]])
  ]
  return (
    <dl>
      {facts.map(([name, value]) => (
        <div key={name} className="flex justify-between gap-4 border-line border-b py-2 text-body">
          <dt className="text-ink-3">{name}</dt>
          <dd className="figures wrap-anywhere min-w-0 text-ink">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function StoredKey({ onChanged }: { onChanged: (settings: SettingsView) => void }) {
  const [replacing, setReplacing] = useState(false)
  const [error, setError] = useState<ApiError | null>(null)
  const remove = () => {
    setError(null)
    requestJson<SettingsView>('/api/settings/key', 'DELETE').then(onChanged, (failure: unknown) => setError(asApiError(failure)))
  }
  if (replacing) {
    return (
      <div className="mt-6">
        <KeyForm
          onSaved={settings => {
            setReplacing(false)
            onChanged(settings)
          }}
        />
      </div>
    )
  }
  return (
    <div className="mt-4 flex flex-wrap gap-2">
      <Button onClick={() => setReplacing(true)}>Replace key</Button>
      <Button variant="danger" onClick={remove}>
        Remove key
      </Button>
      {error && (
        <div role="alert" className="w-full text-danger text-ui">
          <p>{error.message}</p>
          <RequestId id={error.requestId} />
        </div>
      )}
    </div>
  )
}

/** `null` is without a limit. */
function dollars(amount: number | null): string {
  return amount === null ? 'none' : `$${amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
}
