import type { ChatMessage } from './message.ts'

type Parts = ChatMessage['parts']

/** The text that an answer ends with, after its last tool call: what can be edited. `null`: it ends with something else. */
export function lastTextOf(parts: Parts): string | null {
  const { last } = steps(parts)
  if (last.some(part => part.type === 'dynamic-tool')) return null
  const text = last.flatMap(part => (part.type === 'text' ? [part.text] : [])).join('')
  return text.trim() === '' ? null : text
}

/** What stands above that text. */
export function partsBeforeLastText(parts: Parts): Parts {
  const { before, last } = steps(parts)
  return [...before, ...last.filter(part => part.type !== 'text')]
}

/** An answer's parts with another text at their end: the thought that led to the old one goes, and what it cited; files stay. */
export function editedParts(parts: Parts, text: string): Parts | null {
  if (lastTextOf(parts) === null) return null
  const { before, last } = steps(parts)
  return [...before, { type: 'step-start' }, ...last.filter(part => part.type === 'file'), { type: 'text', text, state: 'done' }]
}

function steps(parts: Parts): { before: Parts; last: Parts } {
  const start = parts.findLastIndex(part => part.type === 'step-start')
  return { before: parts.slice(0, Math.max(start, 0)), last: parts.slice(start + 1) }
}
