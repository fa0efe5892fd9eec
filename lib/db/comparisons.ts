import 'server-only'
import { laneOf } from '../chat/asked-with.ts'
import type { ComparisonDetail } from '../chat/comparison.ts'
import { database } from './client.ts'
import type { Conversation, Message } from './generated/client.ts'
import { readSettings } from './json-columns.ts'
import { votesOf } from './votes.ts'

/** Those among the given comparisons of which it is not shown who answers: blind ones without a vote. */
export async function hiddenAmong(rows: readonly Pick<Conversation, 'id' | 'blind'>[]): Promise<Set<string>> {
  const blind = rows.flatMap(row => (row.blind ? [row.id] : []))
  if (blind.length === 0) return new Set()
  const votes = await database().vote.findMany({ where: { conversationId: { in: blind } }, select: { conversationId: true } })
  const revealed = new Set(votes.map(vote => vote.conversationId))
  return new Set(blind.filter(id => !revealed.has(id)))
}

/** What a comparison's page needs besides its messages. */
export async function comparisonOf(row: Conversation): Promise<ComparisonDetail['comparison']> {
  const [votes, reruns] = await Promise.all([
    votesOf(row.id),
    database().conversation.findMany({
      where: { userId: row.userId, rerunOfId: row.id, deletedAt: null },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      select: { id: true, title: true, createdAt: true }
    })
  ])
  return {
    blind: row.blind,
    revealed: !row.blind || votes.length > 0,
    notes: row.notes,
    rerunOfId: row.rerunOfId,
    reruns: reruns.map(({ id, title, createdAt }) => ({ id, title, createdAt: createdAt.toISOString() })),
    continued: row.continuedAt !== null,
    votes
  }
}

/** Settings of every answer; of a hidden one only where it stands. */
export function settingsOf(rows: readonly Message[], isHidden: boolean): ComparisonDetail['settingsOf'] {
  return Object.fromEntries(
    rows.flatMap(({ id, settings }) => {
      if (settings === null) return []
      const own = readSettings(settings)
      return [[id, isHidden ? { ...laneOf(own), ...(own.purpose ? { purpose: own.purpose } : {}) } : own]]
    })
  )
}
