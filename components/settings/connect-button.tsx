'use client'

import { usePathname } from 'next/navigation'
import { useState } from 'react'
import { asApiError, requestJson } from '../http/request-json.ts'
import { Button } from '../ui/button.tsx'

/** Leads to OpenRouter, which asks its user and sends the browser back; the key goes from server to server. */
export function ConnectButton() {
  const pathname = usePathname()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const connect = () => {
    setBusy(true)
    setError(null)
    requestJson<{ url: string }>('/api/settings/key/connect', 'POST', { returnTo: pathname === '/settings' ? '/settings' : '/' }).then(
      ({ url }) => window.location.assign(url),
      (failure: unknown) => {
        setBusy(false)
        setError(asApiError(failure).message)
      }
    )
  }
  return (
    <>
      <Button variant="primary" className="h-10" busy={busy} onClick={connect}>
        {busy ? 'Going to OpenRouter' : 'Connect with OpenRouter'}
      </Button>
      {error !== null && (
        <p role="alert" className="mt-2 text-danger text-ui">
          {error}
        </p>
      )}
    </>
  )
}
