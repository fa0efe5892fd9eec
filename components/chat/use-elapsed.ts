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
 * comes from. It is read now and then: values that follow each other cost nothing.
 */
export function useQuiet(read: () => string, active: boolean, before = 0): number | null {
  const [quiet, setQuiet] = useState({ value: '', ms: 0 })
  const latest = useRef(read)
  latest.current = read
  const joined = useRef({ at: 0, before: 0 })

  // Time passes without anything else changing.
  useEffect(() => {
    if (!active) return
    if (joined.current.before !== before) joined.current = { at: Date.now(), before }
    let lookedAt = Date.now()
    // What has changed since the last look may have come right after that.
    const begin = () => Date.now() - (lookedAt - joined.current.at < joiningMs ? before : 0)
    let seen = latest.current()
    let changedAt = begin()
    const look = () => {
      const now = latest.current()
      if (seen !== now) changedAt = begin()
      seen = now
      lookedAt = Date.now()
      const ms = secondsSince(changedAt)
      setQuiet(shown => (shown.ms === ms && (ms === 0 || shown.value === seen) ? shown : { value: seen, ms }))
    }
    look()
    const timer = setInterval(look, lookEveryMs)
    return () => clearInterval(timer)
  }, [active, before])
  if (!active) return null
  return quiet.value === read() ? quiet.ms : 0
}

function secondsSince(time: number): number {
  return Math.floor(Math.max(0, Date.now() - time) / 1000) * 1000
}
