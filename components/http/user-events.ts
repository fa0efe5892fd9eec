import type { UserEvent } from '@/lib/chat/events.ts'

/** `connected`: something may have happened while nobody listened, be it since the page was read. */
export type ClientEvent = UserEvent | { type: 'connected' }
type Listener = (event: ClientEvent) => void

const listeners = new Set<Listener>()
let source: EventSource | null = null

/**
 * What happens to the user's conversations, over one EventSource for the whole page. A hidden tab holds none: browsers
 * allow six connections to one host, for all tabs together.
 */
export function subscribeToUserEvents(listener: Listener): () => void {
  listeners.add(listener)
  if (listeners.size === 1) {
    document.addEventListener('visibilitychange', openOrClose)
    openOrClose()
    // Who comes later has not heard it, and may show what was read long ago.
  } else if (source?.readyState === EventSource.OPEN) {
    queueMicrotask(() => listeners.has(listener) && listener({ type: 'connected' }))
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    document.removeEventListener('visibilitychange', openOrClose)
    close()
  }
}

function openOrClose(): void {
  if (document.visibilityState === 'hidden') close()
  else open()
}

function open(): void {
  if (source) return
  source = new EventSource('/api/events')
  source.onopen = () => tell({ type: 'connected' })
  source.onmessage = event => tell(JSON.parse(event.data) as UserEvent)
}

function close(): void {
  source?.close()
  source = null
}

function tell(event: ClientEvent): void {
  for (const listener of listeners) listener(event)
}
