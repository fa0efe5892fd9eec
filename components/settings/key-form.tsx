'use client'

import { type FormEvent, useState } from 'react'
import type { SettingsView } from '@/lib/chat/settings.ts'
import { asApiError, requestJson } from '../http/request-json.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { ConnectButton } from './connect-button.tsx'

/** Connects with OpenRouter, or takes a key, has OpenRouter asked about it, and stores it only when it is accepted. */
export function KeyForm({ onSaved }: { onSaved: (settings: SettingsView) => void }) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)

  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const key = String(new FormData(form).get('key') ?? '').trim()
    if (key === '') return setError('Paste a key first.')
    setBusy(true)
    setError(null)
    requestJson<SettingsView>('/api/settings/key', 'PUT', { key })
      .then(
        settings => {
          form.reset()
          onSaved(settings)
        },
        (failure: unknown) => setError(asApiError(failure).message)
      )
      .finally(() => setBusy(false))
  }
  return (
    <form onSubmit={save} noValidate>
      <ConnectButton />
      <p className="mt-6 mb-3 text-ink-3 text-ui">Or paste a key that you have made yourself.</p>
      <Field
        label="OpenRouter key"
        name="key"
        type="password"
        autoComplete="off"
        placeholder="sk-or-v1-…"
        error={error}
        help={
          <>
            Checked at once, stored encrypted on this machine, sent to OpenRouter only.{' '}
            <a
              href="https://openrouter.ai/settings/keys"
              target="_blank"
              rel="noopener noreferrer"
              className="text-accent-ink underline decoration-1 underline-offset-2"
            >
              Make a key ↗
            </a>
          </>
        }
      />
      <Button type="submit" busy={busy} className="mt-4">
        {busy ? 'Checking the key' : 'Save key'}
      </Button>
    </form>
  )
}
