'use client'

import { useEffect, useRef, useState } from 'react'

/** Parts of an answer that was joined come within this time of its first chunk. */
const joiningMs = 500
const lookEveryMs = 500

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

/**
 * How long nothing has changed, in whole seconds; starts anew with each value. `before`: how long it had been so where the answer
 * comes from. While values follow each other nothing is drawn for it.
 */
export function useQuiet(value: unknown, active: boolean, before = 0): number | null {
  const [quietMs, setQuietMs] = useState<number | null>(null)
  const changedAt = useRef(0)
  const joined = useRef({ at: 0, before: 0 })

  // The moment of a change is only known when it is drawn.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the value is what is being timed
  useEffect(() => {
    const now = Date.now()
    if (joined.current.before !== before) joined.current = { at: now, before }
    changedAt.current = now - (now - joined.current.at < joiningMs ? before : 0)
    setQuietMs(active ? secondsSince(changedAt.current) : null)
  }, [value, active, before])

  // Time passes without anything else changing.
  useEffect(() => {
    if (!active) return
    const timer = setInterval(() => setQuietMs(secondsSince(changedAt.current)), lookEveryMs)
    return () => clearInterval(timer)
  }, [active])
  return quietMs
}

function secondsSince(time: number): number {
  return Math.floor(Math.max(0, Date.now() - time) / 1000) * 1000
}
