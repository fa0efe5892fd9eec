import type { CostCapNote } from '../chat/message.ts'
import { estimateCost, estimateTokens, type ListPrices } from '../cost/estimate.ts'
import { type PicoUsd, picoUsd } from '../cost/pico-usd.ts'
import { assertNever } from '../errors.ts'
import type { StepChunk } from './keep-image.ts'

/** Fields whose text is no prompt of so many tokens: files, and what only their maker can read. */
const opaque: ReadonlySet<string> = new Set(['url', 'file_data', 'data', 'signature'])

/**
 * Holds a turn to its cap. Upstreams say what an answer cost when it is over; until then its tokens are estimated from the
 * text that comes, at the catalogue's prices.
 */
export class CostCap {
  readonly #capPicoUsd: PicoUsd
  readonly #prices: ListPrices
  readonly #stop: () => void
  readonly #budget: CostCapNote['budget']
  /** Of the steps that have ended. */
  #spent = 0n
  #inputBytes = 0
  #outputBytes = 0
  #stoppedAt: PicoUsd | null = null

  constructor(options: { capPicoUsd: PicoUsd; prices: ListPrices; stop: () => void; budget?: CostCapNote['budget'] }) {
    this.#capPicoUsd = options.capPicoUsd
    this.#prices = options.prices
    this.#stop = options.stop
    this.#budget = options.budget
  }

  /** Whether there are prices to hold it with. */
  get holds(): boolean {
    return estimateCost({ input: 1, output: 1 }, this.#prices) !== null
  }

  /** What the message says of the cap; nothing while it is kept. */
  get note(): { cap?: CostCapNote } {
    const cap = { picoUsd: String(this.#capPicoUsd), ...(this.#budget === undefined ? {} : { budget: this.#budget }) }
    if (!this.holds) return { cap: { ...cap, estimatePicoUsd: null } }
    return this.#stoppedAt === null ? {} : { cap: { ...cap, estimatePicoUsd: String(this.#stoppedAt) } }
  }

  /** A call is about to send this. */
  beginStep(request: unknown): void {
    this.#inputBytes = bytesIn(request)
    this.#outputBytes = 0
    this.#check()
  }

  /** The answer has grown. */
  saw(chunk: StepChunk): void {
    this.#outputBytes += bytesOf(chunk)
    this.#check()
  }

  /** A call has ended, and others follow. `null`: what it cost was not said. */
  endStep(costPicoUsd: bigint | null): void {
    this.#spent += costPicoUsd ?? this.#estimate() ?? 0n
    this.#inputBytes = 0
    this.#outputBytes = 0
    this.#check()
  }

  #estimate(): PicoUsd | null {
    return estimateCost({ input: estimateTokens(this.#inputBytes), output: estimateTokens(this.#outputBytes) }, this.#prices)
  }

  #check(): void {
    const estimate = this.#estimate()
    if (this.#stoppedAt !== null || estimate === null || this.#spent + estimate <= this.#capPicoUsd) return
    this.#stoppedAt = picoUsd(this.#spent + estimate)
    this.#stop()
  }
}

function bytesOf(chunk: StepChunk): number {
  switch (chunk.type) {
    case 'text':
      return Buffer.byteLength(chunk.text)
    case 'reasoning':
      // Encrypted: how much there is of it is all that can be seen.
      return chunk.reasoning === '' ? Buffer.byteLength(JSON.stringify(chunk.details ?? [])) : Buffer.byteLength(chunk.reasoning)
    case 'tool_calls':
      return Buffer.byteLength(chunk.tool_call.function.arguments)
    case 'annotation':
    case 'image':
    case 'usage':
    case 'finish':
      return 0
    default:
      return assertNever(chunk)
  }
}

/** Bytes of the texts in a request. */
export function bytesIn(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce((sum, [key, item]) => (opaque.has(key) ? sum : sum + bytesIn(item)), 0)
}
