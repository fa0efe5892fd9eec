import { expect, test } from 'vitest'
import { Journal, type RowStore } from './journal.ts'
import { LiveTurn } from './live-turn.ts'

/** A disk that has no room for one row, and then has. */
function fullOnce(): RowStore {
  let appends = 0
  return {
    append: () => (appends++ === 0 ? Promise.reject(new Error('database or disk is full')) : Promise.resolve()),
    purge: () => Promise.resolve()
  }
}

test('B2 of what a late reader is given at once only the last event has a number: cut off before, nothing can be gone on behind', async () => {
  const turn = new LiveTurn({ messageId: 'answer', conversationId: 'chat', userId: 'local', number: 1, isHidden: false })
  turn.show([
    { type: 'reasoning-start', id: 'r' },
    { type: 'reasoning-delta', id: 'r', delta: 'A thought.' },
    { type: 'reasoning-end', id: 'r' },
    { type: 'text-start', id: 't' },
    { type: 'text-delta', id: 't', delta: 'Hello' }
  ])
  const late = turn.subscribe(null)
  turn.close()
  const events = (await new Response(late).text()).trim().split('\n\n').slice(0, -1)
  expect(events.length).toBeGreaterThan(4)
  expect(events.map(event => /^id: (\d+)/.exec(event)?.[1])).toEqual([...events.slice(1).map(() => undefined), '5'])
})

test('B1 behind a row that could not be written nothing of the turn is shown, though the next row can be', async () => {
  const journal = new Journal(fullOnce(), 1)
  const turn = new LiveTurn({ messageId: 'answer', conversationId: 'chat', userId: 'local', number: 1, isHidden: false })
  const { add, settled } = journal.begin(turn)
  add({ kind: 'chunk', chunk: { type: 'text-start', id: 't' } })
  const written = settled()
  add({ kind: 'chunk', chunk: { type: 'text-delta', id: 't', delta: 'Behind the gap.' } })
  await expect(written).rejects.toThrow('could not write')
  add({ kind: 'chunk', chunk: { type: 'text-delta', id: 't', delta: 'And later.' } })
  await expect(settled()).rejects.toThrow('could not write')
  const stream = turn.subscribe(0)
  turn.close()
  expect(await new Response(stream).text()).not.toMatch(/gap|later/)
  expect(turn.abort.signal.aborted).toBe(true)
})
