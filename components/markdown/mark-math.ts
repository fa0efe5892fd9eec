/** First character of the code span that a formula becomes: in a line, and on its own. Private use: no text has them. */
export const inlineMark = '\uE000'
export const displayMark = '\uE001'

const longestFormula = 4_000

/**
 * A markdown text with its formulas, `\( \)`, `\[ \]`, `$ $` and `$$ $$`, as code spans, so that no underscore or star in them
 * is taken for emphasis. Code, prices and cells of tables stay as they are. While more is coming, a formula that has begun is
 * held back.
 */
export function markMath(text: string, streaming: boolean): string {
  if (!/[$]|\\[([]/.test(text)) return text
  const scan = new Scan(text)
  let marked = ''
  let from = 0
  for (let at = 0; at < text.length; ) {
    const codeEnd = scan.codeEnd(at, streaming)
    if (codeEnd > at) {
      at = codeEnd
      continue
    }
    const opening = openingAt(text, at)
    if (opening === null) {
      at += text[at] === '\\' ? 2 : 1
      continue
    }
    const start = at + opening.length
    const end = scan.closing(start, opening)
    if (end === -1) {
      if (streaming && scan.mayStillClose(start, opening)) return marked + text.slice(from, at)
      at = start
      continue
    }
    const closed = end + opening.length
    const source = text.slice(start, end)
    if (!isFormula(source, opening, text[closed])) {
      at = start
      continue
    }
    marked += text.slice(from, at) + asCodeSpan(source, opening, source.includes('\n') && inQuote(text, at))
    from = at = closed
  }
  return marked + text.slice(from)
}

type Opening = '\\(' | '\\[' | '$' | '$$'

const closings: Record<Opening, string> = { '\\(': '\\)', '\\[': '\\]', $: '$', $$: '$$' }

function openingAt(text: string, at: number): Opening | null {
  if (text[at] === '\\') return text[at + 1] === '(' ? '\\(' : text[at + 1] === '[' ? '\\[' : null
  if (text[at] !== '$') return null
  if (text[at + 1] === '$') return text[at + 2] === '$' ? null : '$$'
  // "US$5" is money, "$ 5" and a lonely "$" are text.
  return /[\p{L}\p{N}$]/u.test(text[at - 1] ?? '') || /^(?:\s|$)/.test(text[at + 1] ?? '') ? null : '$'
}

/** What stands between two marks may still be two prices, or a bracket that was only escaped. */
function isFormula(source: string, opening: Opening, next: string | undefined): boolean {
  if (source.trim() === '') return false
  switch (opening) {
    case '\\(':
    case '$$':
      return true
    case '\\[':
      return !(/^\s*\d*\s*$/.test(source) || next === '(' || next === ':')
    case '$':
      if (/\s$/.test(source) || /[\p{L}\p{N}]/u.test(next ?? '')) return false
      return !(/^\d/.test(source) && /\p{L}{3}/u.test(source) && !/[\\^_=]/.test(source))
  }
}

/** Whether `>` stands before the line that a formula begins in; its further lines have it too. */
function inQuote(text: string, at: number): boolean {
  return /^\s*>/.test(text.slice(text.lastIndexOf('\n', at - 1) + 1, at))
}

/** On one line: in TeX a line break is a space, and in markdown a line may begin a list. */
function asCodeSpan(source: string, opening: Opening, quoted: boolean): string {
  const lines = source.split('\n').map((line, index) => {
    const own = quoted && index > 0 ? line.replace(/^\s*(?:>\s?)+/, '') : line
    return own.replace(/(?<!\\)%.*$/, '').trim()
  })
  const formula = lines.join(' ').trim()
  const longest = Math.max(0, ...(formula.match(/`+/g) ?? []).map(run => run.length))
  const fence = '`'.repeat(longest + 1)
  // A space before a backtick at the end, which the parser takes off again together with the one at the beginning.
  const pad = formula.endsWith('`') ? ' ' : ''
  return `${fence}${pad}${opening === '\\[' || opening === '$$' ? displayMark : inlineMark}${formula}${pad}${fence}`
}

/** Finds ends without looking at the same stretch of text twice for the same thing, so that the whole stays linear. */
class Scan {
  readonly #text: string
  /** Up to where there is nothing more of a kind. */
  readonly #nothing = new Map<string, number>()

  constructor(text: string) {
    this.#text = text
  }

  /** Behind the code that begins at a place, or the place itself. While more is coming, code that has begun goes on. */
  codeEnd(at: number, streaming: boolean): number {
    const text = this.#text
    const fence = at === 0 || text[at - 1] === '\n' ? /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})/.exec(lineAt(text, at)) : null
    if (fence?.[1]) return this.#fenceEnd(at, fence[1])
    if (text[at] !== '`') return at
    let start = at
    while (text[start] === '`') start++
    const end = this.#find(start, '`'.repeat(start - at), found => text[found - 1] !== '`' && text[found + start - at] !== '`')
    if (end !== -1) return end + start - at
    return streaming ? this.#paragraphEnd(start) : start
  }

  /** Where a formula ends: in the same paragraph, and in a table in the same cell. */
  closing(start: number, opening: Opening): number {
    const text = this.#text
    const mark = closings[opening]
    const escaped = (found: number) => mark.startsWith('$') && text[found - 1] === '\\'
    const end = this.#find(start, mark, found => !escaped(found))
    if (end === -1 || end - start > longestFormula) return -1
    const source = text.slice(start, end)
    if (opening === '$' && source.includes('\n')) return -1
    return source.includes('|') &&
      lineAt(text, text.lastIndexOf('\n', start - 1) + 1)
        .trimStart()
        .startsWith('|')
      ? -1
      : end
  }

  /** Whether what has begun is likely to be a formula, and its end may come. */
  mayStillClose(start: number, opening: Opening): boolean {
    const rest = this.#text.slice(start)
    if (rest.length > longestFormula || /\n[ \t]*\n/.test(rest)) return false
    if (opening !== '$') return !rest.includes(closings[opening])
    return !/[$\n]/.test(rest) && /^(?!\d)(?:\S{0,40}$|[^\s]*[\\^_{])/.test(rest)
  }

  #fenceEnd(at: number, fence: string): number {
    const text = this.#text
    for (let start = text.indexOf('\n', at) + 1; start > 0; start = text.indexOf('\n', start) + 1) {
      const line = lineAt(text, start)
        .replace(/^[ \t>]*/, '')
        .trimEnd()
      if (line.startsWith(fence) && /^(?:`+|~+)$/.test(line)) return start + lineAt(text, start).length
    }
    return text.length
  }

  /** The next place of a mark before a blank line, or -1. */
  #find(start: number, mark: string, accept: (found: number) => boolean): number {
    const text = this.#text
    if (start < (this.#nothing.get(mark) ?? 0)) return -1
    const paragraphEnd = this.#paragraphEnd(start)
    for (let found = text.indexOf(mark, start); found !== -1 && found < paragraphEnd; found = text.indexOf(mark, found + 1)) {
      if (accept(found)) return found
    }
    this.#nothing.set(mark, paragraphEnd)
    return -1
  }

  #blankLine = { from: 0, end: -1 }

  #paragraphEnd(start: number): number {
    const { from, end } = this.#blankLine
    if (start >= from && start < end) return end
    const blank = /\n[ \t>]*\n/g
    blank.lastIndex = start
    const next = blank.exec(this.#text)?.index ?? this.#text.length
    this.#blankLine = { from: start, end: next }
    return next
  }
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start)
  return text.slice(start, end === -1 ? undefined : end)
}
