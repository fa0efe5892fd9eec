import { createParser, type EventSourceParser } from 'eventsource-parser'
import { OpenRouterError } from './errors.ts'

/**
 * Largest event, in UTF-16 units. A generated image comes as one line, so lines have no limit of their own; this one
 * lets 20 MiB through as base64, and keeps a broken upstream from filling the memory.
 */
const largestEvent = 28 * 1024 * 1024

/**
 * Bytes of a `text/event-stream` body → the data of its events, however the network cut them. Comments, which
 * OpenRouter sends to keep the connection open, are no events.
 * https://openrouter.ai/docs/api_reference/streaming
 */
export class EventDecoder {
  readonly #parser: EventSourceParser
  readonly #utf8 = new TextDecoder()
  #events: string[] = []
  #tooLarge = false
  /** A line that no event stream has: the body is something else. */
  strangeLine: string | null = null
  /** Bytes that are no UTF-8 were replaced by U+FFFD, or the upstream itself sent that character. */
  sawReplacement = false

  constructor() {
    this.#parser = createParser({
      maxBufferSize: largestEvent,
      onEvent: ({ data }) => {
        if (data.length > largestEvent) this.#tooLarge = true
        else this.#events.push(data)
      },
      onError: error => {
        if (error.type === 'max-buffer-size-exceeded') this.#tooLarge = true
        else this.strangeLine ??= error.line ?? null
      }
    })
  }

  /** The events that these bytes completed. Throws `too_large`, after which the decoder is of no more use. */
  decode(bytes: Uint8Array): string[] {
    return this.#feed(this.#utf8.decode(bytes, { stream: true }))
  }

  /** What stood in a last line without its blank line after it: whole or cut, nobody has said. */
  end(): string[] {
    const { strangeLine } = this
    const events = this.#feed(`${this.#utf8.decode()}\n\n`)
    // A line that was cut may look like anything.
    this.strangeLine = strangeLine
    return events
  }

  #feed(text: string): string[] {
    if (text.includes('\uFFFD')) this.sawReplacement = true
    this.#parser.feed(text)
    if (this.#tooLarge) {
      throw new OpenRouterError({ phase: 'too_large', upstreamMessage: 'One event of the answer is larger than 28 MiB.' })
    }
    const events = this.#events
    this.#events = []
    return events
  }
}
