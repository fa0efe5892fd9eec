import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { PlainText } from './plain-text.tsx'

const pieces = (text: string) =>
  [...renderToStaticMarkup(<PlainText text={text} />).matchAll(/<p[^>]*>([^<]*)<\/p>/g)].map(match => match[1] ?? '')

test('a long text is several paragraphs, cut at its lines, and nothing of it is lost', () => {
  const text = Array.from({ length: 5_000 }, (_, line) => `line ${line}\n${line % 7 === 0 ? '\n' : ''}`).join('')
  expect(pieces(text).length).toBeGreaterThan(3)
  expect(pieces(text).join('\n')).toBe(text)
  expect(pieces('short\ntext')).toEqual(['short\ntext'])
})

test('a line of a megabyte is cut in its middle, never through a character', () => {
  const text = '👩‍🚀'.repeat(50_000)
  expect(pieces(text).join('')).toBe(text)
  expect(pieces(text).every(piece => piece.length <= 16_001 && piece.isWellFormed())).toBe(true)
})
