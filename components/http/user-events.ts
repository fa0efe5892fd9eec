import type { UserEvent } from '@/lib/chat/events.ts'

/** `reconnected`: something may have happened while nobody listened. */
export type ClientEvent = UserEvent | { type: 'reconnected' }
type Listener = (event: ClientEvent) => void

const listeners = new Set<Listener>()
let source: EventSource | null = null
let openedBefore = false

/**
 * What happens to the user's conversations, over one EventSource for the whole page. A hidden tab holds none: browsers
 * allow six connections to one host, for all tabs together.
 */
export function subscribeToUserEvents(listener: Listener): () => void {
  listeners.add(listener)
  if (listeners.size === 1) {
    document.addEventListener('visibilitychange', openOrClose)
    openOrClose()
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    document.removeEventListener('visibilitychange', openOrClose)
    close()
    openedBefore = false
  }
}

function openOrClose(): void {
  if (document.visibilityState === 'hidden') close()
  else open()
}

function open(): void {
  if (source) return
  source = new EventSource('/api/events')
  source.onopen = () => {
    if (openedBefore) tell({ type: 'reconnected' })
    openedBefore = true
  }
  source.onmessage = event => tell(JSON.parse(event.data) as UserEvent)
}

function close(): void {
  source?.close()
  source = null
}

function tell(event: ClientEvent): void {
  for (const listener of listeners) listener(event)
}
