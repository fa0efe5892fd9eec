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
 * The pieces of a text that grows. What `slice` gives holds the whole text in memory, and each finished piece would hold another
 * version of it: a piece is a string of its own here, and stays the same one.
 */
export class GrowingBlocks {
  #blocks: readonly string[] = []

  split(text: string): readonly string[] {
    const before = this.#blocks
    this.#blocks = splitBlocks(text).map((block, index) => {
      const known = before[index]
      return known === block ? known : `${block} `.slice(0, -1)
    })
    return this.#blocks
  }
}
