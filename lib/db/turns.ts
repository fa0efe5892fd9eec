import 'server-only'
import { branchTo } from '../chat/branch.ts'
import type { ChatMessage, MessageStatus } from '../chat/message.ts'
import { isBudgetReached } from './budget-guard.ts'
import { budgetRefusal } from './budget-refusal.ts'
import { chatDatabase } from './chat-database.ts'
import { database } from './client.ts'
import { readStatus } from './conversations.ts'
import { followLedger } from './follow-ledger.ts'
import type { Prisma } from './generated/client.ts'
import { readParts, readSettings, type StoredMetadata } from './json-columns.ts'
import { dropUncalled, type GenerationOutcome, type NewGeneration, openGeneration, settleGeneration } from './ledger.ts'
import { isUniqueViolation } from './unique-violation.ts'
import { writeChat } from './write-chat.ts'

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
  const content = chatDatabase(conversationId)
  const tree = await content.message.findMany({
    where: { conversationId },
    select: { id: true, parentId: true, role: true, status: true },
    orderBy: { createdAt: 'asc' }
  })
  const nodes = tree.map(row => ({ ...row, metadata: { parentId: row.parentId, status: readStatus(row.status), createdAt: '' } }))
  const branch = branchTo(nodes, leafId)
  const ids = branch.map(node => node.id)
  const [texts, steps] = await Promise.all([
    content.message.findMany({ where: { id: { in: ids }, role: 'user' }, select: { id: true, parts: true } }),
    content.step.findMany({
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

function stepWrites({ row: { toolCalls, ...row } }: UnsavedStep): Prisma.PrismaPromise<unknown>[] {
  const { messageId, position: stepPosition } = row
  const content = chatDatabase(messageId)
  const calls = toolCalls.map(call => ({ ...call, messageId, stepPosition, status: 'running' }))
  return [content.step.create({ data: row }), ...(calls.length > 0 ? [content.toolCall.createMany({ data: calls })] : [])]
}

/**
 * Makes a step durable before its tools run: wire message, calls, its ledger row, and the row of the call that follows. When that
 * call would pass a budget nothing is written, and the refusal is thrown.
 */
export async function saveStep(step: UnsavedStep, next: NewGeneration): Promise<void> {
  const save = (stored: UnsavedStep) =>
    writeChat(stored.row.messageId, {
      content: stepWrites(stored),
      ledger: [settleGeneration(stored.settle.id, stored.settle.outcome), openGeneration(next)],
      takeBack: () => dropUncalled(next.id)
    })
  try {
    await save(step)
  } catch (error) {
    if (isBudgetReached(error)) throw await budgetRefusal(next)
    const own = await withoutRepeatedId(step, error)
    if (!own) throw error
    await save(own)
  }
}

/**
 * A step that could not be stored because its generation id is another call's, without the id; `null` when something else is wrong
 * with it. The other row has what that id was billed: what this call cost is not known.
 */
export async function withoutRepeatedId(step: UnsavedStep, error: unknown): Promise<UnsavedStep | null> {
  const { id, outcome } = step.settle
  if (!isUniqueViolation(error) || !outcome.openRouterId) return null
  const owner = await database().generation.findUnique({ where: { openRouterId: outcome.openRouterId }, select: { id: true } })
  return owner === null || owner.id === id ? null : { ...step, settle: { id, outcome: { ...outcome, ...unnamedCost } } }
}

const unnamedCost = {
  openRouterId: null,
  costState: 'unknown',
  costPicoUsd: null,
  providerPicoUsd: null,
  feePicoUsd: null,
  toolFeePicoUsd: null,
  reasoningPicoUsd: null,
  nextLookupAt: null
} as const

/** Stores a tool's result; what goes back to the model is read from here. */
export async function saveToolResult(id: string, result: { status: 'ok' | 'error'; output: string; durationMs: number }): Promise<void> {
  await chatDatabase(id).toolCall.update({ where: { id }, data: result })
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
  const { messageId, lastStep } = end
  await writeChat(messageId, {
    content: [
      ...(lastStep ? stepWrites(lastStep) : []),
      chatDatabase(messageId).message.updateMany({
        where: { id: messageId, status: 'streaming' },
        data: { status: end.status, parts: JSON.stringify(end.parts), metadata: JSON.stringify(end.metadata) }
      })
    ],
    ledger: lastStep ? [settleGeneration(lastStep.settle.id, lastStep.settle.outcome)] : [],
    // The sums in `metadata` were read before: a cost may have been settled since.
    follow: followLedger(messageId)
  })
}

/** A message of this user's with what re-attaching and stopping need; `null` when there is none. */
export async function findMessage(userId: string, id: string) {
  return chatDatabase(id).message.findFirst({
    where: { id, conversation: { userId, deletedAt: null } },
    include: { conversation: { select: { id: true, userId: true, blind: true } } }
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
