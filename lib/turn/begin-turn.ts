import 'server-only'
import { createHash } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { askedWith } from '../chat/asked-with.ts'
import { effortOf } from '../chat/effort.ts'
import type { TurnRequest, TurnSettings } from '../chat/turn-request.ts'
import type { NewGeneration } from '../db/ledger.ts'
import type { HistoryMessage } from '../db/turns.ts'
import { AppError } from '../errors.ts'
import { logError } from '../telemetry/log.ts'
import { finishTurn } from './finish-turn.ts'
import { hub } from './hub.ts'
import type { LiveTurn } from './live-turn.ts'
import { lookUpNow } from './reconcile-costs.ts'
import { runTurn, type TurnInput, type TurnOutcome } from './run-turn.ts'
import { endOfError } from './to-failure.ts'
import type { UpstreamAccess } from './upstream.ts'
import { writeTitle } from './write-title.ts'

/** A turn that is on disk and has its place among the live ones. */
interface StoredTurn {
  userId: string
  conversationId: string
  messageId: string
  /** The question. */
  parentId: string
  settings: TurnSettings
  upstream: UpstreamAccess
  generation: NewGeneration
  /** When the POST came, by `performance.now()`. */
  startedAt: number
  /** The message's. */
  createdAt: Date
  /** Confirmed beyond the budgets that ask. */
  overBudget?: boolean | undefined
  /** A blind comparison before its vote. */
  isHidden: boolean
  /** What the answer follows. */
  branch: Promise<HistoryMessage[]>
}

/** From here on it runs to its end in this process, whoever listens. */
export function beginTurn(turn: StoredTurn): LiveTurn {
  const { userId, conversationId, messageId, settings, upstream, startedAt } = turn
  const place = hub()
  const live = place.open({ messageId, conversationId, userId, isHidden: turn.isHidden })
  live.message.state.metadata = {
    status: 'streaming',
    parentId: turn.parentId,
    createdAt: turn.createdAt.toISOString(),
    model: settings.model,
    upstream: upstream.upstream,
    ...askedWith(settings)
  }
  const input: TurnInput = {
    userId,
    conversationId,
    messageId,
    settings,
    upstream,
    startedAt,
    overBudget: turn.overBudget,
    signal: live.abort.signal,
    stop: reason => live.abort.abort(reason),
    journal: place.journal.begin(live)
  }
  void run(live, input, turn.branch, turn.generation)
  place.tell(userId, { type: 'turn', conversationId, messageId, status: 'streaming' })
  return live
}

async function run(live: LiveTurn, input: TurnInput, branch: Promise<HistoryMessage[]>, generation: NewGeneration): Promise<void> {
  let outcome: TurnOutcome
  try {
    outcome = await runTurn(input, await branch, generation)
  } catch (error) {
    logError('turn.run', error, { messageId: live.messageId })
    outcome = { ...endOfError(error), pendingGenerations: [] }
  }
  await finishTurn(live, input, outcome)
  hub().releasePlace()
  if (outcome.status === 'complete') void writeTitle({ ...input, model: input.settings.model })
  await lookUpNow(outcome.pendingGenerations).catch((error: unknown) => logError('costs.look-up', error))
}

/** The ledger row of a turn's first call. */
export function firstGeneration(
  userId: string,
  upstream: UpstreamAccess,
  turn: Pick<TurnRequest, 'conversationId' | 'assistantMessageId' | 'settings'>,
  createdAt: Date
): NewGeneration {
  const { model, purpose, lane } = turn.settings
  return {
    id: uuidv7(),
    userId,
    upstream: upstream.upstream,
    kind: purpose ?? (lane === undefined ? 'chat' : 'compare'),
    conversationId: turn.conversationId,
    messageId: turn.assistantMessageId,
    position: 0,
    attempt: 0,
    model,
    effort: effortOf(turn.settings),
    createdAt
  }
}

export function busy(): AppError {
  return new AppError('busy', 503, 'Too many answers are being written. Try again in a moment.', { retryable: true, retryAfterMs: 10_000 })
}

/** Two requests are the same when their parsed bodies are. */
export function hashOf(request: object): string {
  return createHash('sha256').update(JSON.stringify(request)).digest('base64url')
}
