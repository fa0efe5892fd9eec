/** Time as the handler sees it; tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Resolves after `ms`; rejects with the signal's reason when that comes first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason)
        return
      }
      const onAbort = () => {
        clearTimeout(timer)
        reject(signal?.reason)
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      }, ms)
      signal?.addEventListener('abort', onAbort, { once: true })
    })
}

/**
 * The promise's value, or `null` when `ms` pass first. The promise itself goes on; its later failure is nobody's.
 */
export async function withinTime<Value>(clock: Clock, ms: number, promise: Promise<Value>): Promise<Value | null> {
  const settled = new AbortController()
  const timeout = clock.sleep(ms, settled.signal).then(
    () => null,
    () => null
  )
  try {
    return await Promise.race([promise, timeout])
  } finally {
    settled.abort()
    promise.catch(() => null)
  }
}

/** The promise's value, or a rejection with the signal's reason when the abort comes first. */
export function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (!signal) return promise
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
