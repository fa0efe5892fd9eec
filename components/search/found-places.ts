import { foldText } from '@/lib/chat/search-query.ts'

/** Inside one of these words go on from node to node; between two of them they end. */
const blocks = 'p, li, td, th, pre, blockquote, h1, h2, h3, h4, h5, h6, div, summary, details, section, article'

/** Where the words stand in what is drawn. A word can go through several nodes: half of it may be bold. */
export function placesOf(root: HTMLElement, pattern: RegExp): Range[] {
  const nodes: { node: Text; start: number }[] = []
  let text = ''
  let block: Element | null = null
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const node = walker.currentNode
    if (!(node instanceof Text)) continue
    const own = node.parentElement?.closest(blocks) ?? null
    if (own !== block) text += '\n'
    block = own
    nodes.push({ node, start: text.length })
    text += node.data
  }
  const boundary = (at: number, isEnd: boolean) => {
    const place = nodes.findLast(({ start }) => (isEnd ? start < at : start <= at))
    return place ? { node: place.node, offset: Math.min(at - place.start, place.node.length) } : null
  }
  return [...foldText(text).matchAll(pattern)].flatMap(match => {
    const [from, to] = [boundary(match.index, false), boundary(match.index + match[0].length, true)]
    if (!from || !to) return []
    const range = document.createRange()
    range.setStart(from.node, from.offset)
    range.setEnd(to.node, to.offset)
    return range
  })
}
