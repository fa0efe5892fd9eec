import { expect, test } from 'vitest'
import { laneOf } from './lane-draft.ts'
import { parseSetup } from './parse-setup.ts'
import type { Setup } from './setup-store.ts'

const setup: Setup = {
  text: 'Why?',
  files: [{ id: 'file', name: 'plan.pdf', mediaType: 'application/pdf', sizeBytes: 15 }],
  lanes: [
    laneOf({ model: 'a/one', reasoningEffort: 'high', routing: { only: ['Groq'], sort: 'price' }, tools: [] }, 'stored-0'),
    laneOf({ model: 'a/two', fallbackModels: ['a/one'], temperature: 0.5, costCapPicoUsd: '1000000' }, 'stored-1')
  ],
  blind: true,
  rerunOf: { id: 'earlier', title: 'Why not?' }
}

test('what was stored comes back', () => {
  expect(parseSetup(JSON.stringify(setup))).toEqual(setup)
})

test.each([null, '', '{', '[]', 'null', '{"lanes": []}', '{"lanes": [{"model": 1}, {}]}'])('%s is no setup', text => {
  expect(parseSetup(text)).toBeNull()
})

test('what cannot be read is left out, and there are never more lanes than can run', () => {
  const lane = { model: 'a/one', effort: 'utmost', temperature: 7, kept: { tools: 'all', routing: [] } }
  const parsed = parseSetup(
    JSON.stringify({
      text: 5,
      files: [{ id: 1 }, { id: 'x', name: 'y', mediaType: 'text/html', sizeBytes: 1 }],
      lanes: Array(9).fill(lane)
    })
  )
  expect(parsed).toEqual({
    text: '',
    files: [],
    lanes: Array.from({ length: 8 }, (_, index) => laneOf({ model: 'a/one' }, `stored-${index}`)),
    blind: false,
    rerunOf: null
  })
})
