import { canRender, sizeOf, sumOf, type TextSize } from './limits.ts'

/** What one part of a text says about another: a definition of a link, the words of a footnote. */
const definition = /^ {0,3}\[[^\]\n]+\]:/m
/** How a line begins that may belong to the block before it, though a blank line lies between. */
const continues = /^(?:\s|[-*+>|<]|\d+(?:[.)]|$))/

/** Whether a text ends in a fence that is still open. */
export function endsInFence(text: string): boolean {
  let fence: string | null = null
  for (const line of text.split('\n')) {
    const mark = /^(?:[\s>]|[-*+]\s|\d{1,9}[.)]\s)*(`{3,}|~{3,})/.exec(line)?.[1]
    if (mark === undefined) continue
    if (fence === null) fence = mark
    else if (mark.startsWith(fence) && line.trim().endsWith(mark)) fence = null
  }
  return fence !== null
}

/**
 * A markdown text in pieces that can be drawn one by one and look the same: cut only before a paragraph, heading or fence that
 * stands at the margin, behind a blank line. A text that grows at its end changes its last piece only.
 */
export function splitBlocks(text: string): string[] {
  if (definition.test(text)) return [text]
  const blocks: string[] = []
  let blockStart = 0
  let fence: string | null = null
  let afterBlank = false
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline === -1 ? text.length : newline
    const line = text.slice(start, end)
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (fence === null && afterBlank && start > blockStart && line !== '' && !continues.test(line)) {
      blocks.push(text.slice(blockStart, start))
      blockStart = start
    }
    if (mark !== undefined) {
      if (fence === null) fence = mark
      else if (mark.startsWith(fence) && line.trim() === mark) fence = null
    }
    afterBlank = line.trim() === ''
    start = end + 1
  }
  blocks.push(text.slice(blockStart))
  return blocks
}

/**
 * The pieces of a text that grows at its end: of what has come before, only the last one is looked at again. What `slice` gives holds
 * the whole text in memory, and each piece would hold another version of it: a piece is a string of its own here.
 */
export class GrowingBlocks {
  #finished: string[] = []
  #finishedSize: TextSize | null = sizeOf('')
  #finishedLength = 0

  /** `null` when the text is too large or too deep to be parsed. `grows`: it may be taken for the one before if it goes on like that. */
  split(text: string, grows: boolean): readonly string[] | null {
    const last = this.#finished.at(-1) ?? ''
    if (!(grows && text.startsWith(last, this.#finishedLength - last.length))) this.#keepBeginOf(text)
    const rest = text.slice(this.#finishedLength)
    if (!canRender(sumOf(this.#finishedSize, sizeOf(rest)))) return null
    if (definition.test(rest)) return [text]
    const pieces = splitBlocks(rest).map(piece => `${piece} `.slice(0, -1))
    for (const piece of pieces.slice(0, -1)) {
      this.#finished.push(piece)
      this.#finishedSize = sumOf(this.#finishedSize, sizeOf(piece))
      this.#finishedLength += piece.length
    }
    return [...this.#finished, ...pieces.slice(-1)]
  }

  /** Another text begins anew. */
  #keepBeginOf(text: string): void {
    let length = 0
    for (const block of this.#finished) {
      if (!text.startsWith(block, length)) {
        this.#finished = []
        this.#finishedSize = sizeOf('')
        this.#finishedLength = 0
        return
      }
      length += block.length
    }
  }
}
