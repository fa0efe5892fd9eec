import { expect, test } from 'vitest'
import { timeoutsOf } from '@/lib/chat/timeouts.ts'
import { waitingWords } from './waiting-words.ts'

const words = (begun: boolean, chosen = {}) =>
  waitingWords({ who: 'Groq', quietMs: 42_900, begun, timeouts: timeoutsOf(chosen) })
    .replaceAll('\u202f', ' ')
    .replaceAll('\u00a0', ' ')

test('before the first word: who works, for how long, and when Steno gives up', () => {
  expect(words(false)).toBe('Groq is working, 42 s; Steno gives up within 3 min 30 s')
})

test('in the middle of an answer: how long it has been quiet', () => {
  expect(words(true)).toBe('Groq has been quiet for 42 s; Steno gives up within 1 min 30 s')
})

test('with the limits that the user has set', () => {
  expect(words(true, { stalledMs: 600_000 })).toMatch(/within 10 min$/)
  expect(words(false, { headersMs: 20_000, firstContentMs: 40_000 })).toMatch(/within 1 min$/)
})
