import 'server-only'
import type { ChatMessage } from '../chat/message.ts'
import { idBeside } from '../chat/temporary.ts'
import type { TurnSettings } from '../chat/turn-request.ts'
import { chatDatabase, chatDatabases } from './chat-database.ts'
import type { Message, Prisma } from './generated/client.ts'
import { readMetadata, readParts, readSettings, type StoredMetadata } from './json-columns.ts'

/** A message that is to stand once more: under which id, and which of its steps go with it (all unless said). */
export interface MessageCopy {
  from: Message
  id: string
  /** Steps before this one. */
  steps?: number
}

/** The ids of calls are ours: the copies get some of their own, and their cards know them. */
export type CallIds = ReadonlyMap<string, string>

/** New ids for the tool calls of some messages. */
export async function newCallIds(messageIds: readonly string[]): Promise<CallIds> {
  const where = { messageId: { in: [...messageIds] } }
  const calls = await Promise.all(chatDatabases(messageIds).map(content => content.toolCall.findMany({ where, select: { id: true } })))
  return new Map(calls.flat().map(({ id }) => [id, idBeside(id)]))
}

/** Parts whose tool cards belong to the copied calls. */
export function copyParts(parts: ChatMessage['parts'], callIds: CallIds): ChatMessage['parts'] {
  return parts.map(part => (part.type === 'dynamic-tool' ? { ...part, toolCallId: callIds.get(part.toolCallId) ?? part.toolCallId } : part))
}

/** What an answer was asked with, without what made it a lane or a merge, or capped it. */
export function copySettings(settings: string | null): TurnSettings | null {
  if (settings === null) return null
  const { lane: _lane, purpose: _purpose, costCapPicoUsd: _cap, ...kept } = readSettings(settings)
  return kept
}

/** Metadata of a copy: its costs are those of the message that it was made of. */
function copyMetadata(metadata: string): StoredMetadata {
  const { costPicoUsd: _costPicoUsd, costState: _costState, cap: _cap, ...kept } = readMetadata(metadata)
  return kept
}

/**
 * Writes what the copies need beside their own rows: steps with their wire verbatim, calls with their results, and their files. The
 * database copies from row to row, so that not a byte of them can change.
 */
export function copyWrites(copies: readonly MessageCopy[], callIds: CallIds, conversationId: string): Prisma.PrismaPromise<unknown>[] {
  const messages = JSON.stringify(copies.map(({ from, id, steps }) => ({ from: from.id, to: id, steps: steps ?? null })))
  const calls = JSON.stringify([...callIds].map(([from, to]) => ({ from, to })))
  const content = chatDatabase(conversationId)
  return [
    content.$executeRaw`
      INSERT INTO "Step" ("messageId", "position", "wire", "model", "provider", "generationId", "ended", "createdAt")
      SELECT m.value ->> 'to', s."position", s."wire", s."model", s."provider", s."generationId", s."ended", s."createdAt"
      FROM json_each(${messages}) m JOIN "Step" s ON s."messageId" = m.value ->> 'from'
      WHERE m.value ->> 'steps' IS NULL OR s."position" < m.value ->> 'steps'`,
    content.$executeRaw`
      INSERT INTO "ToolCall" ("id", "messageId", "stepPosition", "position", "wireId", "name", "arguments", "status", "output", "durationMs")
      SELECT c.value ->> 'to', m.value ->> 'to', t."stepPosition", t."position", t."wireId", t."name", t."arguments", t."status", t."output",
        t."durationMs"
      FROM json_each(${messages}) m JOIN "ToolCall" t ON t."messageId" = m.value ->> 'from' JOIN json_each(${calls}) c ON c.value ->> 'from' = t."id"
      WHERE m.value ->> 'steps' IS NULL OR t."stepPosition" < m.value ->> 'steps'`,
    content.$executeRaw`
      INSERT OR IGNORE INTO "MessageAttachment" ("messageId", "attachmentId", "conversationId")
      SELECT m.value ->> 'to', a."attachmentId", ${conversationId}
      FROM json_each(${messages}) m JOIN "MessageAttachment" a ON a."messageId" = m.value ->> 'from'`
  ]
}

/** Rows of whole copies in another conversation, first message first. */
export function copiedRows(copies: readonly MessageCopy[], callIds: CallIds, conversationId: string): Prisma.MessageCreateManyInput[] {
  const idOf = new Map(copies.map(({ from, id }) => [from.id, id]))
  return copies.map(({ from, id }) => {
    const settings = copySettings(from.settings)
    return {
      id,
      conversationId,
      parentId: idOf.get(from.parentId ?? '') ?? null,
      role: from.role,
      status: from.status,
      parts: JSON.stringify(copyParts(readParts(from.parts), callIds)),
      metadata: JSON.stringify({ ...copyMetadata(from.metadata), copiedFrom: from.id }),
      settings: settings && JSON.stringify(settings),
      createdAt: from.createdAt
    }
  })
}
