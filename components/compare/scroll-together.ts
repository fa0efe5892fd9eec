/**
 * Scrolls the bodies of all lanes as one, by the share of the way each has to go. A switch: off, each keeps its place.
 */
export class ScrollTogether {
  readonly #elements = new Map<number, HTMLElement>()
  readonly #followers = new WeakSet<HTMLElement>()
  #on = false

  turn(on: boolean): void {
    this.#on = on
  }

  /** Takes in the body of a lane, or lets it go. */
  take(lane: number, element: HTMLElement | null): void {
    const before = this.#elements.get(lane)
    if (before) before.removeEventListener('scroll', this.#onScroll)
    this.#elements.delete(lane)
    if (!element) return
    this.#elements.set(lane, element)
    element.addEventListener('scroll', this.#onScroll, { passive: true })
  }

  readonly #onScroll = (event: Event): void => {
    const leader = event.currentTarget
    if (!this.#on || !(leader instanceof HTMLElement)) return
    // This scroll is the answer to another one.
    if (this.#followers.delete(leader)) return
    const way = leader.scrollHeight - leader.clientHeight
    const share = way > 0 ? leader.scrollTop / way : 0
    for (const element of this.#elements.values()) {
      if (element === leader) continue
      const top = Math.round(share * (element.scrollHeight - element.clientHeight))
      if (Math.abs(top - element.scrollTop) < 1) continue
      this.#followers.add(element)
      element.scrollTop = top
    }
  }
}
