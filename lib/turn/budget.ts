import 'server-only'
import { type FilePartMetadata, filePartOf } from '../chat/attachment.ts'
import type { ChatMessage, CostCapNote } from '../chat/message.ts'
import type { QuestionPart, TurnSettings } from '../chat/turn-request.ts'
import { type PicoUsd, picoUsd } from '../cost/pico-usd.ts'
import { reserveFor } from '../cost/reserve.ts'
import { findAttachments } from '../db/attachments.ts'
import type { Reservation } from '../db/budget-guard.ts'
import { limitsOf, standingWithout, usualAnswer } from '../db/budget-limits.ts'
import type { NewGeneration, Upstream } from '../db/ledger.ts'
import { type HistoryMessage, loadHistory } from '../db/turns.ts'
import { toolsFor } from '../tools/registry.ts'
import { loadModelInfo } from './catalogue.ts'
import { bytesIn } from './cost-cap.ts'

/** About what a picture costs to read; of other files but text nobody knows it before. */
const bytesPerFile = 6000
/** How long back a model's answers say how long its next one may be. */
const usualMs = 30 * 24 * 3_600_000

/** A call that is about to be made. */
export interface PlannedCall {
  userId: string
  upstream: Upstream
  conversationId: string
  settings: Pick<TurnSettings, 'model' | 'fallbackModels' | 'maxTokens' | 'thinkingBudgetTokens'>
  /** The user has confirmed the question beyond the budgets that ask. */
  overBudget?: boolean | undefined
}

/** What the call has to hold of the user's budgets; absent when none counts it, which costs one look. */
export async function reserve(
  call: PlannedCall,
  promptBytes: () => number | Promise<number>,
  now: Date
): Promise<{ reservation?: Reservation }> {
  const { userId, upstream, conversationId, settings } = call
  const models = [settings.model, ...(settings.fallbackModels ?? [])]
  const limits = await limitsOf(userId, { conversationId, models }, now)
  if (limits.length === 0) return {}
  const [infos, bytes, usualTokens] = await Promise.all([
    Promise.all(models.map(model => loadModelInfo(userId, upstream, model))),
    promptBytes(),
    usualAnswer(userId, upstream, settings.model, new Date(now.getTime() - usualMs))
  ])
  const { maxTokens, thinkingBudgetTokens } = settings
  return {
    reservation: {
      picoUsd: reserveFor({ promptBytes: bytes, maxTokens, thinkingBudgetTokens, usualTokens }, infos),
      limits: limits
        .filter(({ action }) => action === 'stop' || !call.overBudget)
        .map(limit => ({ ...limit, servedAs: infos[models.indexOf(limit.target)]?.canonicalSlug }))
    }
  }
}

/** Bytes of a turn's first request: the branch so far, what is asked now, instructions and tools. */
export async function firstPromptBytes(
  userId: string,
  { conversationId, settings }: { conversationId: string; settings: TurnSettings },
  leafId: string | null,
  asked: readonly QuestionPart[]
): Promise<number> {
  const branch = leafId === null ? [] : await loadHistory(conversationId, leafId)
  return branchBytes(branch) + (await askedBytes(userId, asked)) + fixedBytes(settings)
}

async function askedBytes(userId: string, asked: readonly QuestionPart[]): Promise<number> {
  const ids = asked.flatMap(part => (part.type === 'file' ? [part.attachmentId] : []))
  const files = ids.length > 0 ? [...(await findAttachments(userId, ids)).values()] : []
  return partsBytes([...asked.filter(part => part.type === 'text'), ...files.map(filePartOf)])
}

/** What goes out with every call. */
export function fixedBytes(settings: TurnSettings): number {
  const tools = toolsFor(settings.tools).map(({ name, description, jsonSchema }) => ({ name, description, jsonSchema }))
  return Buffer.byteLength(settings.systemPrompt ?? '') + (tools.length === 0 ? 0 : Buffer.byteLength(JSON.stringify(tools)))
}

/** What a branch sends: its texts, and the answers as the wire had them, less what only their maker can read. */
function branchBytes(branch: readonly HistoryMessage[]): number {
  return branch.reduce((sum, message) => sum + (message.role === 'user' ? partsBytes(message.parts) : stepsBytes(message)), 0)
}

function stepsBytes({ steps }: Extract<HistoryMessage, { role: 'assistant' }>): number {
  return steps.reduce((sum, { wire, toolCalls }) => sum + bytesIn(JSON.parse(wire)) + bytesIn(toolCalls.map(({ output }) => output)), 0)
}

function partsBytes(parts: ChatMessage['parts']): number {
  return parts.reduce((sum, part) => sum + partBytes(part), 0)
}

function partBytes(part: ChatMessage['parts'][number]): number {
  if (part.type === 'text') return Buffer.byteLength(part.text)
  if (part.type !== 'file') return 0
  const { sizeBytes }: FilePartMetadata = part.providerMetadata?.steno ?? {}
  return part.mediaType === 'text/plain' && sizeBytes !== undefined ? sizeBytes : bytesPerFile
}

/** What the budgets that stop leave for a turn: it runs under a cap of that. `null` when there are none. */
export async function leftForTurn({ userId, upstream, messageId, reservation }: NewGeneration): Promise<BudgetCap | null> {
  // What costs nothing is let through though a budget is passed.
  if (reservation?.picoUsd === 0n) return null
  const stopping = reservation?.limits.filter(({ action }) => action === 'stop') ?? []
  const left = await Promise.all(
    stopping.map(async limit => {
      const { spentPicoUsd, reservedPicoUsd } = await standingWithout(messageId ?? '', userId, upstream, limit)
      return { picoUsd: picoUsd(limit.limitPicoUsd - spentPicoUsd - reservedPicoUsd), budget: limit.scope }
    })
  )
  return left.reduce<BudgetCap | null>((least, cap) => (least === null || cap.picoUsd < least.picoUsd ? cap : least), null)
}

export interface BudgetCap {
  picoUsd: PicoUsd
  /** Whose rest it is. */
  budget: NonNullable<CostCapNote['budget']>
}
