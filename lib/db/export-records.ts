import 'server-only'
import { isTemporary } from '../chat/temporary.ts'
import type { CallRecord, ConversationRecord, FolderRecord, MessageRecord, StepRecord } from '../portable/export-format.ts'
import { chatDatabase } from './chat-database.ts'
import { database } from './client.ts'
import type { Folder, Generation, Message, MessageAttachment, Prisma, Step, ToolCall } from './generated/client.ts'

type StoredStep = Step & { toolCalls: ToolCall[] }
type StoredMessage = Message & { steps: StoredStep[]; attachments: MessageAttachment[] }

const inOrder = [{ createdAt: 'asc' }, { id: 'asc' }] satisfies Prisma.MessageOrderByWithRelationInput[]

const wholeConversation = {
  tags: { orderBy: { name: 'asc' } },
  importedCalls: true,
  messages: {
    orderBy: inOrder,
    include: {
      steps: { orderBy: { position: 'asc' }, include: { toolCalls: { orderBy: [{ position: 'asc' }, { id: 'asc' }] } } },
      attachments: { orderBy: { attachmentId: 'asc' } }
    }
  }
} satisfies Prisma.ConversationInclude

/** A conversation as a file holds it, of one moment; `null` when it is not there any more. A temporary one's calls are read behind it. */
export async function readRecord(userId: string, id: string): Promise<ConversationRecord | null> {
  const content = chatDatabase(id)
  const chat = [
    content.conversation.findFirst({ where: { id, userId, deletedAt: null }, include: wholeConversation }),
    content.vote.findMany({ where: { conversationId: id, userId }, orderBy: [{ createdAt: 'asc' }, { questionId: 'asc' }] })
  ] as const
  const ledger = database().generation.findMany({ where: { conversationId: id, userId }, orderBy: inOrder })
  const [row, votes, calls] = isTemporary(id)
    ? ([...(await content.$transaction([...chat])), await ledger] as const)
    : await database().$transaction([...chat, ledger])
  if (!row) return null
  return {
    id: row.id,
    kind: row.kind === 'compare' ? 'compare' : 'chat',
    title: row.title,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    selectedLeafId: row.selectedLeafId,
    pinnedAt: row.pinnedAt?.toISOString() ?? null,
    archivedAt: row.archivedAt?.toISOString() ?? null,
    continuedAt: row.continuedAt?.toISOString() ?? null,
    folderId: row.folderId,
    tags: row.tags.map(({ name }) => name),
    settings: row.settings === null ? null : JSON.parse(row.settings),
    rerunOfId: row.rerunOfId,
    forkedFromId: row.forkedFromId,
    forkedAtId: row.forkedAtId,
    blind: row.blind,
    notes: row.notes,
    messages: row.messages.map(messageRecordOf),
    votes: votes.map(({ questionId, lane, lanes, createdAt }) => ({
      questionId,
      lane,
      lanes: JSON.parse(lanes),
      createdAt: createdAt.toISOString()
    })),
    calls: inOrderOfMaking([...calls.map(callRecordOf), ...row.importedCalls.map(({ call }): CallRecord => JSON.parse(call))])
  }
}

/** An answer that is being written has no parts yet: in a file it is one that was interrupted. */
function messageRecordOf(row: StoredMessage): MessageRecord {
  return {
    id: row.id,
    parentId: row.parentId,
    role: row.role === 'user' ? 'user' : 'assistant',
    status: row.status === 'streaming' ? 'interrupted' : (row.status as MessageRecord['status']),
    createdAt: row.createdAt.toISOString(),
    requestHash: row.requestHash,
    settings: row.settings === null ? null : JSON.parse(row.settings),
    metadata: JSON.parse(row.metadata),
    parts: JSON.parse(row.parts),
    steps: row.steps.map(stepRecordOf),
    attachmentIds: row.attachments.map(({ attachmentId }) => attachmentId)
  }
}

function stepRecordOf(row: StoredStep): StepRecord {
  return {
    position: row.position,
    model: row.model,
    provider: row.provider,
    generationId: row.generationId,
    ended: row.ended,
    createdAt: row.createdAt.toISOString(),
    wire: row.wire,
    toolCalls: row.toolCalls.map(call => ({
      id: call.id,
      position: call.position,
      wireId: call.wireId,
      name: call.name,
      arguments: call.arguments,
      status: call.status as StepRecord['toolCalls'][number]['status'],
      output: call.output,
      durationMs: call.durationMs
    }))
  }
}

/** The columns of a ledger row but for whose it is, where it belongs, and when its cost is asked for again. */
function callRecordOf(row: Generation): CallRecord {
  const amount = (value: bigint | null) => (value === null ? null : String(value))
  return {
    id: row.id,
    openRouterId: row.openRouterId,
    upstream: row.upstream as CallRecord['upstream'],
    kind: row.kind as CallRecord['kind'],
    messageId: row.messageId,
    position: row.position,
    attempt: row.attempt,
    model: row.model,
    servedModel: row.servedModel,
    provider: row.provider,
    effort: row.effort,
    inputTokens: row.inputTokens,
    outputTokens: row.outputTokens,
    cacheReadTokens: row.cacheReadTokens,
    cacheWriteTokens: row.cacheWriteTokens,
    reasoningTokens: row.reasoningTokens,
    costState: row.costState as CallRecord['costState'],
    costPicoUsd: amount(row.costPicoUsd),
    providerPicoUsd: amount(row.providerPicoUsd),
    feePicoUsd: amount(row.feePicoUsd),
    toolFeePicoUsd: amount(row.toolFeePicoUsd),
    reasoningPicoUsd: amount(row.reasoningPicoUsd),
    cacheSavedPicoUsd: amount(row.cacheSavedPicoUsd),
    reservedPicoUsd: amount(row.reservedPicoUsd),
    discarded: row.discarded,
    finishReason: row.finishReason,
    nativeFinishReason: row.nativeFinishReason,
    errorCode: row.errorCode,
    usage: row.usage,
    timeToFirstTokenMs: row.timeToFirstTokenMs,
    durationMs: row.durationMs,
    createdAt: row.createdAt.toISOString()
  }
}

/** Rows of the ledger and those that were imported; ISO times sort as text. */
function inOrderOfMaking(calls: CallRecord[]): CallRecord[] {
  const key = ({ createdAt, id }: CallRecord) => `${createdAt} ${id}`
  return calls.sort((left, right) => (key(left) < key(right) ? -1 : 1))
}

export function folderRecordOf({ id, name, model, systemPrompt, createdAt }: Folder): FolderRecord {
  return { id, name, model, systemPrompt, createdAt: createdAt.toISOString() }
}
