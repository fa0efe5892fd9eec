import { expect, test } from 'vitest'
import { placesOf } from './tree-places.ts'

const question = (id: string, parentId: string | null) => ({ id, role: 'user', parentId })
const answer = (id: string, parentId: string) => ({ id, role: 'assistant', parentId })

test('the selected branch comes first, then each other one to its end; numbers are those of the own branch', () => {
  const tree = [
    question('q1', null),
    answer('a1', 'q1'),
    question('q2', 'a1'),
    answer('a2', 'q2'),
    answer('a1-again', 'q1'),
    question('q2-elsewhere', 'a1-again'),
    answer('a2-elsewhere', 'q2-elsewhere'),
    question('q1-edited', null),
    answer('a1-edited', 'q1-edited')
  ]
  const places = placesOf(tree, 'a2-elsewhere')
  expect([...places].map(([id, place]) => `${id} ${place.ordinal} ${place.onSelectedBranch}`)).toEqual([
    'q1 1 true',
    'a1-again 1 true',
    'q2-elsewhere 2 true',
    'a2-elsewhere 2 true',
    'a1 1 false',
    'q2 2 false',
    'a2 2 false',
    'q1-edited 1 false',
    'a1-edited 1 false'
  ])
})

test('without a leaf nothing is selected, a branch without its beginning has a place, and a circle ends', () => {
  expect([...placesOf([question('q1', null)], null).values()]).toEqual([{ ordinal: 1, onSelectedBranch: false }])
  expect(placesOf([answer('a2', 'gone')], 'a2').get('a2')).toEqual({ ordinal: 0, onSelectedBranch: true })
  expect(placesOf([question('x', 'y'), question('y', 'x')], 'x').size).toBe(0)
})

test('a long branch is no deep recursion', () => {
  const tree = Array.from({ length: 20_000 }, (_, index) => question(`q${index}`, index === 0 ? null : `q${index - 1}`))
  expect(placesOf(tree, 'q19999').get('q19999')).toEqual({ ordinal: 20_000, onSelectedBranch: true })
})
