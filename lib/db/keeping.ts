import 'server-only'
import type { KeepingChange } from '../chat/keeping.ts'
import { database } from './client.ts'
import { requireFolder } from './folders.ts'

/** Columns of where a conversation is kept. */
export function keepingData({ pinned, archived, folderId, deleted }: KeepingChange) {
  const since = (is: boolean) => (is ? new Date() : null)
  return {
    ...(pinned === undefined ? {} : { pinnedAt: since(pinned) }),
    ...(archived === undefined ? {} : { archivedAt: since(archived) }),
    ...(folderId === undefined ? {} : { folderId }),
    ...(deleted === undefined ? {} : { deletedAt: since(deleted) })
  }
}

/** Pins, archives, moves, deletes or brings back those among `ids` that are this user's; answers with their ids. */
export async function changeKeeping(userId: string, ids: readonly string[], change: KeepingChange): Promise<string[]> {
  if (change.folderId) await requireFolder(userId, change.folderId)
  const rows = await database().conversation.updateManyAndReturn({
    where: { id: { in: [...ids] }, userId, ...(change.deleted === false ? {} : { deletedAt: null }) },
    data: keepingData(change),
    select: { id: true }
  })
  return rows.map(({ id }) => id)
}
