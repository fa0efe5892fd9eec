/** Above these a text is shown as it came: a model's output must not freeze or crash the page (2 KB of `>` overflow a parser's stack). */
const maxCharacters = 256 * 1024
const maxDepth = 64
const maxTableCells = 5_000
const maxFences = 500
const maxLineLength = 32_768
const maxFootnotes = 200
/** Headings, list items, rules, quotes and paragraphs: each is an element of its own. */
const maxBlocks = 4_000

/** What of a text counts towards the limits. Those of its pieces add up when each ends behind a blank line. */
export interface TextSize {
  characters: number
  tableCells: number
  fences: number
  blocks: number
  footnotes: number
}

/** The size of a text; `null` when a place in it is too long or nested too deeply. One pass, linear in its length. */
export function sizeOf(text: string): TextSize | null {
  if (text.length > maxCharacters) return null
  const size = { characters: text.length, tableCells: 0, fences: 0, blocks: 0, footnotes: count(text, '[^') }
  for (const line of lines(text)) {
    if (line.length > maxLineLength || quoteDepth(line) > maxDepth || listDepth(line) > maxDepth) return null
    if (line.includes('|')) size.tableCells += count(line, '|')
    if (/^\s{0,3}(```|~~~)/.test(line)) size.fences++
    if (/^\s*(?:$|[#=>*+-]|\d+[.)])/.test(line)) size.blocks++
  }
  return bracketDepth(text) <= maxDepth && emphasisRuns(text) ? size : null
}

export function sumOf(left: TextSize | null, right: TextSize | null): TextSize | null {
  return (
    left &&
    right && {
      characters: left.characters + right.characters,
      tableCells: left.tableCells + right.tableCells,
      fences: left.fences + right.fences,
      blocks: left.blocks + right.blocks,
      footnotes: left.footnotes + right.footnotes
    }
  )
}

/** Whether a text of this size is small and flat enough to be parsed as markdown. */
export function canRender(size: TextSize | null): boolean {
  if (size === null) return false
  const { characters, tableCells, fences, blocks, footnotes } = size
  return (
    characters <= maxCharacters && tableCells <= maxTableCells && fences <= maxFences && blocks <= maxBlocks && footnotes <= maxFootnotes
  )
}

function* lines(text: string): Generator<string> {
  let start = 0
  while (start <= text.length) {
    const end = text.indexOf('\n', start)
    yield text.slice(start, end === -1 ? undefined : end)
    if (end === -1) return
    start = end + 1
  }
}

/** `>` at the start of a line, and wherever else it could open a quote inside a list. */
function quoteDepth(line: string): number {
  const prefix = /^[\s>*+\-\d.)]*/.exec(line)?.[0] ?? ''
  return count(prefix, '>')
}

/** Nesting that a line's indentation and its bullets ask for. */
function listDepth(line: string): number {
  const prefix = /^[\s*+-]*/.exec(line)?.[0] ?? ''
  const bullets = prefix.match(/[*+-]\s/g)?.length ?? 0
  return bullets + (bullets > 0 ? Math.floor((prefix.length - prefix.trimStart().length) / 2) : 0)
}

function bracketDepth(text: string): number {
  let depth = 0
  let deepest = 0
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index)
    if (character === 91 || character === 60) depth++
    else if (character === 93 || character === 62 || character === 10) depth = Math.max(0, depth - (character === 10 ? depth : 1))
    if (depth > deepest) deepest = depth
  }
  return deepest
}

/** Thousands of emphasis marks in one paragraph are no writing. */
function emphasisRuns(text: string): boolean {
  let inParagraph = 0
  for (const line of lines(text)) {
    inParagraph = line.trim() === '' ? 0 : inParagraph + count(line, '*') + count(line, '_') + count(line, '~')
    if (inParagraph > 4_000) return false
  }
  return true
}

function count(text: string, what: string): number {
  let found = 0
  for (let index = text.indexOf(what); index !== -1; index = text.indexOf(what, index + what.length)) found++
  return found
}
