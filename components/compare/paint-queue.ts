/** Between two paints: a frame, so that a key that was pressed comes in between. */
const tickMs = 16

/**
 * Lets answers that have news draw one after the other, a frame each: eight lanes never draw in one task, and none waits
 * for longer than the others take.
 */
export class PaintQueue {
  readonly #waiting = new Set<() => void>()
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Asked again before its turn, `paint` is still called once. */
  add(paint: () => void): void {
    this.#waiting.add(paint)
    this.#timer ??= setTimeout(() => this.#next(), 0)
  }

  #next(): void {
    const [paint] = this.#waiting
    if (paint) {
      this.#waiting.delete(paint)
      paint()
    }
    this.#timer = this.#waiting.size > 0 || paint ? setTimeout(() => this.#next(), tickMs) : undefined
  }
}
