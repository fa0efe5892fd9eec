import { setTimeout as sleep } from 'node:timers/promises'
import type { MessageMetadata } from '../chat/message.ts'
import type { StoredMetadata } from '../db/json-columns.ts'
import { costOfMessage, dropUncalled, releaseAbandonedGenerations } from '../db/ledger.ts'
import { endTurn, type UnsavedStep, withoutRepeatedId } from '../db/turns.ts'
import { log, logError } from '../telemetry/log.ts'
import { noteFault } from './health.ts'
import { hub } from './hub.ts'
import type { TurnJournal } from './journal-entry.ts'
import type { LiveTurn } from './live-turn.ts'
import type { TurnInput, TurnOutcome } from './run-turn.ts'
import { internalFailure } from './to-failure.ts'

/** What a tool card says of a call that the turn's end left without a result. */
export const neverRan = 'Not run: the answer ended before.'

/** A database that is locked or full gets time to recover; until then the turn has not ended, and its journal stays. */
const retryMs = 2000
const loggedAttempts = 3

type End = Omit<TurnOutcome, 'pendingGenerations'>

/** Stores the end of a turn in one transaction, and only then tells the readers. Never throws. */
export async function finishTurn(turn: LiveTurn, input: TurnInput, outcome: TurnOutcome): Promise<void> {
  await closeParts(turn, input.journal)
  const messageMetadata = await storeUntilStored(turn, input, outcome)
  try {
    turn.show([{ type: 'message-metadata', messageMetadata }, { type: 'finish' }])
    turn.close()
  } catch (error) {
    logError('turn.show', error, { messageId: turn.messageId })
    turn.fail(new Error('The end of the turn could not be shown'))
  }
  hub().close(turn)
  const { failure } = messageMetadata
  if (failure) log('warn', 'turn.failed', { messageId: turn.messageId, status: messageMetadata.status, failure: failure.code })
  const { userId, conversationId, messageId } = turn
  hub().tell(userId, { type: 'turn', conversationId, messageId, status: messageMetadata.status })
}

async function storeUntilStored(turn: LiveTurn, input: TurnInput, outcome: End) {
  let end = outcome
  for (let attempt = 0; ; attempt++) {
    try {
      return { ...(await storeEnd(turn, input, end)), status: end.status }
    } catch (error) {
      noteFault(error)
      // A disk that is full may be so for hours.
      if (attempt < loggedAttempts) logError('turn.finish', error, { messageId: turn.messageId, attempt })
      const named = end.lastStep && (await withoutRepeatedId(end.lastStep, error).catch(() => null))
      if (named) end = { ...end, lastStep: named }
      else if (end.lastStep && !mayPass(error)) end = { status: 'failed', failure: internalFailure }
      else await sleep(retryMs, undefined, { ref: false })
    }
  }
}

/** Prisma's words for what no later try would change: a value or a row that another one rules out, or one that is gone. */
const lasting = new Set<unknown>(['P2002', 'P2003', 'P2025'])

/** A lock or a full disk passes, and the step waits for that. One that can never be stored is given up: what was shown still is stored. */
function mayPass(error: unknown): boolean {
  return error instanceof Error && 'code' in error && !lasting.has(error.code)
}

async function storeEnd(turn: LiveTurn, input: TurnInput, end: End): Promise<StoredMetadata> {
  const { status, lastStep, failure, provider, finishReason, timeToFirstTokenMs, reasoning, reasoningWithheld, cap } = end
  const known = {
    ...turn.message.state.metadata,
    model: input.settings.model,
    upstream: input.upstream.upstream,
    durationMs: Math.round(performance.now() - input.startedAt),
    ...(timeToFirstTokenMs === undefined ? {} : { timeToFirstTokenMs }),
    ...(provider === undefined ? {} : { provider }),
    ...(finishReason === undefined ? {} : { finishReason }),
    ...(failure === undefined ? {} : { failure }),
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(reasoningWithheld === undefined ? {} : { reasoningWithheld }),
    ...(cap === undefined ? {} : { cap })
  }
  if (end.uncalled !== undefined) await dropUncalled(end.uncalled)
  // Without a step nobody has settled what its call cost.
  if (!lastStep) await releaseAbandonedGenerations(new Date(), turn)
  const metadata = await endMetadata(turn, known, lastStep?.settle)
  await endTurn({ messageId: turn.messageId, status, parts: turn.message.state.parts, metadata, ...(lastStep ? { lastStep } : {}) })
  return metadata
}

/** When the journal cannot write, the message is stored as far as it was shown. */
async function closeParts(turn: LiveTurn, journal: TurnJournal): Promise<void> {
  try {
    // What is still on its way to the readers may close some: a part that ends twice breaks them off.
    await journal.settled()
    for (const chunk of turn.message.closingChunks(neverRan)) journal.add({ kind: 'chunk', chunk })
    await journal.settled()
  } catch (error) {
    logError('turn.journal', error, { messageId: turn.messageId })
    for (const chunk of turn.message.closingChunks(neverRan)) turn.message.apply(chunk)
  }
}

/** A message's metadata with the ledger's sums in it. */
export async function endMetadata(
  message: { conversationId: string; messageId: string },
  known: Partial<MessageMetadata>,
  settled?: UnsavedStep['settle']
): Promise<StoredMetadata> {
  const { status: _status, parentId: _parentId, createdAt: _createdAt, lane: _lane, effort: _effort, sort: _sort, ...metadata } = known
  const { usage, costPicoUsd, costState } = await costOfMessage(message, settled)
  return { ...metadata, usage, costState, ...(costPicoUsd === null ? {} : { costPicoUsd: String(costPicoUsd) }) }
}
