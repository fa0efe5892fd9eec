import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { DrawnFormula } from './formula.tsx'
import { type CodeToken, readCode } from './highlight-engine.ts'
import { readFormula } from './math-engine.ts'

const drawn = (source: string, display = false) => {
  const formula = readFormula(source, display)
  return formula && renderToStaticMarkup(<DrawnFormula formula={formula} />)
}

test('a formula is MathML', () => {
  expect(drawn('\\frac{a_1}{2}')).toMatch(/^<math><mfrac><msub><mi>a<\/mi>/)
  expect(drawn('\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}', true)).toMatch(/^<math display="block".*<mtable/)
  expect(drawn('\\color{red} x')).toContain('#ff0000')
})

test.each([
  '\\frac{a',
  '\\unknown',
  '\\href{javascript:alert(1)}{x}',
  '\\includegraphics{https://evil.test/x.png}',
  '\\def\\a{\\a\\a}\\a',
  '{'.repeat(3_000) + '}'.repeat(3_000)
])('%s is none', source => {
  expect(drawn(source.slice(0, 6_000))).toBeNull()
})

test('sizes and colours cannot say more than sizes and colours', () => {
  expect(drawn('\\rule{1e6em}{1e6em}')).not.toMatch(/\d{4}/)
  expect(drawn('\\color{red;background:url(https://evil.test)} x') ?? '').not.toContain('url')
})

test('code is in pieces with its kinds, and keeps every character', () => {
  const text = 'const a: string = "<b>" // why\n'
  const tokens = readCode(text, 'ts')
  expect(tokens?.children).toContainEqual({ kind: 'keyword', children: ['const'] })
  expect(tokens?.children).toContainEqual({ kind: 'comment', children: ['// why'] })
  expect(tokens && textOf(tokens)).toBe(text)
  expect(readCode(text, 'no such language')).toBeNull()
})

function textOf(piece: CodeToken | string): string {
  return typeof piece === 'string' ? piece : piece.children.map(textOf).join('')
}
