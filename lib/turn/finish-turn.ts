import type { MessageMetadata } from '../chat/message.ts'
import type { StoredMetadata } from '../db/json-columns.ts'
import { costOfMessage } from '../db/ledger.ts'
import { endTurn, type UnsavedStep } from '../db/turns.ts'
import { logError } from '../telemetry/log.ts'
import { hub } from './hub.ts'
import type { TurnJournal } from './journal-entry.ts'
import type { LiveTurn } from './live-turn.ts'
import type { TurnInput, TurnOutcome } from './run-turn.ts'
import { internalFailure } from './to-failure.ts'

/** What a tool card says of a call that the turn's end left without a result. */
export const neverRan = 'Not run: the answer ended before.'

/** Stores the end of a turn in one transaction, and only then tells the readers. Never throws. */
export async function finishTurn(turn: LiveTurn, input: TurnInput, outcome: TurnOutcome): Promise<void> {
  await closeParts(turn, input.journal)
  let status = outcome.status
  try {
    await storeEnd(turn, input, outcome)
  } catch (error) {
    logError('turn.finish', error, { messageId: turn.messageId })
    status = 'failed'
    await storeWithoutStep(turn, input)
  } finally {
    hub().close(turn)
    hub().tell(turn.userId, { type: 'turn', conversationId: turn.conversationId, messageId: turn.messageId, status })
  }
}

async function storeEnd(turn: LiveTurn, input: TurnInput, outcome: Omit<TurnOutcome, 'pendingGenerations'>): Promise<void> {
  const { status, lastStep, failure, provider, finishReason, timeToFirstTokenMs } = outcome
  const known = {
    ...turn.message.state.metadata,
    model: input.settings.model,
    upstream: input.upstream.upstream,
    durationMs: Math.round(performance.now() - input.startedAt),
    ...(timeToFirstTokenMs === undefined ? {} : { timeToFirstTokenMs }),
    ...(provider === undefined ? {} : { provider }),
    ...(finishReason === undefined ? {} : { finishReason }),
    ...(failure === undefined ? {} : { failure })
  }
  const metadata = await endMetadata(turn, known, lastStep?.settle)
  await endTurn({ messageId: turn.messageId, status, parts: turn.message.state.parts, metadata, ...(lastStep ? { lastStep } : {}) })
  turn.show([{ type: 'message-metadata', messageMetadata: { ...metadata, status } }, { type: 'finish' }])
  turn.close()
}

/** The step could not be stored, such as one whose generation id was given out before: what was shown still is. */
async function storeWithoutStep(turn: LiveTurn, input: TurnInput): Promise<void> {
  try {
    await storeEnd(turn, input, { status: 'failed', failure: internalFailure })
  } catch (error) {
    logError('turn.finish', error, { messageId: turn.messageId })
    turn.fail(new Error('The end of the turn could not be stored'))
  }
}

/** When the journal cannot write, the message is stored as far as it was shown. */
async function closeParts(turn: LiveTurn, journal: TurnJournal): Promise<void> {
  const chunks = turn.message.closingChunks(neverRan)
  try {
    for (const chunk of chunks) journal.add({ kind: 'chunk', chunk })
    await journal.settled()
  } catch (error) {
    logError('turn.journal', error)
    for (const chunk of chunks) turn.message.apply(chunk)
  }
}

/** A message's metadata with the ledger's sums in it. */
export async function endMetadata(
  message: { conversationId: string; messageId: string },
  known: Partial<MessageMetadata>,
  settled?: UnsavedStep['settle']
): Promise<StoredMetadata> {
  const { status: _status, parentId: _parentId, createdAt: _createdAt, ...metadata } = known
  const { usage, costPicoUsd, costState } = await costOfMessage(message, settled)
  return { ...metadata, usage, costState, ...(costPicoUsd === null ? {} : { costPicoUsd: String(costPicoUsd) }) }
}
