import 'server-only'
import type { NewComparison } from '../chat/comparison.ts'
import type { ChatMessage } from '../chat/message.ts'
import { titleFromQuestion } from '../chat/title.ts'
import type { TurnSettings } from '../chat/turn-request.ts'
import { AppError, NotFoundError } from '../errors.ts'
import { isBudgetReached } from './budget-guard.ts'
import { budgetRefusal } from './budget-refusal.ts'
import { requireOneKind } from './chat-database.ts'
import { database } from './client.ts'
import { type NewGeneration, openGeneration } from './ledger.ts'
import { answerWrite, isMissingFile, questionWrites } from './open-turn.ts'
import { idsOfQuestion, readQuestion } from './question.ts'
import { isUniqueViolation } from './unique-violation.ts'

/** A lane in its column. */
export interface NewLane {
  assistantMessageId: string
  settings: TurnSettings
  generation: NewGeneration
  /** What its model can read; `undefined` when the catalogue does not say. */
  inputModalities: readonly string[] | undefined
}

/** Whether this very comparison is there. Throws 404 and 422 for one that it cannot be. */
export async function hasComparison(userId: string, request: NewComparison, requestHash: string): Promise<boolean> {
  const row = await database().conversation.findUnique({
    where: { id: request.conversationId },
    select: {
      userId: true,
      deletedAt: true,
      messages: { where: { id: request.lanes[0]?.assistantMessageId ?? '' }, select: { requestHash: true } }
    }
  })
  if (!row) return false
  if (row.userId !== userId || row.deletedAt !== null) throw new NotFoundError('conversation')
  if (row.messages[0]?.requestHash !== requestHash) {
    throw new AppError('idempotency_mismatch', 422, 'This conversation id was used before, with another request.')
  }
  return true
}

/**
 * Writes a comparison, its question, and every lane with its ledger row in one transaction. Answers with the question's
 * parts; `null` when the same request was there first. Throws 400, 402, 404, 413 and 422 before anything is written.
 */
export async function openComparison(
  userId: string,
  request: NewComparison,
  lanes: readonly NewLane[],
  requestHash: string,
  now: Date
): Promise<ChatMessage['parts'] | null> {
  const { conversationId, message, rerunOfId = null } = request
  requireOneKind([conversationId, ...idsOfQuestion(message)])
  if (rerunOfId !== null) {
    const original = await database().conversation.findFirst({ where: { id: rerunOfId, userId, kind: 'compare', deletedAt: null } })
    if (!original) throw new NotFoundError('conversation')
  }
  const [question] = await Promise.all(
    lanes.map(({ assistantMessageId, settings, inputModalities }) =>
      readQuestion(
        userId,
        { trigger: 'submit-message', conversationId, parentId: null, assistantMessageId, message, settings },
        { hasFilesBefore: false, inputModalities }
      )
    )
  )
  if (!question) throw new Error('A comparison without a question')
  const blind = request.blind ?? false
  const leaf = lanes[0]?.assistantMessageId ?? null
  try {
    await database().$transaction([
      database().$executeRaw`INSERT INTO "Conversation"
          ("id", "userId", "kind", "title", "selectedLeafId", "blind", "rerunOfId", "createdAt", "updatedAt")
        VALUES (${conversationId}, ${userId}, 'compare', ${titleFromQuestion(question.parts)}, ${leaf}, ${blind}, ${rerunOfId}, ${now}, ${now})`,
      ...questionWrites(conversationId, null, question, now),
      ...lanes.flatMap(({ assistantMessageId: id, settings, generation }) => [
        answerWrite({ id, conversationId, parentId: question.id, settings, requestHash }, now),
        openGeneration(generation)
      ])
    ])
  } catch (error) {
    if (isBudgetReached(error)) throw await lanesRefusal(lanes)
    if (isMissingFile(error)) throw new NotFoundError('attachment')
    if (!isUniqueViolation(error)) throw error
    if (await hasComparison(userId, request, requestHash)) return null
    throw new AppError('id_taken', 422, 'One of the ids in the request belongs to something else.')
  }
  return question.parts
}

/** The lanes are refused together: what they are estimated at in all, against every budget of any of them. */
function lanesRefusal(lanes: readonly NewLane[]): Promise<AppError> {
  const [first] = lanes
  if (!first) throw new Error('A comparison without lanes')
  const reservations = lanes.flatMap(({ generation }) => generation.reservation ?? [])
  const limits = new Map(reservations.flatMap(reservation => reservation.limits.map(limit => [limit.id, limit])))
  const amounts = reservations.map(({ picoUsd }) => picoUsd)
  const total = amounts.reduce((sum, amount) => (sum === null || amount === null ? null : sum + amount), 0n)
  return budgetRefusal({ ...first.generation, reservation: { picoUsd: total, limits: [...limits.values()] } })
}
