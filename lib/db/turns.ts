import 'server-only'
import { branchTo } from '../chat/branch.ts'
import type { ChatMessage, MessageStatus } from '../chat/message.ts'
import { titleFromQuestion } from '../chat/title.ts'
import type { TurnRequest } from '../chat/turn-request.ts'
import { AppError, NotFoundError } from '../errors.ts'
import { linkAttachment } from './attachments.ts'
import { database } from './client.ts'
import { readStatus } from './conversations.ts'
import type { Prisma } from './generated/client.ts'
import { readParts, readSettings, type StoredMetadata } from './json-columns.ts'
import { followLedger, type GenerationOutcome, type NewGeneration, openGeneration, settleGeneration } from './ledger.ts'
import { readQuestion, type StoredQuestion } from './question.ts'

/** An assistant message that exists already: its POST was repeated. */
export interface ExistingTurn {
  kind: 'existing'
  status: MessageStatus
}

export interface OpenedTurn {
  kind: 'opened'
  /** The question's parts as they are stored; `null` when it is an earlier one that is answered again. */
  parts: ChatMessage['parts'] | null
}

/**
 * Writes the user message, the assistant placeholder and the first ledger row in one transaction: from here on the
 * turn exists, whatever happens to the process. Throws 404, 409 and 422 before anything is written.
 */
export async function openTurn(
  userId: string,
  request: TurnRequest,
  requestHash: string,
  generation: NewGeneration,
  inputModalities: readonly string[] | undefined,
  now: Date
): Promise<ExistingTurn | OpenedTurn> {
  const place = await readPlace(request)
  const existing = existingTurn(userId, request, requestHash, place)
  if (existing) return existing
  checkPlace(userId, request, place)
  const isNew = place.conversationUserId === null
  const question = await readQuestion(userId, request, { hasFilesBefore: Boolean(place.hasFiles), inputModalities })
  try {
    await database().$transaction([...turnWrites(userId, request, question, requestHash, isNew, now), openGeneration(generation)])
  } catch (error) {
    // Two POSTs with the same id at the same time: one wins, the other re-attaches to it.
    const winner = isUniqueViolation(error) ? existingTurn(userId, request, requestHash, await readPlace(request)) : null
    if (winner) return winner
    if (isUniqueViolation(error)) throw new AppError('id_taken', 422, 'One of the ids in the request belongs to something else.')
    throw error
  }
  return { kind: 'opened', parts: question?.parts ?? null }
}

/** Everything that decides whether a turn may start, in one read: this stands between the user and the first token. */
interface Place {
  conversationUserId: string | null
  conversationKind: string | null
  deletedAt: unknown
  liveMessageId: string | null
  parentRole: string | null
  hasFiles: unknown
  existingUserId: string | null
  existingHash: string | null
  existingStatus: string | null
}

async function readPlace({ conversationId, assistantMessageId, parentId }: TurnRequest): Promise<Place> {
  const [place] = await database().$queryRaw<Place[]>`
    SELECT c."userId" AS "conversationUserId", c."kind" AS "conversationKind", c."deletedAt" AS "deletedAt",
      (SELECT "id" FROM "Message" WHERE "conversationId" = c."id" AND "status" = 'streaming' LIMIT 1) AS "liveMessageId",
      (SELECT "role" FROM "Message" WHERE "id" = ${parentId} AND "conversationId" = c."id") AS "parentRole",
      EXISTS (SELECT 1 FROM "MessageAttachment" WHERE "conversationId" = c."id") AS "hasFiles",
      o."userId" AS "existingUserId", m."requestHash" AS "existingHash", m."status" AS "existingStatus"
    FROM (SELECT 1)
    LEFT JOIN "Conversation" c ON c."id" = ${conversationId}
    LEFT JOIN "Message" m ON m."id" = ${assistantMessageId}
    LEFT JOIN "Conversation" o ON o."id" = m."conversationId"`
  if (!place) throw new Error('SELECT without FROM gave no row')
  return place
}

function existingTurn(userId: string, request: TurnRequest, requestHash: string, place: Place): ExistingTurn | null {
  if (place.existingStatus === null || place.existingUserId !== userId) return null
  if (place.existingHash !== requestHash) {
    throw new AppError('idempotency_mismatch', 422, 'This message id was used before, with another request.', {
      messageId: request.assistantMessageId
    })
  }
  return { kind: 'existing', status: readStatus(place.existingStatus) }
}

function checkPlace(userId: string, request: TurnRequest, place: Place): void {
  if (place.conversationUserId !== null && (place.conversationUserId !== userId || place.deletedAt !== null)) {
    throw new NotFoundError('conversation')
  }
  if (place.liveMessageId !== null && place.conversationKind === 'chat') {
    throw new AppError('turn_active', 409, 'This conversation is still being answered.', {
      retryable: true,
      messageId: place.liveMessageId
    })
  }
  if (request.parentId === null) return
  const expectedRole = request.trigger === 'submit-message' ? 'assistant' : 'user'
  if (place.parentRole === null) throw new NotFoundError('message')
  if (place.parentRole !== expectedRole) throw new AppError('invalid_parent', 400, `parentId must name a message of role ${expectedRole}.`)
}

/**
 * Raw, because this stands between the user and the first token: the query compiler takes longer over these rows than
 * SQLite does over writing them.
 */
function turnWrites(
  userId: string,
  request: TurnRequest,
  submitted: StoredQuestion | null,
  requestHash: string,
  isNew: boolean,
  now: Date
): Prisma.PrismaPromise<unknown>[] {
  const { conversationId, assistantMessageId } = request
  const title = titleFromQuestion(submitted?.parts ?? [])
  // One millisecond after its question: rows sort by time, and both are made in the same one.
  const answeredAt = new Date(now.getTime() + 1)
  return [
    isNew
      ? database().$executeRaw`INSERT INTO "Conversation" ("id", "userId", "title", "selectedLeafId", "createdAt", "updatedAt")
          VALUES (${conversationId}, ${userId}, ${title}, ${assistantMessageId}, ${now}, ${now})`
      : database().$executeRaw`UPDATE "Conversation" SET "selectedLeafId" = ${assistantMessageId}, "updatedAt" = ${now}
          WHERE "id" = ${conversationId}`,
    ...(submitted
      ? [
          database().$executeRaw`INSERT INTO "Message" ("id", "conversationId", "parentId", "role", "status", "parts", "createdAt")
            VALUES (${submitted.id}, ${conversationId}, ${request.parentId}, 'user', 'complete', ${JSON.stringify(submitted.parts)}, ${now})`,
          ...submitted.attachmentIds.map(id => linkAttachment(submitted.id, conversationId, id))
        ]
      : []),
    database().$executeRaw`INSERT INTO "Message"
        ("id", "conversationId", "parentId", "role", "status", "parts", "settings", "requestHash", "createdAt")
      VALUES (${assistantMessageId}, ${conversationId}, ${submitted?.id ?? request.parentId}, 'assistant', 'streaming', '[]',
        ${JSON.stringify(request.settings)}, ${requestHash}, ${answeredAt})`
  ]
}

function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error)) return false
  // Raw statements report the database's own words.
  return error.code === 'P2002' || (error.code === 'P2010' && error.message.includes('UNIQUE constraint failed'))
}

/** What of a branch goes into the next request. */
export type HistoryMessage =
  | { role: 'user'; parts: ChatMessage['parts'] }
  | { role: 'assistant'; id: string; status: MessageStatus; steps: HistoryStep[] }

export interface HistoryStep {
  /** JSON, verbatim. */
  wire: string
  model: string
  provider: string | null
  ended: boolean
  /** In call order. `output` is `null` when the call never got a result. */
  toolCalls: { wireId: string; output: string | null }[]
}

/** The branch that ends in `leafId`, first message first. */
export async function loadHistory(conversationId: string, leafId: string): Promise<HistoryMessage[]> {
  const tree = await database().message.findMany({
    where: { conversationId },
    select: { id: true, parentId: true, role: true, status: true },
    orderBy: { createdAt: 'asc' }
  })
  const nodes = tree.map(row => ({ ...row, metadata: { parentId: row.parentId, status: readStatus(row.status), createdAt: '' } }))
  const branch = branchTo(nodes, leafId)
  const ids = branch.map(node => node.id)
  const [texts, steps] = await Promise.all([
    database().message.findMany({ where: { id: { in: ids }, role: 'user' }, select: { id: true, parts: true } }),
    database().step.findMany({
      where: { messageId: { in: ids } },
      orderBy: { position: 'asc' },
      include: { toolCalls: { orderBy: { position: 'asc' }, select: { wireId: true, output: true } } }
    })
  ])
  const partsOf = new Map(texts.map(row => [row.id, row.parts]))
  const stepsOf = Map.groupBy(steps, step => step.messageId)
  return branch.map(node =>
    node.role === 'user'
      ? { role: 'user', parts: readParts(partsOf.get(node.id) ?? '[]') }
      : { role: 'assistant', id: node.id, status: readStatus(node.status), steps: stepsOf.get(node.id) ?? [] }
  )
}

/** One upstream call, as it goes to disk before its tools run. */
export interface EndedStep {
  messageId: string
  position: number
  wire: string
  model: string
  provider: string | null
  generationId: string | null
  ended: boolean
  toolCalls: { id: string; position: number; wireId: string; name: string; arguments: string }[]
}

/** A step that came to its end, with what its ledger row becomes. */
export interface UnsavedStep {
  row: EndedStep
  settle: { id: string; outcome: Partial<GenerationOutcome> }
}

function stepWrites({ row: { toolCalls, ...row }, settle }: UnsavedStep): Prisma.PrismaPromise<unknown>[] {
  const { messageId, position: stepPosition } = row
  const calls = toolCalls.map(call => ({ ...call, messageId, stepPosition, status: 'running' }))
  return [
    database().step.create({ data: row }),
    ...(calls.length > 0 ? [database().toolCall.createMany({ data: calls })] : []),
    settleGeneration(settle.id, settle.outcome)
  ]
}

/** Makes a step durable before its tools run: wire message, calls, its ledger row, and the row of the call that follows. */
export async function saveStep(step: UnsavedStep, next: NewGeneration): Promise<void> {
  await database().$transaction([...stepWrites(step), openGeneration(next)])
}

/** Stores a tool's result; what goes back to the model is read from here. */
export async function saveToolResult(id: string, result: { status: 'ok' | 'error'; output: string; durationMs: number }): Promise<void> {
  await database().toolCall.update({ where: { id }, data: result })
}

/** How a turn ended. */
export interface TurnEnd {
  messageId: string
  status: Exclude<MessageStatus, 'streaming'>
  parts: ChatMessage['parts']
  metadata: StoredMetadata
  /** The step that the turn ended with. */
  lastStep?: UnsavedStep
}

/** Ends a message, in one transaction with its last step. */
export async function endTurn(end: TurnEnd): Promise<void> {
  await database().$transaction([
    ...(end.lastStep ? stepWrites(end.lastStep) : []),
    database().message.updateMany({
      where: { id: end.messageId, status: 'streaming' },
      data: { status: end.status, parts: JSON.stringify(end.parts), metadata: JSON.stringify(end.metadata) }
    }),
    // The sums in `metadata` were read before: a cost may have been settled since.
    followLedger(end.messageId)
  ])
}

/** A message of this user's with what re-attaching and stopping need; `null` when there is none. */
export async function findMessage(userId: string, id: string) {
  return database().message.findFirst({
    where: { id, conversation: { userId, deletedAt: null } },
    include: { conversation: { select: { id: true, userId: true } } }
  })
}

/** Every message that a dead process left `streaming`. */
export async function orphanedTurns() {
  const rows = await database().message.findMany({
    where: { status: 'streaming' },
    include: { steps: { orderBy: { position: 'asc' }, select: { wire: true, model: true } }, conversation: { select: { userId: true } } }
  })
  return rows.map(row => ({
    messageId: row.id,
    conversationId: row.conversationId,
    userId: row.conversation.userId,
    settings: row.settings === null ? null : readSettings(row.settings),
    /** Steps that were durable when the process died. */
    savedSteps: row.steps
  }))
}

/** Stores a step that a dead process did not get to store. */
export async function saveRecoveredStep(step: EndedStep): Promise<void> {
  const { toolCalls: _none, ...row } = step
  await database().step.create({ data: row })
}
