import { expect, test } from 'vitest'
import { lastCode } from './last-code.ts'

test.each([
  ['no code at all, but `some` in a line', null],
  ['```ts\none()\n```\n\ntext\n\n```\ntwo()\n\nthree()\n```\nend', 'two()\n\nthree()'],
  ['~~~py\nprint(1)\n~~~', 'print(1)'],
  ['````md\n```ts\ninner()\n```\n````', '```ts\ninner()\n```'],
  ['1. list\n\n   ```\n   indented\n   ```', '   indented'],
  ['```\nnever closed', null],
  ['```\n```', ''],
  ['```a``` and\n```\nb()\n```', 'b()']
])('%j', (text, code) => {
  expect(lastCode(text)).toBe(code)
})

test('a text of nothing but fences takes no longer for each of them', () => {
  const few = secondsFor(2000)
  expect(secondsFor(40_000)).toBeLessThan(Math.max(1, few * 100))
})

function secondsFor(count: number): number {
  const text = '~~~a\n'.repeat(count)
  const startedAt = process.cpuUsage()
  expect(lastCode(text)).toBe(null)
  return process.cpuUsage(startedAt).user / 1e6
}
