/** Above these a text is shown as it came: a model's output must not freeze or crash the page (2 KB of `>` overflow a parser's stack). */
const maxCharacters = 256 * 1024
const maxDepth = 64
const maxTableCells = 5_000
const maxFences = 500
const maxLineLength = 32_768
const maxFootnotes = 200
/** Headings, list items, rules, quotes and paragraphs: each is an element of its own. */
const maxBlocks = 4_000

/** Whether a text is small and flat enough to be parsed as markdown. One pass, linear in its length. */
export function canRenderMarkdown(text: string): boolean {
  if (text.length > maxCharacters) return false
  let cells = 0
  let fences = 0
  let blocks = 0
  for (const line of lines(text)) {
    if (line.length > maxLineLength || quoteDepth(line) > maxDepth || listDepth(line) > maxDepth) return false
    if (line.includes('|')) cells += count(line, '|')
    if (/^\s{0,3}(```|~~~)/.test(line)) fences++
    if (/^\s*(?:$|[#=>*+-]|\d+[.)])/.test(line)) blocks++
    if (cells > maxTableCells || fences > maxFences || blocks > maxBlocks) return false
  }
  return bracketDepth(text) <= maxDepth && emphasisRuns(text) && count(text, '[^') <= maxFootnotes
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
