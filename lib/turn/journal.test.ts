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
