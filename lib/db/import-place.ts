import 'server-only'
import { UnreadableRecord } from '../portable/check-conversation.ts'
import type { ConversationRecord } from '../portable/export-format.ts'
import { database } from './client.ts'
import { hasOurIds, withDerivedIds } from './import-ids.ts'

/** A conversation of a file as it would be stored, and what of it is here already. */
export interface ImportPlace {
  record: ConversationRecord
  /** `deleted`: it can still be brought back, and that is what an import does. */
  here: 'no' | 'yes' | 'deleted'
  /** Messages that are here: they stay as they are. One that came with a file while it was being written, and says nothing, is not. */
  known: ReadonlySet<string>
}

/** Where a conversation goes. One whose ids belong to something else, such as another user's rows, gets ids of its own. */
export async function placeOfImport(userId: string, source: string, record: ConversationRecord): Promise<ImportPlace> {
  const isOurs = source === 'steno' && hasOurIds(record)
  const place = isOurs ? await lookUp(userId, record) : null
  if (place) return place
  const own = withDerivedIds(userId, source, record)
  const derived = await lookUp(userId, own)
  if (!derived) throw new UnreadableRecord('', 'Its ids are those of another chat.')
  return derived
}

/** `null` when one of its ids is taken. */
async function lookUp(userId: string, record: ConversationRecord): Promise<ImportPlace | null> {
  const messageIds = JSON.stringify(record.messages.map(({ id }) => id))
  const messageOf = new Map(
    record.messages.flatMap(({ id, steps }) => steps.flatMap(step => step.toolCalls.map(call => [call.id, id] as const)))
  )
  const callIds = JSON.stringify([...messageOf.keys()])
  const [conversation, messages, toolCalls] = await database().$transaction([
    database().conversation.findUnique({ where: { id: record.id }, select: { userId: true, deletedAt: true } }),
    database().$queryRaw<{ id: string; conversationId: string; isEmpty: bigint }[]>`
      SELECT m."id", m."conversationId", m."status" = 'interrupted' AND m."parts" = '[]' AS "isEmpty" FROM json_each(${messageIds}) j JOIN "Message" m ON m."id" = j."value"`,
    database().$queryRaw<{ id: string; messageId: string }[]>`
      SELECT t."id", t."messageId" FROM json_each(${callIds}) j JOIN "ToolCall" t ON t."id" = j."value"`
  ])
  const saying = new Set(record.messages.filter(({ parts }) => parts.length > 0).map(({ id }) => id))
  const known = new Set(messages.filter(({ id, isEmpty }) => !(isEmpty && saying.has(id))).map(({ id }) => id))
  const isTaken =
    (conversation && conversation.userId !== userId) ||
    messages.some(({ conversationId }) => conversationId !== record.id) ||
    toolCalls.some(({ id, messageId }) => messageOf.get(id) !== messageId)
  if (isTaken) return null
  return { record, here: !conversation ? 'no' : conversation.deletedAt === null ? 'yes' : 'deleted', known }
}
