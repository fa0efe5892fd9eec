import 'server-only'
import { attachmentIdOf, attachmentUrl } from '../chat/attachment.ts'
import { UnreadableRecord } from '../portable/check-conversation.ts'
import type { ConversationRecord, MessageRecord } from '../portable/export-format.ts'
import { database } from './client.ts'
import type { Prisma } from './generated/client.ts'
import type { ImportPlace } from './import-place.ts'
import { readMetadata } from './json-columns.ts'

/** What the rows of an import are called here: folders and files that were here before keep their ids. */
export interface ImportNames {
  folderOf: ReadonlyMap<string, string>
  fileOf: ReadonlyMap<string, string>
}

/** Writes what of a conversation is not here yet, in one transaction: all of it or nothing. */
export async function writeImport(userId: string, place: ImportPlace, names: ImportNames): Promise<void> {
  const { record, known } = place
  const messages = record.messages.filter(({ id }) => !known.has(id))
  const conversationId = record.id
  const [votes, calls] = await Promise.all([
    database().vote.findMany({ where: { conversationId }, select: { questionId: true } }),
    knownCalls(userId, record)
  ])
  const voted = new Set(votes.map(({ questionId }) => questionId))
  const newCalls = record.calls.filter(({ id }) => !calls.has(id))
  await database().$transaction([
    conversationWrite(userId, place, names),
    ...(place.here === 'no'
      ? [database().conversationTag.createMany({ data: [...new Set(record.tags)].map(name => ({ conversationId, name })) })]
      : []),
    // What they take the place of.
    database().$executeRaw`DELETE FROM "Message" WHERE "conversationId" = ${conversationId} AND "status" = 'interrupted' AND "parts" = '[]'
      AND "id" IN (SELECT "value" FROM json_each(${idsOf(messages)}))`,
    database().$executeRaw`DELETE FROM "ImportedCall" WHERE "conversationId" = ${conversationId}
      AND "id" IN (SELECT "value" FROM json_each(${idsOf(newCalls)}))`,
    database().message.createMany({ data: messages.map(message => messageRow(conversationId, message, names)) }),
    database().step.createMany({
      data: messages.flatMap(({ id, steps }) => steps.map(({ toolCalls: _calls, ...step }) => ({ ...step, messageId: id })))
    }),
    database().toolCall.createMany({
      data: messages.flatMap(({ id, steps }) =>
        steps.flatMap(({ position, toolCalls }) => toolCalls.map(call => ({ ...call, messageId: id, stepPosition: position })))
      )
    }),
    database().messageAttachment.createMany({
      data: messages.flatMap(({ id, attachmentIds }) =>
        [...new Set(attachmentIds.map(each => fileNamed(each, names)))].map(attachmentId => ({
          messageId: id,
          attachmentId,
          conversationId
        }))
      )
    }),
    database().vote.createMany({
      data: record.votes
        .filter(({ questionId }) => !voted.has(questionId))
        .map(({ lanes, ...vote }) => ({ ...vote, conversationId, userId, lanes: JSON.stringify(lanes) }))
    }),
    database().importedCall.createMany({
      data: newCalls.map(call => ({
        conversationId,
        id: call.id,
        messageId: call.messageId,
        upstream: call.upstream,
        costState: call.costState,
        costPicoUsd: call.costPicoUsd === null ? null : BigInt(call.costPicoUsd),
        call: JSON.stringify(call)
      }))
    })
  ])
}

const idsOf = (rows: readonly { id: string }[]) => JSON.stringify(rows.map(({ id }) => id))

/** Rows of our own ledger, which outlive their conversation, and those of an earlier import, unless the file now says what they cost. */
async function knownCalls(userId: string, { id: conversationId, calls }: ConversationRecord): Promise<Set<string>> {
  const [own, imported] = await Promise.all([
    database().generation.findMany({ where: { userId, conversationId }, select: { id: true } }),
    database().importedCall.findMany({ where: { conversationId }, select: { id: true, costState: true } })
  ])
  const billed = new Set(calls.filter(({ costState }) => costState === 'billed').map(({ id }) => id))
  const kept = imported.filter(({ id, costState }) => costState === 'billed' || !billed.has(id))
  return new Set([...own, ...kept].map(({ id }) => id))
}

function conversationWrite(userId: string, { record, here }: ImportPlace, { folderOf }: ImportNames): Prisma.PrismaPromise<unknown> {
  const { id } = record
  if (here !== 'no') return database().conversation.updateMany({ where: { id, userId }, data: { deletedAt: null } })
  const { messages: _messages, votes: _votes, calls: _calls, tags: _tags, folderId, settings, ...columns } = record
  return database().conversation.create({
    data: {
      ...columns,
      userId,
      settings: settings === null ? null : JSON.stringify(settings),
      folderId: folderId === null ? null : (folderOf.get(folderId) ?? null)
    }
  })
}

function messageRow(conversationId: string, message: MessageRecord, names: ImportNames): Prisma.MessageCreateManyInput {
  const { id, parentId, role, status, createdAt, requestHash, settings, metadata, parts } = message
  const shown = parts.map(part => {
    const fileId = part.type === 'file' ? attachmentIdOf(part.url) : null
    return fileId === null ? part : { ...part, url: attachmentUrl(fileNamed(fileId, names)) }
  })
  return {
    ...{ id, conversationId, parentId, role, status, createdAt, requestHash },
    settings: settings === null ? null : JSON.stringify(settings),
    metadata: JSON.stringify(metadata),
    parts: JSON.stringify(shown)
  }
}

function fileNamed(id: string, { fileOf }: ImportNames): string {
  const own = fileOf.get(id)
  if (own === undefined) throw new Error('A file of an import was not stored')
  return own
}

/** Metadata is read by a schema that knows what later code does with it. */
export function checkMetadata(messages: readonly MessageRecord[]): void {
  for (const [index, { metadata }] of messages.entries()) {
    const reads = () => {
      const { costPicoUsd, cap } = readMetadata(JSON.stringify(metadata))
      for (const amount of [costPicoUsd, cap?.picoUsd, cap?.estimatePicoUsd]) if (amount != null) BigInt(amount)
    }
    if (!succeeds(reads)) throw new UnreadableRecord(`messages.${index}.metadata`, 'is not what Steno writes')
  }
}

function succeeds(act: () => void): boolean {
  try {
    act()
    return true
  } catch {
    return false
  }
}
