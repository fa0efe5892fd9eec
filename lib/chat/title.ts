import type { ChatMessage } from './message.ts'

const maxLength = 60
/** A model that says more than this has not written a title. */
const maxAnswerLength = 300

/** The title until a better one is written: the first words of the question, at most 60 characters; without words, its files. */
export function titleFromQuestion(parts: ChatMessage['parts']): string {
  const words = parts.flatMap(part => (part.type === 'text' ? [part.text] : []))
  const names = parts.flatMap(part => (part.type === 'file' ? [part.filename ?? ''] : []))
  return cutAtWord(oneLine(words.length > 0 ? words.join(' ') : names.join(', ')), maxLength)
}

/** What a model's answer is worth as a title: one line of plain text, at most 60 characters; `null` when it is none. */
export function titleFromModel(answer: string): string | null {
  if (answer.length > maxAnswerLength) return null
  const lines = answer
    .replace(/<[^<>]*>/g, ' ')
    .split(/[\r\n\u2028\u2029]+/)
    .map(plain)
  const title = lines.find(line => /[\p{L}\p{N}]/u.test(line))
  return title === undefined ? null : cutAtWord(title, maxLength - 1)
}

/** Control, bidi, zero-width and tag characters: nothing of them is to be seen, and some turn a line around. */
const unseen = /[\p{Cc}\p{Cs}\p{Co}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu

function plain(line: string): string {
  const words = oneLine(line.replace(/\t/g, ' ').replace(unseen, ''))
    .replace(/^(?:#+|[-*>]|\d+\.)\s+/, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*`~]+|(?<!\w)_+|_+(?!\w)/g, '')
    .replace(/^(?:title|titel|titre|título)\s*:\s*/i, '')
  return unquoted(oneLine(words)).replace(/[.,;:]+$/, '')
}

function unquoted(text: string): string {
  const inner = /^["'“”„«»‘’「](.*)["'“”«»‘’」]\.?$/u.exec(text)?.[1]
  return inner === undefined ? text : inner.trim()
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function cutAtWord(line: string, limit: number): string {
  if (line.length <= maxLength) return line
  const cut = line.slice(0, limit)
  const space = cut.lastIndexOf(' ')
  return `${(space > 30 ? cut.slice(0, space) : cut).toWellFormed().trimEnd()}…`
}
