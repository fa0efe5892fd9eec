import 'server-only'
import { branchTo } from '../chat/branch.ts'
import type { ChatMessage, MessageStatus } from '../chat/message.ts'
import type { TurnRequest } from '../chat/turn-request.ts'
import { AppError, NotFoundError } from '../errors.ts'
import { database } from './client.ts'
import { readStatus } from './conversations.ts'
import { Prisma } from './generated/client.ts'
import { readMetadata, readParts, readSettings, type StoredMetadata } from './json-columns.ts'
import { type GenerationOutcome, type NewGeneration, openGeneration, settleGeneration } from './ledger.ts'

/** An assistant message that exists already: its POST was repeated. */
export interface ExistingTurn {
  kind: 'existing'
  status: MessageStatus
}

export interface OpenedTurn {
  kind: 'opened'
  /** The first turn of its conversation. */
  newConversation: boolean
}

/** The first 60 characters of the question, cut at a word. */
function titleFrom(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line.length <= 60) return line
  const cut = line.slice(0, 60)
  const space = cut.lastIndexOf(' ')
  return `${(space > 30 ? cut.slice(0, space) : cut).toWellFormed().trimEnd()}…`
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
  now: Date
): Promise<ExistingTurn | OpenedTurn> {
  const existing = await findExisting(userId, request.assistantMessageId, requestHash)
  if (existing) return existing
  const conversation = await database().conversation.findUnique({
    where: { id: request.conversationId },
    select: {
      userId: true,
      deletedAt: true,
      kind: true,
      messages: { where: { OR: [{ status: 'streaming' }, { id: request.parentId ?? '' }] }, select: { id: true, role: true, status: true } }
    }
  })
  if (conversation && (conversation.userId !== userId || conversation.deletedAt)) throw new NotFoundError('conversation')
  checkPlace(request, conversation)
  try {
    await database().$transaction([...turnWrites(userId, request, requestHash, conversation === null, now), openGeneration(generation)])
  } catch (error) {
    // Two POSTs with the same id at the same time: one wins, the other re-attaches to it.
    const winner = isUniqueViolation(error) ? await findExisting(userId, request.assistantMessageId, requestHash) : null
    if (winner) return winner
    if (isUniqueViolation(error)) throw new AppError('id_taken', 422, 'One of the ids in the request belongs to something else.')
    throw error
  }
  return { kind: 'opened', newConversation: conversation === null }
}

async function findExisting(userId: string, assistantMessageId: string, requestHash: string): Promise<ExistingTurn | null> {
  const row = await database().message.findFirst({
    where: { id: assistantMessageId, conversation: { userId } },
    select: { requestHash: true, status: true }
  })
  if (!row) return null
  if (row.requestHash !== requestHash) {
    throw new AppError('idempotency_mismatch', 422, 'This message id was used before, with another request.')
  }
  return { kind: 'existing', status: readStatus(row.status) }
}

interface Place {
  kind: string
  messages: { id: string; role: string; status: string }[]
}

function checkPlace(request: TurnRequest, conversation: Place | null): void {
  const live = conversation?.messages.find(message => message.status === 'streaming')
  if (live && conversation?.kind === 'chat') {
    throw new AppError('turn_active', 409, 'This conversation is still being answered.', { retryable: true, messageId: live.id })
  }
  if (request.parentId === null) return
  const parent = conversation?.messages.find(message => message.id === request.parentId)
  const expectedRole = request.trigger === 'submit-message' ? 'assistant' : 'user'
  if (!parent) throw new NotFoundError('message')
  if (parent.role !== expectedRole) throw new AppError('invalid_parent', 400, `parentId must name a message of role ${expectedRole}.`)
}

function turnWrites(userId: string, request: TurnRequest, requestHash: string, isNew: boolean, now: Date): Prisma.PrismaPromise<unknown>[] {
  const { conversationId, assistantMessageId } = request
  const submitted = request.trigger === 'submit-message' ? request.message : null
  const title = titleFrom(submitted?.parts.map(part => part.text).join(' ') ?? '')
  const conversation = isNew
    ? database().conversation.create({
        data: { id: conversationId, userId, title, selectedLeafId: assistantMessageId, createdAt: now, updatedAt: now }
      })
    : database().conversation.update({ where: { id: conversationId }, data: { selectedLeafId: assistantMessageId, updatedAt: now } })
  const messages: Prisma.MessageCreateManyInput[] = [
    {
      id: assistantMessageId,
      conversationId,
      parentId: submitted?.id ?? request.parentId,
      role: 'assistant',
      status: 'streaming',
      parts: '[]',
      settings: JSON.stringify(request.settings),
      requestHash,
      // One millisecond after its question: rows sort by time, and both are made in the same one.
      createdAt: new Date(now.getTime() + 1)
    }
  ]
  if (submitted) {
    messages.unshift({
      id: submitted.id,
      conversationId,
      parentId: request.parentId,
      role: 'user',
      status: 'complete',
      parts: JSON.stringify(submitted.parts),
      createdAt: now
    })
  }
  return [conversation, database().message.createMany({ data: messages })]
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
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
  id: string
  messageId: string
  position: number
  wire: string
  model: string
  provider: string | null
  generationId: string | null
  ended: boolean
  toolCalls: { id: string; position: number; wireId: string; name: string; arguments: string }[]
}

/** What a step's transaction does to the ledger besides. */
export interface StepLedger {
  settle: { id: string; outcome: Partial<GenerationOutcome> }
  /** The row of the call that follows the tools. */
  next?: NewGeneration
}

/** Makes a step durable: its wire message, its calls and its ledger row, together. */
export async function saveStep(step: EndedStep, ledger: StepLedger): Promise<void> {
  const { toolCalls, ...row } = step
  await database().$transaction([
    database().step.create({ data: row }),
    ...(toolCalls.length > 0
      ? [database().toolCall.createMany({ data: toolCalls.map(call => ({ ...call, stepId: step.id, status: 'running' })) })]
      : []),
    settleGeneration(ledger.settle.id, ledger.settle.outcome),
    ...(ledger.next ? [openGeneration(ledger.next)] : [])
  ])
}

/** Stores a tool's result; what goes back to the model is read from here. */
export async function saveToolResult(id: string, result: { status: 'ok' | 'error'; output: string; durationMs: number }): Promise<void> {
  await database().toolCall.update({ where: { id }, data: result })
}

/** How a turn ended. */
export interface TurnEnd {
  messageId: string
  conversationId: string
  status: Exclude<MessageStatus, 'streaming'>
  parts: ChatMessage['parts']
  metadata: StoredMetadata
}

/** Ends a message, once: a second end of the same message changes nothing and answers `false`. */
export async function endTurn(end: TurnEnd, now: Date): Promise<boolean> {
  const [message] = await database().$transaction([
    database().message.updateMany({
      where: { id: end.messageId, status: 'streaming' },
      data: { status: end.status, parts: JSON.stringify(end.parts), metadata: JSON.stringify(end.metadata) }
    }),
    database().conversation.updateMany({ where: { id: end.conversationId }, data: { updatedAt: now } })
  ])
  return message.count === 1
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
    include: { steps: { orderBy: { position: 'asc' }, select: { position: true } }, conversation: { select: { userId: true } } }
  })
  return rows.map(row => ({
    messageId: row.id,
    conversationId: row.conversationId,
    userId: row.conversation.userId,
    settings: row.settings === null ? null : readSettings(row.settings),
    /** Steps that were durable when the process died. */
    savedSteps: row.steps.length
  }))
}

/** Stores a step that a dead process did not get to store. */
export async function saveRecoveredStep(step: EndedStep): Promise<void> {
  const { toolCalls: _none, ...row } = step
  await database().step.create({ data: row })
}

/** New cost figures of a message whose generation was settled after its end. */
export async function updateMetadata(messageId: string, change: Partial<StoredMetadata>): Promise<void> {
  const row = await database().message.findUnique({ where: { id: messageId }, select: { metadata: true, status: true } })
  if (!row || row.status === 'streaming') return
  await database().message.update({
    where: { id: messageId },
    data: { metadata: JSON.stringify({ ...readMetadata(row.metadata), ...change }) }
  })
}
