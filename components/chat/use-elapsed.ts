'use client'

import { useEffect, useState } from 'react'

/** Whole milliseconds since a moment on this page's clock, once a second; `null` when there is nothing to count. */
export function useElapsed(since: number | null): number | null {
  const [now, setNow] = useState<number | null>(null)

  // Time passes without anything else changing.
  useEffect(() => {
    if (since === null) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [since])
  return since === null || now === null ? null : Math.max(0, now - since)
}

/** How long nothing has changed; starts anew with each value. */
export function useQuiet(value: unknown, active: boolean): number | null {
  const [changedAt, setChangedAt] = useState<number | null>(null)

  // The moment of a change is only known when it is drawn.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the value is what is being timed
  useEffect(() => {
    setChangedAt(active ? Date.now() : null)
  }, [value, active])
  return useElapsed(changedAt)
}
