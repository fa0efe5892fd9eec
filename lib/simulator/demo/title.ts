/** Words that carry no title. */
const fillers = new Set([
  'a',
  'an',
  'the',
  'please',
  'can',
  'could',
  'you',
  'me',
  'is',
  'are',
  'of',
  'to',
  'what',
  "what's",
  'how',
  'do',
  'i',
  'my'
])

/**
 * A title for a text, as a cheap model would give one: a few words, no full stop. The text may be wrapped in a prompt; then the
 * last quoted or tagged piece, or the last paragraph, is the conversation.
 */
export function titleOf(prompt: string): string {
  const wrapped = /<(\w+)>([\s\S]*?)<\/\1>/.exec(prompt)?.[2] ?? /["“]([^"”]{3,})["”]\s*$/.exec(prompt)?.[1]
  const text =
    wrapped ??
    prompt
      .trim()
      .split(/\n\s*\n/)
      .at(-1) ??
    ''
  const words = text
    .replace(/^(user|assistant|message)\s*:/i, '')
    // Markup touches a word; a sign between two numbers does not.
    .replace(/[#`>]|\b[*_]+|[*_]+\b/g, ' ')
    .split(/\s+/)
    .filter(Boolean)
  const telling = words.filter(word => !fillers.has(word.toLowerCase().replace(/[.,;:!?]+$/, '')))
  const title = (telling.length >= 2 ? telling : words)
    .slice(0, 6)
    .join(' ')
    .replace(/[.,;:!?]+$/, '')
  return title === '' ? 'New chat' : title.charAt(0).toUpperCase() + title.slice(1, 60)
}
