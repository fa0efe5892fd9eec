'use client'

import { useEffect, useState } from 'react'
import type { ModelEndpoint, ModelEndpoints } from '@/lib/chat/model-endpoint.ts'
import { useShell } from '../conversations/shell-context.ts'
import { type ApiError, asApiError, requestJson } from '../http/request-json.ts'
import { modelName } from '../models/model-name.ts'
import { Button } from '../ui/button.tsx'
import { ModalDialog } from '../ui/modal-dialog.tsx'

interface ProviderDialogProps {
  model: string
  /** As the model's endpoints name it. */
  onChoose: (provider: string) => void
  onClose: () => void
}

/** Who serves a model at the moment, to choose one of them. */
export function ProviderDialog({ model, onChoose, onClose }: ProviderDialogProps) {
  const { catalogue } = useShell()
  const [endpoints, setEndpoints] = useState<readonly ModelEndpoint[] | null>(null)
  const [error, setError] = useState<ApiError | null>(null)

  // It is asked when it is wanted: offers change from hour to hour.
  useEffect(() => {
    requestJson<ModelEndpoints>(`/api/models/endpoints?model=${encodeURIComponent(model)}`).then(
      read => setEndpoints(read.endpoints),
      (failure: unknown) => setError(asApiError(failure))
    )
  }, [model])

  const choose = (tag: string) => {
    onClose()
    onChoose(tag)
  }
  return (
    <ModalDialog label="Choose a provider" onClose={onClose} className="overflow-y-auto p-6">
      <h2 className="font-serif text-title">Who shall answer?</h2>
      <p className="mt-1 text-body text-ink-3">Providers of {modelName(catalogue, model)} now, for this answer alone.</p>
      {error && (
        <p role="alert" className="mt-4 text-danger text-ui">
          {error.message}
        </p>
      )}
      {!(endpoints || error) && (
        <p role="status" className="mt-4 text-ink-3 text-ui">
          Asking OpenRouter
        </p>
      )}
      {endpoints?.length === 0 && <p className="mt-4 text-ink-3 text-ui">Nobody serves it at the moment.</p>}
      {endpoints && endpoints.length > 0 && (
        <ul aria-label="Providers" className="mt-4 divide-y divide-line border-line border-y">
          {endpoints.map(endpoint => (
            <li key={endpoint.tag}>
              <button
                type="button"
                onClick={() => choose(endpoint.tag)}
                className="flex min-h-10 w-full justify-between gap-x-4 px-2 text-left text-ui transition-colors duration-120 hover:bg-hover max-sm:flex-col max-sm:py-2 sm:items-center pointer-coarse:min-h-11"
              >
                <span className="font-medium text-ink">
                  {endpoint.provider}
                  {endpoint.quantization && <span className="font-normal text-ink-3"> {endpoint.quantization}</span>}
                </span>
                <span className="figures text-ink-3">{figuresOf(endpoint)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <Button className="mt-4 self-end" onClick={onClose}>
        Cancel
      </Button>
    </ModalDialog>
  )
}

function figuresOf({ inputPrice, outputPrice, tokensPerSecond }: ModelEndpoint): string {
  return [
    ...(inputPrice === null ? [] : [`$${inputPrice} in`]),
    ...(outputPrice === null ? [] : [`$${outputPrice} out / 1M`]),
    ...(tokensPerSecond === null ? [] : [`${Math.round(tokensPerSecond)} tok/s`])
  ].join(' · ')
}
