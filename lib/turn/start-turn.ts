import 'server-only'
import { createHash } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import type { TurnRequest } from '../chat/turn-request.ts'
import type { NewGeneration } from '../db/ledger.ts'
import { type HistoryMessage, loadHistory, type OpenedTurn, openTurn } from '../db/turns.ts'
import { AppError } from '../errors.ts'
import { logError } from '../telemetry/log.ts'
import { attach } from './attach.ts'
import { modelInfoOf } from './catalogue.ts'
import { finishTurn } from './finish-turn.ts'
import { hub } from './hub.ts'
import type { LiveTurn } from './live-turn.ts'
import { lookUpNow } from './reconcile-costs.ts'
import { runTurn, type TurnInput, type TurnOutcome } from './run-turn.ts'
import { internalFailure } from './to-failure.ts'
import { upstreamOf } from './upstream.ts'
import { writeTitle } from './write-title.ts'

/**
 * Starts the turn of a request, once: the same request again is given the same turn's stream. Answers when the turn is
 * on disk. From then on it runs to its end in this process, whoever listens.
 */
export async function startTurn(userId: string, request: TurnRequest): Promise<ReadableStream<Uint8Array>> {
  const startedAt = performance.now()
  const now = new Date()
  const upstream = await upstreamOf(userId)
  const generation: NewGeneration = {
    id: uuidv7(),
    userId,
    upstream: upstream.upstream,
    kind: 'chat',
    conversationId: request.conversationId,
    messageId: request.assistantMessageId,
    position: 0,
    attempt: 0,
    model: request.settings.model,
    createdAt: now
  }
  const place = hub()
  if (!(await place.takePlace())) throw busy()
  const { inputModalities } = modelInfoOf(upstream.upstream, request.settings.model)
  let opened: OpenedTurn | null = null
  try {
    const turn = await openTurn(userId, request, hashOf(request), generation, inputModalities, now)
    if (turn.kind === 'opened') opened = turn
  } finally {
    if (!opened) place.releasePlace()
  }
  if (!opened) return attach(userId, request.assistantMessageId)
  const live = place.open({ messageId: request.assistantMessageId, conversationId: request.conversationId, userId })
  const parentId = request.trigger === 'submit-message' ? request.message.id : request.parentId
  live.message.state.metadata = {
    status: 'streaming',
    parentId,
    createdAt: now.toISOString(),
    model: request.settings.model,
    upstream: upstream.upstream
  }
  const input: TurnInput = {
    userId,
    conversationId: request.conversationId,
    messageId: request.assistantMessageId,
    settings: request.settings,
    upstream,
    startedAt,
    signal: live.abort.signal,
    journal: place.journal.begin(live)
  }
  void run(live, input, branchOf(request, opened), generation)
  place.tell(userId, { type: 'turn', conversationId: live.conversationId, messageId: live.messageId, status: 'streaming' })
  return live.subscribe(null) ?? attach(userId, live.messageId)
}

/** What the answer follows. A first question has nothing before it that would have to be read. */
async function branchOf(request: TurnRequest, { parts }: OpenedTurn): Promise<HistoryMessage[]> {
  if (request.trigger === 'regenerate-message') return loadHistory(request.conversationId, request.parentId)
  return request.parentId === null && parts !== null ? [{ role: 'user', parts }] : loadHistory(request.conversationId, request.message.id)
}

async function run(live: LiveTurn, input: TurnInput, branch: Promise<HistoryMessage[]>, generation: NewGeneration): Promise<void> {
  let outcome: TurnOutcome
  try {
    outcome = await runTurn(input, await branch, generation)
  } catch (error) {
    logError('turn.run', error, { messageId: live.messageId })
    outcome = { status: 'failed', failure: internalFailure, pendingGenerations: [] }
  }
  await finishTurn(live, input, outcome)
  hub().releasePlace()
  if (outcome.status === 'complete') void writeTitle({ ...input, model: input.settings.model })
  await lookUpNow(outcome.pendingGenerations).catch((error: unknown) => logError('costs.look-up', error))
}

function busy(): AppError {
  return new AppError('busy', 503, 'Too many answers are being written. Try again in a moment.', { retryable: true, retryAfterMs: 10_000 })
}

/** Two requests are the same when their parsed bodies are. */
function hashOf(request: TurnRequest): string {
  return createHash('sha256').update(JSON.stringify(request)).digest('base64url')
}
