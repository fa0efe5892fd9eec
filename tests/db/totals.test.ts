/** What the demo pretends and what OpenRouter billed are never one sum. */
import { describe, expect, test } from 'vitest'
import { database } from '../../lib/db/client.ts'
import { costOfConversations } from '../../lib/db/ledger.ts'
import { useDatabase } from '../setup/database.ts'

let serial = 0

function row(conversationId: string, upstream: 'demo' | 'openrouter', costPicoUsd: bigint | null, costState = 'billed', userId = 'one') {
  serial += 1
  return { id: `call-${serial}`, userId, upstream, kind: 'chat', conversationId, model: 'maker/model', costState, costPicoUsd }
}

describe("a conversation's total", () => {
  useDatabase()

  test('is what OpenRouter was paid, or what the demo counts where nobody else was asked', async () => {
    await database().user.createMany({ data: [{ id: 'one' }, { id: 'other' }] })
    await database().generation.createMany({
      data: [
        row('both', 'openrouter', 12_345_678_901_234_567n),
        row('both', 'openrouter', null, 'pending'),
        row('both', 'demo', 1000n),
        row('both', 'demo', null, 'unknown'),
        row('both', 'openrouter', 7n, 'billed', 'other'),
        row('demo', 'demo', 30n),
        row('demo', 'demo', null, 'unknown'),
        row('open', 'openrouter', null, 'unknown'),
        row('open', 'demo', 40n),
        row('left out', 'openrouter', 50n)
      ]
    })
    const costOf = await costOfConversations('one', ['both', 'demo', 'open', 'none'])
    expect(costOf('both')).toEqual({ picoUsd: '12345678901234567', pending: 1, unknown: 0 })
    expect(costOf('demo')).toEqual({ picoUsd: '30', pending: 0, unknown: 1 })
    expect(costOf('open')).toEqual({ picoUsd: '0', pending: 0, unknown: 1 })
    expect(costOf('none')).toEqual({ picoUsd: '0', pending: 0, unknown: 0 })
    expect(costOf('left out')).toEqual({ picoUsd: '0', pending: 0, unknown: 0 })
  })
})
