import { expect, test, vi } from 'vitest'
import { expectConsole } from './expected-console.ts'

test('a complaint that was announced is recorded, not printed, and does not fail its test', () => {
  expectConsole(/^disk full: 1$/)
  console.error('disk %s: %d', 'full', 1)
  expect(vi.mocked(console.error).mock.calls).toEqual([['disk %s: %d', 'full', 1]])
})
