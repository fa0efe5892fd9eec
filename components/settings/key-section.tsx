'use client'

import { useEffect, useState } from 'react'
import type { ConnectProblem, KeyAccount, KeyInfo, SettingsView } from '@/lib/chat/settings.ts'
import { formatCost, unknownFigure } from '@/lib/cost/format.ts'
import { picoUsd } from '@/lib/cost/pico-usd.ts'
import { useShell } from '../conversations/shell-context.ts'
import { type ApiError, asApiError, requestJson } from '../http/request-json.ts'
import { Button } from '../ui/button.tsx'
import { RequestId } from '../ui/request-id.tsx'
import { KeyForm } from './key-form.tsx'

/** The key: where it comes from, what may be said of it, another one, none. */
export function KeySection({ connectProblem }: { connectProblem: ConnectProblem | undefined }) {
  const { settings, changeSettings } = useShell()
  const { key } = settings
  const problem = connectProblem !== undefined && (
    <p role="alert" className="mb-4 text-body text-danger">
      {connectWords[connectProblem]}
    </p>
  )
  if (key.source === 'none') {
    return (
      <>
        {problem}
        <KeyForm onSaved={changeSettings} />
      </>
    )
  }
  return (
    <>
      {problem}
      <KeyFacts key={key.lastFour} info={key} />
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

const connectWords: Record<ConnectProblem, string> = {
  expired: 'This connection was not begun here, took longer than ten minutes, or was finished before. Nothing was stored; connect again.',
  refused: 'OpenRouter gave no key for this connection. Nothing was stored; connect again.',
  unreachable: 'OpenRouter could not be asked for the key. Nothing was stored; connect again.'
}

/** What is known of the key here, and what OpenRouter says of it now. */
function KeyFacts({ info }: { info: KeyInfo }) {
  const [account, setAccount] = useState<KeyAccount | null>(null)
  const [error, setError] = useState<ApiError | null>(null)

  // Limits and balance change with every answer.
  useEffect(() => {
    requestJson<KeyAccount>('/api/settings/key').then(setAccount, (failure: unknown) => setError(asApiError(failure)))
  }, [])

  const facts: [string, string][] = [
    ['Label', account?.label ?? info.label ?? unknownFigure],
    ['Key', info.lastFour ? `…${info.lastFour}` : unknownFigure],
    ['Limit', account ? dollars(account.limit) : unknownFigure],
    // Without a limit there is nothing that remains of it.
    ['Remaining', account && account.limit !== null ? dollars(account.limitRemaining) : unknownFigure],
    ['Balance of the account', account?.balancePicoUsd ? formatCost(picoUsd(BigInt(account.balancePicoUsd)), 'note') : unknownFigure]
  ]
  return (
    <dl aria-busy={!(account || error)}>
      {facts.map(([name, value]) => (
        <div key={name} className="flex justify-between gap-4 border-line border-b py-2 text-body">
          <dt className="text-ink-3">{name}</dt>
          <dd className="figures wrap-anywhere min-w-0 text-ink">{value}</dd>
        </div>
      ))}
      {error && <p className="py-2 text-ui text-warning">{error.message}</p>}
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
