import { expect, test } from 'vitest'
import { matchExpression, parseSearch, termPattern } from './search-query.ts'
import { snippetOf } from './search-snippet.ts'

const expression = (text: string) => matchExpression(parseSearch(text).terms)
const marked = (text: string, query: string) =>
  snippetOf(text, termPattern(parseSearch(query).terms))
    .map(piece => (piece.mark ? `[${piece.text}]` : piece.text))
    .join('')

test('words find what begins with them, phrases what stands there', () => {
  expect(expression('tide moon "spring tide" AI')).toBe('"tide"* AND "moon"* AND "spring tide" AND "AI"')
})

test('scripts without spaces are looked for in pairs', () => {
  expect(expression('全文検索')).toBe('"全文 文検 検索"')
  expect(expression('検索')).toBe('"検索"')
  expect(expression('月')).toBe('"月"*')
  expect(expression('최신React검색')).toBe('"최신" AND "React"* AND "검색"')
})

test('nothing in a query is syntax', () => {
  expect(expression('NEAR(a b) -x * col:y OR NOT ^z')).toBe('"NEAR(a"* AND "b)" AND "-x" AND "col:y"* AND "OR" AND "NOT"* AND "^z"')
  expect(expression('" - * %_ ()')).toBeNull()
})

test('filters are words of the query; what is none is a word', () => {
  const { terms, filters } = parseSearch(
    'tides model:claude tag:hard-wood has:tool after:2026-01-02 before:2026-02-01 cost:>0.5 has:file before:soon cost:many'
  )
  expect(filters).toEqual({
    model: 'claude',
    tag: 'hard-wood',
    hasTool: true,
    after: new Date('2026-01-02T00:00:00Z'),
    before: new Date('2026-02-01T00:00:00Z'),
    costAbove: 500_000_000_000n
  })
  expect(terms.map(({ text }) => text)).toEqual(['tides', 'has:file', 'before:soon', 'cost:many'])
})

test('a snippet marks what the index found, diacritics and all', () => {
  expect(marked('Im Café\n\n nebenan: cafés', 'cafe')).toBe('Im [Café] nebenan: [café]s')
  expect(marked('Decomposed cafe\u0301 too', 'café')).toBe('Decomposed [cafe\u0301] too')
  expect(marked('日本語の検索。', '検索')).toBe('日本語の[検索]。')
  expect(marked('最新のReactを使う', 'react')).toBe('最新の[React]を使う')
  expect(marked('The art of a part', 'art')).toBe('The [art] of a part')
  expect(marked('an AI, not a maid or aim', 'ai')).toBe('an [AI], not a maid or aim')
  expect(marked('## Then\nby the **moon**', 'moon')).toBe('Then by the [moon]')
  expect(marked('call foo-bar now', 'foo_bar')).toBe('call [foo-bar] now')
})

test('a snippet is the passage around the first place, cut between words', () => {
  const text = `${'sand '.repeat(100)}lighthouse ${'sea '.repeat(100)}`
  const snippet = marked(text, 'lighthouse')
  expect(snippet).toMatch(/^…sand .*\[lighthouse\] sea .*…$/)
  expect(snippet.length).toBeLessThan(240)
})

test('a text without a place shows its beginning', () => {
  expect(marked('Nothing of it', 'gone')).toBe('Nothing of it')
})
