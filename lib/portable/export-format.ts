import { z } from 'zod'
import { type ChatSettings, chatSettings } from '../chat/chat-settings.ts'
import type { ChatMessage } from '../chat/message.ts'
import { type TurnSettings, turnSettings } from '../chat/turn-request.ts'
import { storedParts } from './stored-parts.ts'

/** What docs/export.md describes. The order of the keys here is their order in a file. */
export const exportFormat = 'steno-export'
export const exportVersion = 1

/** Of one conversation. More is no conversation, and checking it would hold everybody up. */
const maxMessages = 50_000

const time = z.iso.datetime({ precision: 3 })
const count = z.int().min(0).nullable()
const pico = z
  .string()
  .regex(/^-?\d{1,18}$/, 'must be a whole number of pico-dollars')
  .nullable()

/** Ids are UUIDs where Steno made the file; other programs have their own. */
const id = z.string().min(1).max(200)

/** A text column: SQLite would store a lone surrogate as something else. */
const text = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .refine(value => value.isWellFormed(), 'must not contain lone surrogates')

const longText = text(64 * 1024 * 1024)

/** Checked as far as something of ours reads it, and kept as it stands: a schema would give the keys an order of its own. */
function verbatim<Output>(schema: z.ZodType): z.ZodType<Output> {
  return z.custom<Output>().superRefine((value, context) => {
    const parsed = schema.safeParse(value)
    for (const { path, message } of parsed.error?.issues ?? []) context.addIssue({ code: 'custom', path, message })
  })
}

export const folderRecord = z.strictObject({
  id,
  name: text(100),
  model: text(200).nullable(),
  systemPrompt: text(100_000).nullable(),
  createdAt: time
})
export type FolderRecord = z.infer<typeof folderRecord>

export const attachmentRecord = z.strictObject({
  id,
  name: text(255),
  mediaType: z.string(),
  sizeBytes: z.int().min(1),
  width: count,
  height: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Base64: what it must come to, the hash says. */
  bytes: z.string()
})
export type AttachmentRecord = z.infer<typeof attachmentRecord>

const toolCallRecord = z.strictObject({
  id,
  position: z.int().min(0),
  wireId: text(1000),
  name: text(1000),
  /** The model's own string. */
  arguments: longText,
  status: z.enum(['running', 'ok', 'error']),
  output: longText.nullable(),
  durationMs: count
})

const stepRecord = z.strictObject({
  position: z.int().min(0),
  model: text(200),
  provider: text(200).nullable(),
  generationId: text(200).nullable(),
  ended: z.boolean(),
  createdAt: time,
  /** JSON text of the assistant message as the wire had it, reasoning details byte for byte. */
  wire: longText.refine(isWireMessage, 'must be an assistant message'),
  toolCalls: z.array(toolCallRecord).max(1000)
})

const wireMessage = z.looseObject({
  role: z.literal('assistant'),
  content: z.string().nullable(),
  tool_calls: z
    .array(
      z.looseObject({ id: z.string(), type: z.literal('function'), function: z.looseObject({ name: z.string(), arguments: z.string() }) })
    )
    .optional(),
  reasoning_details: z.array(z.looseObject({ type: z.string() })).optional(),
  annotations: z.array(z.looseObject({})).optional()
})

function isWireMessage(json: string): boolean {
  try {
    return wireMessage.safeParse(JSON.parse(json)).success
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}

export const messageRecord = z.strictObject({
  id,
  parentId: id.nullable(),
  role: z.enum(['user', 'assistant']),
  status: z.enum(['complete', 'stopped', 'interrupted', 'failed']),
  createdAt: time,
  requestHash: text(100).nullable(),
  settings: verbatim<TurnSettings>(turnSettings).nullable(),
  metadata: z.custom<Record<string, unknown>>(value => z.record(z.string(), z.unknown()).safeParse(value).success, 'must be an object'),
  parts: verbatim<ChatMessage['parts']>(storedParts),
  steps: z.array(stepRecord).max(1000),
  attachmentIds: z.array(id).max(1000)
})
export type MessageRecord = z.infer<typeof messageRecord>
export type StepRecord = z.infer<typeof stepRecord>

const voteRecord = z.strictObject({
  questionId: id,
  lane: z.int().nullable(),
  lanes: verbatim<{ lane: number; model: string; answerId?: string }[]>(
    z.array(z.object({ lane: z.int(), model: z.string(), answerId: z.string().optional() })).max(100)
  ),
  createdAt: time
})

/** One row of the ledger. Amounts are decimal strings; what is pending or unknown stays so. */
export const callRecord = z.strictObject({
  id,
  openRouterId: text(200).nullable(),
  upstream: z.enum(['demo', 'openrouter']),
  kind: z.enum(['chat', 'compare', 'title', 'merge']),
  messageId: id.nullable(),
  position: z.int().min(0),
  attempt: z.int().min(0),
  model: text(200),
  servedModel: text(200).nullable(),
  provider: text(200).nullable(),
  effort: text(100).nullable(),
  inputTokens: count,
  outputTokens: count,
  cacheReadTokens: count,
  cacheWriteTokens: count,
  reasoningTokens: count,
  costState: z.enum(['billed', 'pending', 'unknown']),
  costPicoUsd: pico,
  providerPicoUsd: pico,
  feePicoUsd: pico,
  toolFeePicoUsd: pico,
  reasoningPicoUsd: pico,
  cacheSavedPicoUsd: pico,
  reservedPicoUsd: pico,
  discarded: z.boolean(),
  finishReason: text(200).nullable(),
  nativeFinishReason: text(1000).nullable(),
  errorCode: text(200).nullable(),
  /** JSON text of the usage object as it came. */
  usage: longText.nullable(),
  timeToFirstTokenMs: count,
  durationMs: count,
  createdAt: time
})
export type CallRecord = z.infer<typeof callRecord>

export const conversationRecord = z.strictObject({
  id,
  kind: z.enum(['chat', 'compare']),
  title: text(1000),
  createdAt: time,
  updatedAt: time,
  selectedLeafId: id.nullable(),
  pinnedAt: time.nullable(),
  archivedAt: time.nullable(),
  continuedAt: time.nullable(),
  folderId: id.nullable(),
  tags: z.array(text(50)).max(50),
  settings: verbatim<ChatSettings>(chatSettings).nullable(),
  rerunOfId: id.nullable(),
  forkedFromId: id.nullable(),
  forkedAtId: id.nullable(),
  blind: z.boolean(),
  notes: text(20_000),
  messages: z.array(messageRecord).max(maxMessages),
  votes: z.array(voteRecord).max(maxMessages),
  calls: z.array(callRecord).max(10 * maxMessages)
})
export type ConversationRecord = z.infer<typeof conversationRecord>

/** A conversation that is not in the file, and why. */
export interface LeftOut {
  id: string
  reason: 'blind_before_vote'
}
