import { z } from 'zod'
import { type ChatSettings, chatSettings } from '../chat/chat-settings.ts'
import { failureCodes } from '../chat/failure.ts'
import type { ChatMessage, MessageMetadata } from '../chat/message.ts'
import { type TurnSettings, turnSettings } from '../chat/turn-request.ts'

/** What Message.metadata holds: MessageMetadata without what the columns say (status, parent, creation time, and of the settings what `askedWith` tells). */
export type StoredMetadata = Omit<MessageMetadata, 'status' | 'parentId' | 'createdAt' | 'lane' | 'effort' | 'sort'>

const tokens = z.number().nullable()

const storedMetadata = z.object({
  model: z.string().optional(),
  provider: z.string().optional(),
  timeToFirstTokenMs: z.number().optional(),
  durationMs: z.number().optional(),
  usage: z
    .object({
      inputTokens: tokens,
      outputTokens: tokens,
      cacheReadTokens: tokens,
      cacheWriteTokens: tokens,
      reasoningTokens: tokens
    })
    .optional(),
  costPicoUsd: z.string().optional(),
  costState: z.enum(['billed', 'pending', 'unknown']).optional(),
  upstream: z.enum(['demo', 'openrouter']).optional(),
  finishReason: z.string().optional(),
  editedFrom: z.string().optional(),
  copiedFrom: z.string().optional(),
  reasoning: z.array(z.object({ model: z.string().nullable(), family: z.string().nullable() })).optional(),
  reasoningWithheld: z.literal(true).optional(),
  cap: z
    .object({
      picoUsd: z.string(),
      estimatePicoUsd: z.string().nullable(),
      budget: z.enum(['day', 'month', 'conversation', 'model']).optional()
    })
    .optional(),
  failure: z
    .object({
      code: z.enum(failureCodes),
      message: z.string(),
      status: z.number().optional(),
      provider: z.string().optional(),
      retryable: z.boolean(),
      retryAfterMs: z.number().optional(),
      affordableTokens: z.number().optional(),
      overflowTokens: z.number().optional(),
      contextTokens: z.number().optional(),
      reasons: z.array(z.string()).optional(),
      flaggedInput: z.string().optional(),
      failedRoutingStep: z.string().optional(),
      resetsAt: z.string().optional(),
      fallbackModels: z.array(z.string()).optional(),
      remedyHint: z.string().optional(),
      generationId: z.string().optional(),
      requestId: z.string().optional(),
      details: z.unknown().optional()
    })
    .optional()
})

const parts = z.array(z.looseObject({ type: z.string() }))

/** Reads Message.parts. The array was written by us from UIMessage parts; its outer shape is checked, its content kept. */
export function readParts(json: string): ChatMessage['parts'] {
  // The one place where the stored shape becomes the SDK's: every part type was produced by lib/turn/message-parts.ts.
  return parts.parse(JSON.parse(json)) as ChatMessage['parts']
}

/** Reads Message.metadata. */
export function readMetadata(json: string): StoredMetadata {
  // zod's optional keys are `T | undefined`; ours are absent or present.
  return storedMetadata.parse(JSON.parse(json)) as StoredMetadata
}

/** Reads Message.settings. */
export function readSettings(json: string): TurnSettings {
  return turnSettings.parse(JSON.parse(json))
}

/** Reads Conversation.settings and Preset.settings. */
export function readChatSettings(json: string): ChatSettings {
  return chatSettings.parse(JSON.parse(json))
}
