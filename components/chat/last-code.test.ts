import { expect, test } from 'vitest'
import { lastCode } from './last-code.ts'

test.each([
  ['no code at all, but `some` in a line', null],
  ['```ts\none()\n```\n\ntext\n\n```\ntwo()\n\nthree()\n```\nend', 'two()\n\nthree()'],
  ['~~~py\nprint(1)\n~~~', 'print(1)'],
  ['````md\n```ts\ninner()\n```\n````', '```ts\ninner()\n```'],
  ['1. list\n\n   ```\n   indented\n   ```', '   indented'],
  ['```\nnever closed', null],
  ['```\n```', '']
])('%j', (text, code) => {
  expect(lastCode(text)).toBe(code)
})
