import 'server-only'
import { maxLanes } from '../chat/lane-count.ts'
import type { ChatMessage, MessageStatus } from '../chat/message.ts'
import { isTemporary, temporaryTitle } from '../chat/temporary.ts'
import { titleFromQuestion } from '../chat/title.ts'
import type { TurnRequest, TurnSettings } from '../chat/turn-request.ts'
import { AppError, NotFoundError } from '../errors.ts'
import { linkAttachment } from './attachments.ts'
import { isBudgetReached } from './budget-guard.ts'
import { budgetRefusal } from './budget-refusal.ts'
import { chatDatabase, requireOneKind } from './chat-database.ts'
import { readStatus } from './conversations.ts'
import { markDiscarded } from './discarded.ts'
import { Prisma } from './generated/client.ts'
import { dropUncalled, type NewGeneration, openGeneration } from './ledger.ts'
import { idsOfQuestion, readQuestion, type StoredQuestion } from './question.ts'
import { isTakenMeanwhile } from './quiet-conversation.ts'
import { dropBeyondBound, userInMemory } from './temporary-chats.ts'
import { isUniqueViolation } from './unique-violation.ts'
import { writeChat } from './write-chat.ts'

/** An assistant message that exists already: its POST was repeated. */
export interface ExistingTurn {
  kind: 'existing'
  status: MessageStatus
}

export interface OpenedTurn {
  kind: 'opened'
  /** The question's parts as they are stored; `null` when it is an earlier one that is answered again. */
  parts: ChatMessage['parts'] | null
  /** A blind comparison before its vote: who answers is not shown. */
  isHidden: boolean
}

/**
 * Writes the user message, the assistant placeholder and the first ledger row in one transaction: from here on the
 * turn exists, whatever happens to the process. Throws 400, 402, 404, 409 and 422 before anything is written.
 */
export async function openTurn(
  userId: string,
  request: TurnRequest,
  requestHash: string,
  generation: NewGeneration,
  inputModalities: readonly string[] | undefined,
  now: Date
): Promise<ExistingTurn | OpenedTurn> {
  requireOneKind(idsOf(request))
  const { conversationId } = request
  const place = await readPlace(request)
  const existing = existingTurn(userId, request, requestHash, place)
  if (existing) return existing
  checkPlace(userId, request, place)
  const isNew = place.conversationUserId === null
  const question = await readQuestion(userId, request, { hasFilesBefore: Boolean(place.hasFiles), inputModalities })
  try {
    await writeChat(conversationId, {
      content: turnWrites(userId, request, question, requestHash, isNew, now),
      ledger: [openGeneration(generation)],
      takeBack: () => dropUncalled(generation.id),
      // An ordinary next question abandons nothing.
      follow:
        isNew || isOfComparison(request.settings) || request.parentId === place.selectedLeafId ? undefined : markDiscarded(conversationId)
    })
  } catch (error) {
    if (isBudgetReached(error)) throw await budgetRefusal(generation, Boolean(place.isHidden))
    if (isMissingFile(error)) throw new NotFoundError('attachment')
    if (!isUniqueViolation(error) && !isTakenMeanwhile(error)) throw error
    // Two POSTs with the same id at the same time: one wins, the other re-attaches to it.
    const placeNow = await readPlace(request)
    const winner = existingTurn(userId, request, requestHash, placeNow)
    if (winner) return winner
    checkPlace(userId, request, placeNow)
    if (isUniqueViolation(error)) throw new AppError('id_taken', 422, 'One of the ids in the request belongs to something else.')
    throw error
  }
  return { kind: 'opened', parts: question?.parts ?? null, isHidden: Boolean(place.isHidden) }
}

function idsOf(request: TurnRequest): (string | null)[] {
  const { conversationId, assistantMessageId, parentId } = request
  const message = request.trigger === 'submit-message' ? idsOfQuestion(request.message) : []
  return [conversationId, assistantMessageId, parentId, ...message]
}

/** Everything that decides whether a turn may start, in one read: this stands between the user and the first token. */
interface Place {
  conversationUserId: string | null
  conversationKind: string | null
  deletedAt: unknown
  selectedLeafId: string | null
  /** A running answer that this one has to wait for. */
  liveMessageId: string | null
  isHidden: unknown
  parentRole: string | null
  hasFiles: unknown
  existingUserId: string | null
  existingHash: string | null
  existingStatus: string | null
}

async function readPlace({ conversationId, assistantMessageId, parentId, settings }: TurnRequest): Promise<Place> {
  const [place] = await chatDatabase(conversationId).$queryRaw<Place[]>`
    SELECT c."userId" AS "conversationUserId", c."kind" AS "conversationKind", c."deletedAt" AS "deletedAt",
      c."selectedLeafId" AS "selectedLeafId",
      COALESCE(
        (SELECT "id" FROM "Message" WHERE "conversationId" = c."id" AND "status" = 'streaming'
          AND json_extract("settings", '$.lane') IS ${settings.lane ?? null} LIMIT 1),
        (SELECT "id" FROM "Message" WHERE "conversationId" = c."id" AND "status" = 'streaming' LIMIT 1 OFFSET ${maxLanes - 1})
      ) AS "liveMessageId",
      c."blind" AND NOT EXISTS (SELECT 1 FROM "Vote" WHERE "conversationId" = c."id") AS "isHidden",
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
    throw noConversation(request.conversationId)
  }
  if (isOfComparison(request.settings) && place.conversationKind !== 'compare') {
    throw new AppError('invalid_lane', 400, 'Only a comparison has lanes.')
  }
  if (place.liveMessageId !== null) {
    throw new AppError('turn_active', 409, 'This conversation is still being answered.', {
      retryable: true,
      messageId: place.liveMessageId
    })
  }
  if (request.parentId === null) return
  if (place.conversationUserId === null) throw noConversation(request.conversationId)
  if (place.parentRole === null) throw new NotFoundError('message')
  // A question may also follow one that nobody has answered.
  if (request.trigger === 'regenerate-message' && place.parentRole !== 'user') {
    throw new AppError('invalid_parent', 400, 'parentId must name a question.')
  }
}

/** One in memory goes while pages have it open: after a restart, after a day. */
function noConversation(id: string): AppError {
  return isTemporary(id) ? new AppError('not_found', 404, 'This temporary chat is gone.') : new NotFoundError('conversation')
}

/** A lane's answer, or one made of several: neither moves the branch that a chat shows. */
function isOfComparison({ lane, purpose }: TurnSettings): boolean {
  return lane !== undefined || purpose !== undefined
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
  const { conversationId, assistantMessageId, settings } = request
  const content = chatDatabase(conversationId)
  const isInMemory = isTemporary(conversationId)
  const title = isInMemory ? temporaryTitle : titleFromQuestion(submitted?.parts ?? [])
  const parentId = submitted?.id ?? request.parentId
  return [
    ...(isNew && isInMemory ? [userInMemory(userId)] : []),
    isNew
      ? content.$executeRaw`INSERT INTO "Conversation" ("id", "userId", "title", "selectedLeafId", "createdAt", "updatedAt")
          VALUES (${conversationId}, ${userId}, ${title}, ${assistantMessageId}, ${now}, ${now})`
      : content.$executeRaw`UPDATE "Conversation" SET
            "selectedLeafId" = ${isOfComparison(settings) ? Prisma.sql`"selectedLeafId"` : assistantMessageId},
            "title" = CASE WHEN "title" = '' THEN ${title} ELSE "title" END,
            "updatedAt" = CASE WHEN "deletedAt" IS NULL AND NOT EXISTS (
              SELECT 1 FROM "Message" WHERE "conversationId" = ${conversationId} AND "status" = 'streaming'
                AND json_extract("settings", '$.lane') IS ${settings.lane ?? null}
            ) THEN ${now} END
          WHERE "id" = ${conversationId}`,
    ...(submitted ? questionWrites(conversationId, request.parentId, submitted, now) : []),
    answerWrite({ id: assistantMessageId, conversationId, parentId, settings, requestHash }, now),
    ...(isNew && isInMemory ? [dropBeyondBound()] : [])
  ]
}

/** The user's message and what it shows. */
export function questionWrites(
  conversationId: string,
  parentId: string | null,
  { id, parts, attachmentIds }: StoredQuestion,
  now: Date
): Prisma.PrismaPromise<unknown>[] {
  return [
    chatDatabase(conversationId)
      .$executeRaw`INSERT INTO "Message" ("id", "conversationId", "parentId", "role", "status", "parts", "createdAt")
      VALUES (${id}, ${conversationId}, ${parentId}, 'user', 'complete', ${JSON.stringify(parts)}, ${now})`,
    ...attachmentIds.map(attachmentId => linkAttachment(id, conversationId, attachmentId))
  ]
}

interface NewAnswer {
  id: string
  conversationId: string
  parentId: string | null
  settings: TurnSettings
  requestHash: string
}

/** The placeholder of an answer. */
export function answerWrite(answer: NewAnswer, now: Date): Prisma.PrismaPromise<unknown> {
  const { id, conversationId, parentId, settings, requestHash } = answer
  // One millisecond after its question: rows sort by time, and both are made in the same one.
  const answeredAt = new Date(now.getTime() + 1)
  return chatDatabase(conversationId).$executeRaw`INSERT INTO "Message"
      ("id", "conversationId", "parentId", "role", "status", "parts", "settings", "requestHash", "createdAt")
    VALUES (${id}, ${conversationId}, ${parentId}, 'assistant', 'streaming', '[]', ${JSON.stringify(settings)}, ${requestHash}, ${answeredAt})`
}

/** A file of the question was purged after it was looked up: everything else that a turn refers to it writes itself. */
export function isMissingFile(error: unknown): boolean {
  return error instanceof Error && error.message.includes('FOREIGN KEY constraint failed')
}
