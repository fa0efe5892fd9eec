import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type JournalEntry, PendingEntries } from './journal-entry.ts'
import { RowWriter, readRows } from './journal-row.ts'

const text = fc.string({ unit: 'grapheme', maxLength: 8 })
const id = fc.constantFrom('0.0', '0.1', '1.0')
const entry: fc.Arbitrary<JournalEntry> = fc.oneof(
  fc.record({ kind: fc.constant('chunk' as const), chunk: fc.record({ type: fc.constant('text-delta' as const), id, delta: text }) }),
  fc.record({ kind: fc.constant('chunk' as const), chunk: fc.record({ type: fc.constant('reasoning-delta' as const), id, delta: text }) }),
  fc.record({
    kind: fc.constant('chunk' as const),
    chunk: fc.record({ type: fc.constant('tool-input-delta' as const), toolCallId: id, inputTextDelta: text })
  }),
  fc.record({ kind: fc.constant('chunk' as const), chunk: fc.record({ type: fc.constant('text-start' as const), id }) }),
  fc.record({ kind: fc.constant('generation' as const), generationId: text, openRouterId: text })
)

/** The entries of a turn, as readers of them see them: deltas of one place joined. */
function joined(entries: readonly JournalEntry[]): unknown[] {
  const pending = new PendingEntries()
  for (const next of entries) pending.add(next)
  return pending.entries()
}

test('what was written in any flushes of any turns is read back, turn by turn', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ turn: fc.nat({ max: 2 }), entries: fc.array(entry, { maxLength: 6 }) }), { maxLength: 30 }),
      flushes => {
        const writer = new RowWriter()
        const begun = new Set<number>()
        const expected = new Map<string, JournalEntry[]>()
        const rows = flushes.map(({ turn, entries }) => {
          const messageId = `message-${turn}`
          expected.set(messageId, [...(expected.get(messageId) ?? []), ...entries])
          const piece = { turn, messageId: begun.has(turn) ? null : messageId, entries }
          begun.add(turn)
          return writer.write([piece])
        })
        const read = readRows(rows)
        expect([...read.keys()].toSorted()).toEqual([...expected.keys()].toSorted())
        for (const [messageId, entries] of expected) expect(joined(read.get(messageId) ?? [])).toEqual(joined(entries))
      }
    )
  )
})

test('a text that goes on costs its own length and little more', () => {
  const writer = new RowWriter()
  const chunk = { type: 'text-delta' as const, id: '0.0', delta: 'hello' }
  const piece = { turn: 7, messageId: null, entries: [{ kind: 'chunk' as const, chunk }] }
  writer.write([piece])
  expect(writer.write([piece])).toBe('[[7,"hello"]]')
})

test('rows that begin in the middle of a dropped turn are no error', () => {
  const writer = new RowWriter()
  const chunk = { type: 'text-delta' as const, id: '0.0', delta: 'hello' }
  const piece = { turn: 7, messageId: 'm', entries: [{ kind: 'chunk' as const, chunk }] }
  const [, rest] = [writer.write([piece]), writer.write([{ ...piece, messageId: null }])]
  expect(readRows([rest ?? ''])).toEqual(new Map())
})
