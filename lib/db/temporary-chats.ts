import 'server-only'
import { isTemporary } from '../chat/temporary.ts'
import { memoryDatabase, openMemoryDatabase } from './chat-database.ts'
import type { Prisma } from './generated/client.ts'

/** What nobody has asked anything in for so long is gone. */
const keptMs = 24 * 60 * 60 * 1000
/** More would fill the process: the one that was not used for longest goes first. */
const mostChats = 200
/** Files of all temporary chats together. */
const mostFileBytes = 256 * 1024 * 1024

/** The row that a user's rows refer to. */
export function userInMemory(userId: string): Prisma.PrismaPromise<unknown> {
  return memoryDatabase().$executeRaw`INSERT OR IGNORE INTO "User" ("id") VALUES (${userId})`
}

/** Part of the transaction that begins a chat. */
export function dropBeyondBound(): Prisma.PrismaPromise<unknown> {
  return memoryDatabase().$executeRaw`DELETE FROM "Conversation" WHERE "id" IN (
      SELECT "id" FROM "Conversation" ORDER BY "updatedAt" DESC, "id" DESC LIMIT -1 OFFSET ${mostChats})
    AND NOT EXISTS (SELECT 1 FROM "Message" WHERE "conversationId" = "Conversation"."id" AND "status" = 'streaming')`
}

/** Whether a file may be stored under an id; on disk there is always room. */
export async function hasRoomFor(id: string, sizeBytes: number): Promise<boolean> {
  if (!isTemporary(id)) return true
  const { _sum: stored } = await memoryDatabase().attachment.aggregate({ _sum: { sizeBytes: true } })
  return (stored.sizeBytes ?? 0) + sizeBytes <= mostFileBytes
}

/**
 * Drops a chat with its files, after its turns have ended. Of other chats nothing: what is deleted of those can be brought back. A file
 * that was uploaded again since it was last asked about waits in another chat's field: that stays for a day, as what was never sent does.
 */
export async function dropTemporaryChat(userId: string, id: string): Promise<void> {
  const memory = isTemporary(id) ? openMemoryDatabase() : null
  if (!memory) return
  await memory.$transaction([
    memory.$executeRaw`DELETE FROM "Attachment" WHERE "userId" = ${userId}
      AND NOT EXISTS (SELECT 1 FROM "MessageAttachment" WHERE "attachmentId" = "Attachment"."id" AND "conversationId" <> ${id})
      AND "createdAt" <= (
        SELECT MAX(CASE m."role" WHEN 'user' THEN m."createdAt" ELSE "Attachment"."createdAt" END)
        FROM "MessageAttachment" s JOIN "Message" m ON m."id" = s."messageId"
        WHERE s."attachmentId" = "Attachment"."id" AND s."conversationId" = ${id})`,
    memory.conversation.deleteMany({ where: { id, userId } })
  ])
}

/** Drops chats that nobody has asked anything in for a day, and files that no message has shown for as long. */
export async function purgeTemporaryChats(now: Date): Promise<void> {
  const memory = openMemoryDatabase()
  const before = new Date(now.getTime() - keptMs)
  await memory?.$transaction([
    memory.conversation.deleteMany({ where: { updatedAt: { lt: before }, messages: { none: { status: 'streaming' } } } }),
    memory.attachment.deleteMany({ where: { createdAt: { lt: before }, messages: { none: {} } } })
  ])
}

/** Those that there are. */
export async function temporaryChatIds(): Promise<string[]> {
  const rows = await openMemoryDatabase()?.conversation.findMany({ where: { deletedAt: null }, select: { id: true } })
  return (rows ?? []).map(({ id }) => id)
}
