import type { MessageMetadata } from '../chat/message.ts'
import type { StoredMetadata } from '../db/json-columns.ts'
import { costOfMessage } from '../db/ledger.ts'
import { endTurn, type UnsavedStep } from '../db/turns.ts'
import { logError } from '../telemetry/log.ts'
import { hub } from './hub.ts'
import type { TurnJournal } from './journal-entry.ts'
import type { LiveTurn } from './live-turn.ts'
import { lookUpNow } from './reconcile-costs.ts'
import type { TurnInput, TurnOutcome } from './run-turn.ts'

/** What a tool card says of a call that the turn's end left without a result. */
export const neverRan = 'Not run: the answer ended before.'

/** Stores the end of a turn in one transaction, and only then tells the readers. */
export async function finishTurn(turn: LiveTurn, input: TurnInput, outcome: TurnOutcome): Promise<void> {
  try {
    await closeParts(turn, input.journal)
    const metadata = await endMetadata(
      turn,
      {
        ...turn.message.state.metadata,
        model: input.settings.model,
        upstream: input.upstream.upstream,
        durationMs: Math.round(performance.now() - input.startedAt),
        ...(outcome.timeToFirstTokenMs === undefined ? {} : { timeToFirstTokenMs: outcome.timeToFirstTokenMs }),
        ...(outcome.provider === undefined ? {} : { provider: outcome.provider }),
        ...(outcome.finishReason === undefined ? {} : { finishReason: outcome.finishReason }),
        ...(outcome.failure === undefined ? {} : { failure: outcome.failure })
      },
      outcome.lastStep?.settle
    )
    const { status, lastStep } = outcome
    await endTurn({ messageId: turn.messageId, status, parts: turn.message.state.parts, metadata, ...(lastStep ? { lastStep } : {}) })
    turn.show([{ type: 'message-metadata', messageMetadata: { ...metadata, status: outcome.status } }, { type: 'finish' }])
    turn.close()
  } catch (error) {
    logError('turn.finish', error)
    turn.fail(new Error('The end of the turn could not be stored'))
  } finally {
    hub().close(turn)
    hub().tell(turn.userId, { type: 'turn', conversationId: turn.conversationId, messageId: turn.messageId, status: outcome.status })
  }
  await lookUpNow(outcome.pendingGenerations)
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
