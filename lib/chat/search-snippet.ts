import type { SnippetPiece } from './search.ts'
import { foldText } from './search-query.ts'

const before = 60
const length = 200

/** Of Markdown, in a line that is not drawn as such. */
const emphasis = /\*\*|__|`+|^#+ /gm

/** The passage around the first place, in one line, with every place in it marked. Without a place the text's beginning. */
export function snippetOf(text: string, pattern: RegExp | null): SnippetPiece[] {
  const folded = foldText(text)
  const first = pattern === null ? 0 : Math.max(folded.search(pattern), 0)
  const start = first <= before ? 0 : wordStart(text, first - before)
  const end = text.length - start <= length ? text.length : wordStart(text, start + length)
  const pieces: SnippetPiece[] = start > 0 ? [{ text: '…', mark: false }] : []
  let at = start
  for (const match of pattern === null ? [] : folded.slice(start, end).matchAll(pattern)) {
    const from = start + match.index
    pieces.push({ text: text.slice(at, from), mark: false }, { text: text.slice(from, from + match[0].length), mark: true })
    at = from + match[0].length
  }
  pieces.push({ text: text.slice(at, end), mark: false }, ...(end < text.length ? [{ text: '…', mark: false }] : []))
  return pieces
    .map(({ text: piece, mark }) => ({ text: piece.replace(emphasis, '').replace(/\s+/g, ' '), mark }))
    .filter(piece => piece.text !== '')
}

/** The beginning of the next word, when there is one nearby; never in the middle of a character. */
function wordStart(text: string, at: number): number {
  const space = text.slice(at, at + 20).search(/\s/)
  if (space >= 0) return at + space + 1
  return /[\udc00-\udfff]/.test(text.charAt(at)) ? at + 1 : at
}
