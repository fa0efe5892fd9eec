import type { ServerResponse } from 'node:http'
import type { PlayedStep } from './script.ts'

type Framing = NonNullable<PlayedStep['framing']>

/** Puts events on the wire, cut as the step wants them. An HTTP chunk per write: readers get the pieces as they were cut. */
export class BodyWriter {
  readonly #response: ServerResponse
  readonly #framing: Framing
  #held = ''
  #randomState = 1

  constructor(response: ServerResponse, framing: Framing = {}) {
    this.#response = response
    this.#framing = framing
  }

  /** One SSE event: its line or lines without the blank line that ends it. Returns something to await when the reader is slow. */
  event(lines: string): Promise<void> | undefined {
    return this.#write(this.#framing.crlf ? `${lines.replaceAll('\n', '\r\n')}\r\n\r\n` : `${lines}\n\n`)
  }

  data(json: string): Promise<void> | undefined {
    return this.event(`data: ${json}`)
  }

  /** Keep-alive, as OpenRouter sends it before and between events. */
  comment(): Promise<void> | undefined {
    return this.event(': OPENROUTER PROCESSING')
  }

  /** Sends what `whole` kept back. */
  flush(): void {
    if (this.#held !== '' && !this.#response.destroyed) this.#response.write(this.#held)
    this.#held = ''
  }

  #write(text: string): Promise<void> | undefined {
    switch (this.#framing.bytes) {
      case 'whole':
        this.#held += text
        return undefined
      case 'byte':
        return this.#writePieces(Buffer.from(text), () => 1)
      case 'random':
        return this.#writePieces(Buffer.from(text), () => 1 + (this.#random() % 24))
      default:
        return this.#response.write(this.#framing.invalidUtf8 ? withInvalidBytes(text) : text) ? undefined : this.#drained()
    }
  }

  async #writePieces(bytes: Buffer, length: () => number): Promise<void> {
    for (let start = 0; start < bytes.length && !this.#response.destroyed; ) {
      const end = start + length()
      if (!this.#response.write(bytes.subarray(start, end))) await this.#drained()
      start = end
    }
  }

  /** A reader that never reads must not hold the writer for ever: a closed connection counts as drained. */
  #drained(): Promise<void> {
    if (this.#response.destroyed) return Promise.resolve()
    return new Promise(resolve => {
      const finish = () => {
        this.#response.off('drain', finish)
        this.#response.off('close', finish)
        resolve()
      }
      this.#response.once('drain', finish)
      this.#response.once('close', finish)
    })
  }

  /** Numerical Recipes' generator: the same cuts on every run. */
  #random(): number {
    this.#randomState = (Math.imul(this.#randomState, 1664525) + 1013904223) >>> 0
    return this.#randomState >>> 8
  }
}

/** The text in UTF-8, but with a byte that UTF-8 does not know for each U+FFFD. */
function withInvalidBytes(text: string): Buffer {
  const pieces = text.split('\uFFFD').map(piece => Buffer.from(piece))
  const invalid = Buffer.alloc(1, 0xff)
  return Buffer.concat(pieces.flatMap((piece, index) => (index === 0 ? [piece] : [invalid, piece])))
}
