import 'server-only'
import { uuidv7 } from 'uuidv7'
import { type LaneSet, type NewLaneSet, newLaneSet } from '../chat/comparison.ts'
import { AppError, NotFoundError } from '../errors.ts'
import { database } from './client.ts'
import type { LaneSet as LaneSetRow } from './generated/client.ts'

/** More are no choice any more. */
const maxLaneSets = 100

/** The user's lane sets, oldest first. */
export async function listLaneSets(userId: string): Promise<LaneSet[]> {
  const rows = await database().laneSet.findMany({ where: { userId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
  return rows.map(toLaneSet)
}

/** Stores lanes under a name; 409 when there are too many. */
export async function saveLaneSet(userId: string, { name, lanes }: NewLaneSet): Promise<LaneSet> {
  if ((await database().laneSet.count({ where: { userId } })) >= maxLaneSets) {
    throw new AppError('too_many', 409, `There are ${maxLaneSets} lane sets already. Delete one first.`)
  }
  return toLaneSet(await database().laneSet.create({ data: { id: uuidv7(), userId, name, lanes: JSON.stringify(lanes) } }))
}

export async function deleteLaneSet(userId: string, id: string): Promise<void> {
  const { count } = await database().laneSet.deleteMany({ where: { id, userId } })
  if (count === 0) throw new NotFoundError('lane set')
}

function toLaneSet({ id, name, lanes, createdAt }: LaneSetRow): LaneSet {
  return { id, ...newLaneSet.parse({ name, lanes: JSON.parse(lanes) }), createdAt: createdAt.toISOString() }
}
