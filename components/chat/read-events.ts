import { createParser, type EventSourceMessage } from 'eventsource-parser'

/** A connection that is silent for this long may be dead without knowing; asking again costs one request. */
const silenceMs = 45_000

/** Nothing came for a while; the connection may be dead or the provider slow. */
export class SilentConnection extends Error {}

/** The events of one SSE answer. Ends when the connection does; throws when it breaks or falls silent. */
export async function* readEvents(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<EventSourceMessage> {
  const events: EventSourceMessage[] = []
  const parser = createParser({ onEvent: event => events.push(event) })
  const reader = body.getReader()
  const utf8 = new TextDecoder()
  const cancel = () => {
    // What is cancelled may already be broken; there is nobody left to tell.
    reader.cancel().catch(() => undefined)
  }
  let heardAt = performance.now()
  let silent = false
  const listen = () => {
    const rest = heardAt + silenceMs - performance.now()
    silent = rest <= 0
    if (silent) cancel()
    else timer = setTimeout(listen, rest)
  }
  let timer = setTimeout(listen, silenceMs)
  signal.addEventListener('abort', cancel)
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (silent) throw new SilentConnection()
      if (done) return
      heardAt = performance.now()
      parser.feed(utf8.decode(value, { stream: true }))
      yield* events.splice(0)
    }
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', cancel)
    cancel()
  }
}
