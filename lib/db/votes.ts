import 'server-only'
import { z } from 'zod'
import type { ComparisonVote, ModelVotes, VoteBody } from '../chat/comparison.ts'
import { laneNumber } from '../chat/turn-request.ts'
import { AppError, NotFoundError } from '../errors.ts'
import { database } from './client.ts'
import { sumAnew } from './cost-rollups.ts'
import { readSettings } from './json-columns.ts'

const votedLanes = z.array(z.object({ lane: laneNumber, model: z.string(), answerId: z.string().optional() }))

/**
 * Stores which lane answered best, one vote for each round: after the first one every lane has its own copy of the
 * question, and a vote under any of them is the round's. Of a lane that was asked again counts the answer that was read.
 */
export async function saveVote(userId: string, conversationId: string, { questionId, lane, answerId }: VoteBody): Promise<void> {
  const rows = await database().message.findMany({
    where: { conversationId, conversation: { userId, kind: 'compare', deletedAt: null } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true, parentId: true, role: true, settings: true }
  })
  if (rows.length === 0) throw new NotFoundError('conversation')
  const depthOf = new Map<string, number>()
  for (const row of rows) depthOf.set(row.id, row.parentId === null ? 0 : (depthOf.get(row.parentId) ?? 0) + 1)
  const question = rows.find(row => row.id === questionId && row.role === 'user')
  if (!question) throw new NotFoundError('message')
  const depth = depthOf.get(questionId) ?? 0
  const answerOf = new Map<number, { model: string; answerId: string }>()
  for (const row of rows) {
    if (row.settings === null || depthOf.get(row.id) !== depth + 1) continue
    const settings = readSettings(row.settings)
    if (settings.lane === undefined) continue
    // The newest, but for the one that was chosen.
    if (answerOf.get(settings.lane)?.answerId !== answerId || answerId === undefined) {
      answerOf.set(settings.lane, { model: settings.model, answerId: row.id })
    }
  }
  const chosen = lane === null ? undefined : answerOf.get(lane)
  if (answerOf.size === 0 || (lane !== null && !chosen) || (answerId !== undefined && chosen?.answerId !== answerId)) {
    throw new AppError('invalid_lane', 400, 'No such lane has answered this question.')
  }
  const round = rows.flatMap(row => (row.role === 'user' && depthOf.get(row.id) === depth ? [row.id] : []))
  const lanes = JSON.stringify([...answerOf].map(([lane, answer]) => ({ lane, ...answer })))
  await database().$transaction([
    database().vote.deleteMany({ where: { conversationId, questionId: { in: round } } }),
    database().vote.create({ data: { conversationId, questionId, userId, lane, lanes } }),
    sumAnew(conversationId)
  ])
}

/** The votes of one comparison, the oldest first. */
export async function votesOf(conversationId: string): Promise<ComparisonVote[]> {
  const rows = await database().vote.findMany({
    where: { conversationId },
    orderBy: { createdAt: 'asc' },
    select: { questionId: true, lane: true, lanes: true }
  })
  return rows.map(({ questionId, lane, lanes }) => {
    const chosen = votedLanes.parse(JSON.parse(lanes)).find(answer => answer.lane === lane)
    return { questionId, lane, answerId: chosen?.answerId ?? null }
  })
}

/** How often each model won, over all votes that had another one to choose from; the best first. */
export async function countVotes(userId: string): Promise<ModelVotes[]> {
  const rows = await database().vote.findMany({ where: { userId }, select: { lane: true, lanes: true } })
  const counts = new Map<string, Omit<ModelVotes, 'rate'>>()
  for (const row of rows) {
    const lanes = votedLanes.parse(JSON.parse(row.lanes))
    const winner = lanes.find(({ lane }) => lane === row.lane)?.model
    const models = new Set(lanes.map(({ model }) => model))
    // Between lanes of one model the vote says something of efforts and prompts, nothing of the model.
    if (models.size < 2) continue
    for (const model of models) {
      const count = counts.get(model) ?? { model, wins: 0, ties: 0, losses: 0 }
      count[winner === undefined ? 'ties' : winner === model ? 'wins' : 'losses'] += 1
      counts.set(model, count)
    }
  }
  return [...counts.values()]
    .map(count => ({ ...count, rate: (count.wins + count.ties / 2) / (count.wins + count.ties + count.losses) }))
    .sort((left, right) => right.rate - left.rate || right.wins - left.wins || (left.model < right.model ? -1 : 1))
}
