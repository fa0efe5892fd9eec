import { isValidElement, type ReactNode } from 'react'
import { changesAtEnd, drawnOf, type EndChanges, isHost, type Place } from './changes-at-end.ts'
import { elementsOf } from './markdown-piece.tsx'
import { isPlainPart } from './plain-parts.tsx'
import { GrowingBlocks } from './split-blocks.ts'

/**
 * A text on the page, of which more comes. Letters and plain elements that come at its end are written there as they are: to find out
 * where, React would look at all that stands around them. Everything else React draws.
 */
export class Growth {
  readonly #growing = new GrowingBlocks()
  #length = 0
  #blocks = 0
  #last = ''
  #written: { node: Text; drawn: string } | null = null
  #added: ChildNode[] = []
  #streaming = false
  /** React has been told what to draw, and it does not stand on the page yet. */
  #isDrawing = true

  /** The pieces that React is to draw; `null`: as plain text. */
  draw(text: string, streaming: boolean): readonly string[] | null {
    const blocks = saysNothing(text) ? null : this.#growing.split(text, streaming)
    this.#isDrawing = true
    this.#streaming = streaming
    this.#length = text.length
    this.#blocks = blocks?.length ?? 0
    this.#last = blocks?.at(-1) ?? ''
    return blocks
  }

  /** Whether all of a text, or a longer one, stands in `box` now; otherwise it has to be drawn. */
  write(box: Element, text: string): boolean {
    if (this.#isDrawing) return false
    if (text.length <= this.#length) return true
    const blocks = saysNothing(text) ? null : this.#growing.split(text, true)
    const last = blocks?.at(-1)
    if (!this.#streaming || last === undefined || blocks?.length !== this.#blocks) return false
    if (!this.#writeBlock(box, last)) return false
    this.#length = text.length
    this.#last = last
    return true
  }

  #writeBlock(box: Element, block: string): boolean {
    try {
      const changes = changesAtEnd(elementsOf(this.#last, true), elementsOf(block, true))
      return changes !== null && this.#writeAtEnd(box, changes)
    } catch {
      // Where React meets what breaks the parser, it shows the text as it came.
      return false
    }
  }

  #writeAtEnd(box: Element, { text, added }: EndChanges): boolean {
    const parents = added.map(({ parent }) => elementAt(box, parent))
    if (parents.includes(null) || (text && !this.#writeText(lastNode(box), text))) return false
    for (const [index, { nodes }] of added.entries()) {
      const parent = parents[index]
      const made = nodes.flatMap(nodesOf)
      parent?.append(...made)
      if (parent && !this.#isOurs(parent)) this.#added.push(...made)
    }
    return true
  }

  #writeText(node: Node, [was, is]: [string, string]): boolean {
    if (!(node instanceof Text) || node.data !== was) return false
    if (!this.#isOurs(node)) {
      this.#written ??= { node, drawn: was }
      if (this.#written.node !== node) return false
    }
    changeText(node, is)
    return true
  }

  #isOurs(node: Node): boolean {
    return this.#added.some(added => added.contains(node))
  }

  /** To be called before React changes the page: it knows only of what it has drawn itself. */
  readonly restore = (): void => {
    for (const node of this.#added) node.remove()
    this.#added = []
    if (this.#written) changeText(this.#written.node, this.#written.drawn)
    this.#written = null
  }

  /** To be called when what React was given stands on the page. */
  readonly drawn = (): void => {
    this.#isDrawing = false
  }
}

/** `null` when it is not there, or another one is. */
function elementAt(box: Element, place: Place): Element | null {
  let element = box
  for (const { type, props } of place) {
    const last = element.lastChild
    if (!(last instanceof Element) || last.localName !== type || last.className !== (props.className ?? '')) return null
    element = last
  }
  return element
}

/** What stays of it is not touched: a reader may have marked it. */
function changeText(node: Text, text: string): void {
  const { data } = node
  let kept = 0
  while (kept < data.length && data[kept] === text[kept]) kept++
  node.replaceData(kept, data.length - kept, text.slice(kept))
}

/** What React would make of plain elements. */
function nodesOf(plain: ReactNode): ChildNode[] {
  if (typeof plain === 'string') return [document.createTextNode(plain)]
  if (isValidElement<object>(plain) && isPlainPart(plain.type)) return drawnOf(plain.type(plain.props)).flatMap(nodesOf)
  if (!isHost(plain)) return []
  const { className, style, children } = plain.props
  const element = document.createElement(plain.type)
  if (typeof className === 'string') element.className = className
  Object.assign(element.style, style)
  element.append(...drawnOf(children).flatMap(nodesOf))
  return [element]
}

function lastNode(box: Element): Node {
  let node: Node = box
  while (node.lastChild) node = node.lastChild
  return node
}

/** Definitions of links alone are a text of which markdown shows nothing. */
function saysNothing(text: string): boolean {
  return /^ {0,3}\[/.test(text) && text.split('\n').every(line => line.trim() === '' || /^ {0,3}\[[^\]]+\]:/.test(line))
}
