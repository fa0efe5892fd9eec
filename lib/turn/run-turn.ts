import { uuidv7 } from 'uuidv7'
import type { Failure } from '../chat/failure.ts'
import type { MessageMetadata, MessageStatus } from '../chat/message.ts'
import { withSource } from '../chat/model-family.ts'
import { timeoutsOf } from '../chat/timeouts.ts'
import type { TurnChunk } from '../chat/turn-chunk.ts'
import type { TurnSettings } from '../chat/turn-request.ts'
import { picoUsdFromJson } from '../cost/pico-usd.ts'
import { loadBytes } from '../db/attachments.ts'
import type { NewGeneration } from '../db/ledger.ts'
import { readUserSettings } from '../db/settings.ts'
import { type EndedStep, type HistoryMessage, saveStep, saveToolResult, type UnsavedStep } from '../db/turns.ts'
import { executeTool, type ToolOutcome } from '../tools/execute-tool.ts'
import { findTool } from '../tools/registry.ts'
import { AnswerRoom } from './answer-room.ts'
import { fixedBytes, leftForTurn, reserve } from './budget.ts'
import { loadModelInfo } from './catalogue.ts'
import { bytesIn, CostCap } from './cost-cap.ts'
import { endByError } from './end-of-turn.ts'
import { stepHistory, wireHistory } from './history.ts'
import type { TurnJournal } from './journal-entry.ts'
import type { RunnableCall } from './judge-answer.ts'
import { filesOf } from './question-content.ts'
import { runStep, type StepResult } from './run-step.ts'
import type { FailedEnd } from './to-failure.ts'
import { TurnAborted } from './turn-error.ts'
import type { UpstreamAccess } from './upstream.ts'

/** Upstream calls of one turn at most: a model that never stops calling tools costs money. */
const maxSteps = 8

/** Everything a turn needs, read before it starts. */
export interface TurnInput {
  userId: string
  conversationId: string
  messageId: string
  settings: TurnSettings
  upstream: UpstreamAccess
  /** When the POST came, by `performance.now()`. */
  startedAt: number
  /** Confirmed beyond the budgets that ask. */
  overBudget?: boolean | undefined
  signal: AbortSignal
  /** Aborts `signal`. */
  stop: (reason: TurnAborted) => void
  journal: TurnJournal
}

/** How it ended; becomes the message's status and metadata. */
export interface TurnOutcome extends Pick<MessageMetadata, 'reasoning' | 'reasoningWithheld' | 'cap'> {
  status: Exclude<MessageStatus, 'streaming'>
  failure?: Failure
  finishReason?: string
  provider?: string
  timeToFirstTokenMs?: number
  /** Ledger rows whose cost has to be looked up. */
  pendingGenerations: string[]
  /** Ledger row of a call that was never made. */
  uncalled?: string
  /** The step that the turn ended with; stored together with the end. */
  lastStep?: UnsavedStep
}

/**
 * Runs a turn: a call upstream, the tools it asked for, the next call, until there is nothing more to do. A step is on
 * disk before its tools run. What goes wrong upstream is returned, not thrown.
 */
export async function runTurn(input: TurnInput, branch: HistoryMessage[], first: NewGeneration): Promise<TurnOutcome> {
  const outcome: Omit<TurnOutcome, 'status'> = { pendingGenerations: [] }
  const fileIds = filesOf(branch)
  const history = wireHistory(branch, fileIds.length > 0 ? await loadBytes(input.userId, fileIds) : new Map())
  const cap = await openCap(input, first)
  const room = new AnswerRoom()
  const timeouts = timeoutsOf((await readUserSettings(input.userId)).timeouts)
  const endBy = (error: unknown) => endByError(error, { messageId: input.messageId })
  let generation = first
  let previous: EndedStep | null = null
  for (let position = 0; ; position++) {
    show(input.journal, { type: 'start-step' })
    const step: StepResult = await runStep({
      ...input,
      history,
      previous,
      generation,
      position,
      cap,
      room,
      timeouts,
      onFirstToken: ms => rememberFirst(outcome, ms)
    })
    remember(outcome, step)
    // What a browser has seen of a step is on disk before the step itself; a journal that cannot write ends the turn, with its step.
    const end = step.end ?? (await input.journal.settled().then(() => null, endBy))
    if (end) return { ...outcome, ...end, ...capNote(cap, end), lastStep: step }
    if (step.calls.length === 0) return { ...outcome, status: 'complete', lastStep: step }
    if (position + 1 === maxSteps) return { ...outcome, status: 'failed', failure: tooManySteps, lastStep: step }
    cap?.endStep(step.settle.outcome.costPicoUsd ?? null)
    const next = await nextGeneration(input, first, position + 1, bytesIn(history) + bytesIn(step.row.wire))
    // Unsaved, its tools do not run; the turn's end tries to store the step once more.
    const unsaved = await saveStep(step, next).then(() => null, endBy)
    if (unsaved) return { ...outcome, ...unsaved, lastStep: step }
    const results = new Map<string, string>()
    const aborted = await runTools(input, step.calls, results)
    if (aborted) return { ...outcome, ...aborted, ...capNote(cap, aborted), uncalled: next.id }
    show(input.journal, { type: 'finish-step' })
    history.push(
      ...stepHistory({
        ...step.row,
        toolCalls: step.calls.map(call => ({ wireId: call.wire.id, output: results.get(call.toolCallId) ?? null }))
      })
    )
    generation = next
    previous = step.row
  }
}

/**
 * The answer's own cap or what a budget that stops has left, whichever is less. A cap that cannot be held says so at once:
 * whoever set it may want to stop by hand.
 */
async function openCap({ settings, upstream, userId, journal, stop }: TurnInput, first: NewGeneration): Promise<CostCap | null> {
  const own = settings.costCapPicoUsd === undefined ? null : picoUsdFromJson(settings.costCapPicoUsd)
  const rest = first.reservation ? await leftForTurn(first) : null
  const limit = rest !== null && (own === null || rest.picoUsd < own) ? rest : own === null ? null : { picoUsd: own, budget: undefined }
  if (limit === null) return null
  const cap = new CostCap({
    capPicoUsd: limit.picoUsd,
    budget: limit.budget,
    prices: await loadModelInfo(userId, upstream.upstream, settings.model),
    stop: () => stop(new TurnAborted('cap'))
  })
  if (!cap.holds) show(journal, { type: 'message-metadata', messageMetadata: cap.note })
  return cap
}

function capNote(cap: CostCap | null, end: FailedEnd): Pick<TurnOutcome, 'cap'> {
  return cap && end.status === 'stopped' ? cap.note : {}
}

/** The ledger row of a later call. Budgets are asked anew: they may have been changed, and the day may have. */
async function nextGeneration(input: TurnInput, first: NewGeneration, position: number, promptBytes: number): Promise<NewGeneration> {
  const { reservation: _first, ...row } = first
  const createdAt = new Date()
  const call = { ...input, upstream: input.upstream.upstream }
  const reserved = await reserve(call, () => promptBytes + fixedBytes(input.settings), createdAt)
  return { ...row, id: uuidv7(), position, attempt: 0, createdAt, ...reserved }
}

const tooManySteps: Failure = {
  code: 'too_many_steps',
  message: `The model went on calling tools for ${maxSteps} rounds.`,
  retryable: true
}

function show(journal: TurnJournal, chunk: TurnChunk): void {
  journal.add({ kind: 'chunk', chunk })
}

function rememberFirst(outcome: Omit<TurnOutcome, 'status'>, timeToFirstTokenMs: number): void {
  outcome.timeToFirstTokenMs ??= timeToFirstTokenMs
}

function remember(outcome: Omit<TurnOutcome, 'status'>, step: StepResult): void {
  if (step.row.provider !== null) outcome.provider = step.row.provider
  if (step.finishReason !== null) outcome.finishReason = step.finishReason
  if (step.reasoningWithheld) outcome.reasoningWithheld = true
  if (step.reasoning) outcome.reasoning = withSource(outcome.reasoning ?? [], step.reasoning)
  outcome.pendingGenerations.push(...step.pendingGenerations)
}

/** Runs a step's calls side by side and shows each result as it comes. Answers with the end when the turn was aborted meanwhile. */
async function runTools(input: TurnInput, calls: readonly RunnableCall[], results: Map<string, string>): Promise<FailedEnd | null> {
  for (const call of calls) {
    show(input.journal, {
      type: 'tool-input-available',
      toolCallId: call.toolCallId,
      toolName: call.wire.name,
      input: call.input,
      dynamic: true,
      ...titleOf(call)
    })
  }
  const running = new Map(calls.map(call => [call.toolCallId, runTool(input, call)]))
  try {
    while (running.size > 0) {
      const { call, outcome } = await Promise.race(running.values())
      running.delete(call.toolCallId)
      results.set(call.toolCallId, outcome.text)
      show(input.journal, toResultChunk(call, outcome))
    }
    return null
  } catch (error) {
    for (const rest of running.values()) rest.catch(() => undefined)
    return endByError(error, input)
  }
}

function titleOf(call: RunnableCall): { title?: string } {
  const title = findTool(call.wire.name)?.title
  return title === undefined ? {} : { title }
}

/** The result is stored before it is shown or sent on. */
async function runTool(input: TurnInput, call: RunnableCall): Promise<{ call: RunnableCall; outcome: ToolOutcome }> {
  const outcome = await executeTool(call.wire.name, call.input, { allowed: input.settings.tools, signal: input.signal })
  await saveToolResult(call.toolCallId, { status: outcome.status, output: outcome.text, durationMs: outcome.durationMs })
  return { call, outcome }
}

function toResultChunk(call: RunnableCall, outcome: ToolOutcome): TurnChunk {
  const providerMetadata = { steno: { durationMs: outcome.durationMs } }
  return outcome.status === 'ok'
    ? { type: 'tool-output-available', toolCallId: call.toolCallId, output: { text: outcome.text }, dynamic: true, providerMetadata }
    : { type: 'tool-output-error', toolCallId: call.toolCallId, errorText: outcome.text, dynamic: true, providerMetadata }
}
