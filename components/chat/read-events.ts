import { createParser, type EventSourceMessage } from 'eventsource-parser'

/** A connection that is silent for this long may be dead without knowing; asking again costs one request. */
const silenceMs = 45_000

/** Nothing came for a while; the connection may be dead or the provider slow. */
export class SilentConnection extends Error {}

/** The events of one SSE answer. Ends when the connection does; throws when it breaks or falls silent. */
export async function* readEvents(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<EventSourceMessage> {
  const events: EventSourceMessage[] = []
  const parser = createParser({ onEvent: event => events.push(event) })
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader()
  const cancel = () => {
    // What is cancelled may already be broken; there is nobody left to tell.
    reader.cancel().catch(() => undefined)
  }
  signal.addEventListener('abort', cancel)
  try {
    for (;;) {
      const { done, value } = await withinSilence(reader.read())
      if (done) return
      parser.feed(value)
      yield* events.splice(0)
    }
  } finally {
    signal.removeEventListener('abort', cancel)
    cancel()
  }
}

async function withinSilence<Result>(read: Promise<Result>): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new SilentConnection()), silenceMs)
  })
  try {
    return await Promise.race([read, silence])
  } finally {
    clearTimeout(timer)
  }
}
