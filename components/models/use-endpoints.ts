'use client'

import { useCallback, useEffect, useState } from 'react'
import type { ModelEndpoints } from '@/lib/chat/model-endpoint.ts'
import { type ApiError, asApiError, requestJson } from '../http/request-json.ts'

/** Who serves a model now. `null` until it is known; `retry` after an error. */
export function useEndpoints(model: string): { list: ModelEndpoints | null; error: ApiError | null; retry: () => void } {
  const [list, setList] = useState<ModelEndpoints | null>(null)
  const [error, setError] = useState<ApiError | null>(null)
  const read = useCallback(() => {
    setError(null)
    requestJson<ModelEndpoints>(`/api/models/endpoints?model=${encodeURIComponent(model)}`).then(setList, (failure: unknown) =>
      setError(asApiError(failure))
    )
  }, [model])

  // The server asks OpenRouter, and keeps the answer for a while.
  useEffect(read, [read])
  return { list: list?.model === model ? list : null, error, retry: read }
}
