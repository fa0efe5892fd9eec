import { MessageParts } from '../chat/message-parts.ts'
import { noteOpenRouterId, releaseAbandonedGenerations } from '../db/ledger.ts'
import { clearTurnEvents, readTurnEvents } from '../db/turn-events.ts'
import { endTurn, orphanedTurns, saveRecoveredStep } from '../db/turns.ts'
import { mergeReasoningDetails, type ReasoningDetail } from '../openrouter/reasoning-details.ts'
import type { WireToolCall } from '../openrouter/tool-calls.ts'
import { endMetadata, neverRan } from './finish-turn.ts'
import { sourcesOf } from './history.ts'
import type { JournalEntry } from './journal-entry.ts'
import { readRows } from './journal-row.ts'
import { wireMessage } from './judge-answer.ts'
import { restartFailure } from './turn-error.ts'

/** At boot: every message that a dead process left `streaming` becomes `interrupted`, rebuilt from its steps and events. */
export async function recoverTurns(now: Date): Promise<number> {
  const orphans = await orphanedTurns()
  const entriesOf = readRows(orphans.length > 0 ? await readTurnEvents() : [])
  for (const entry of [...entriesOf.values()].flat()) {
    if (entry.kind === 'generation') await noteOpenRouterId(entry.generationId, entry.openRouterId)
  }
  // Before the messages: their metadata sums the ledger.
  await releaseAbandonedGenerations(now)
  for (const orphan of orphans) {
    const entries = entriesOf.get(orphan.messageId) ?? []
    const message = new MessageParts()
    for (const entry of entries) if (entry.kind === 'chunk') message.apply(entry.chunk)
    for (const chunk of message.closingChunks(neverRan)) message.apply(chunk)
    const model = orphan.settings?.model ?? 'unknown'
    const step = lastStep(entries)
    const steps = [...orphan.savedSteps]
    if (step && step.position >= steps.length) {
      // The loop's model, as in run-step; which fallback was answering nobody has written down.
      const recovered = {
        wire: JSON.stringify(wireMessage(step, mergeReasoningDetails(step.details), step.calls)),
        model: steps.at(-1)?.model ?? model
      }
      await saveRecoveredStep({
        messageId: orphan.messageId,
        position: steps.length,
        ...recovered,
        provider: null,
        generationId: null,
        ended: false,
        toolCalls: []
      })
      steps.push(recovered)
    }
    const reasoning = sourcesOf(steps)
    const metadata = await endMetadata(orphan, {
      ...message.state.metadata,
      model,
      failure: restartFailure,
      ...(reasoning.length > 0 ? { reasoning } : {})
    })
    await endTurn({ messageId: orphan.messageId, status: 'interrupted', parts: message.state.parts, metadata })
  }
  await clearTurnEvents()
  return orphans.length
}

interface RecoveredStep {
  position: number
  text: string
  details: ReasoningDetail[]
  calls: WireToolCall[]
  annotations: Record<string, unknown>[]
}

/** What the last step had said when the process died; `null` when it had not begun. */
function lastStep(entries: readonly JournalEntry[]): RecoveredStep | null {
  const steps: RecoveredStep[] = []
  let argumentsOf = new Map<string, string>()
  let toolCallIds: string[] = []
  for (const entry of entries) {
    if (entry.kind === 'chunk' && entry.chunk.type === 'start-step') {
      steps.push({ position: steps.length, text: '', details: [], calls: [], annotations: [] })
      argumentsOf = new Map()
      toolCallIds = []
    }
    const step = steps.at(-1)
    if (!step) continue
    if (entry.kind === 'details') step.details.push(...entry.details)
    if (entry.kind === 'annotation' && typeof entry.annotation === 'object') step.annotations.push({ ...entry.annotation })
    if (entry.kind === 'tool-call') {
      step.calls.push({ index: entry.index, id: entry.wireId, name: entry.name, arguments: '' })
      toolCallIds.push(entry.toolCallId)
    }
    if (entry.kind !== 'chunk') continue
    const { chunk } = entry
    if (chunk.type === 'text-delta') step.text += chunk.delta
    // A row holds its shown chunks first: a call's fragments may stand before the entry that names it.
    if (chunk.type === 'tool-input-delta')
      argumentsOf.set(chunk.toolCallId, (argumentsOf.get(chunk.toolCallId) ?? '') + chunk.inputTextDelta)
  }
  const last = steps.at(-1) ?? null
  last?.calls.forEach((call, index) => {
    call.arguments = argumentsOf.get(toolCallIds[index] ?? '') ?? ''
  })
  return last
}
