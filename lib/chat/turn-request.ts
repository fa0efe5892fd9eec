import { z } from 'zod'
import { type ModelParameter, type ModelParameterName, modelParameters } from './model-parameters.ts'

/** Levels that OpenRouter knows: https://openrouter.ai/docs/guides/best-practices/reasoning-tokens */
export const reasoningEfforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const
export type ReasoningEffort = (typeof reasoningEfforts)[number]

export const uuid = z.uuid({ version: 'v7' })

/** The same, or of a temporary chat (lib/chat/temporary.ts). */
export const chatUuid = z.uuid().refine(id => /^.{14}[78]/.test(id), 'must be a UUID of version 7, or of version 8 in a temporary chat')

/** A comparison's lanes are numbered; people see letters. */
export const laneNumber = z.int().min(0).max(7)

/** Text that can be stored and sent: no NUL, no lone surrogate. */
export const cleanText = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .refine(text => !text.includes('\0') && text.isWellFormed(), 'must not contain NUL or lone surrogates')

/** `author/model`, optionally `:variant`; https://openrouter.ai/docs/api_reference/list-available-models */
export const modelSlug = z
  .string()
  .max(200)
  .regex(/^~?[\w.@-]+(?:\/[\w.:@-]+)+$/, 'must be a model slug like author/model')
  // It becomes part of an address.
  .refine(slug => !slug.split('/').some(part => /^\.+$/.test(part)), 'must not have a part of dots alone')

const providers = z
  .array(cleanText(100).refine(name => name.trim() !== '', 'must not be empty'))
  .min(1)
  .max(50)

const price = z.number().min(0).max(1_000_000)

function parameter(name: ModelParameterName) {
  const { least, most, whole }: ModelParameter = modelParameters[name]
  return (whole ? z.int() : z.number()).min(least).max(most).optional()
}

/**
 * Which providers may serve a turn: https://openrouter.ai/docs/guides/routing/provider-selection. A provider is named by its
 * slug, or by the display name that an answer carries ("Amazon Bedrock").
 */
export const providerRouting = z.strictObject({
  /** To be tried first, in this order. */
  order: providers.optional(),
  /** No others than these. */
  only: providers.optional(),
  /** None of these. */
  ignore: providers.optional(),
  sort: z.enum(['price', 'throughput', 'latency', 'exacto']).optional(),
  /** `false`: fail rather than go to a provider that is not in `order`. */
  allowFallbacks: z.boolean().optional(),
  /** Only providers that know every parameter of the request. */
  requireParameters: z.boolean().optional(),
  /** `deny`: only providers that do not store prompts. */
  dataCollection: z.enum(['allow', 'deny']).optional(),
  /** Only endpoints with zero data retention. */
  zeroDataRetention: z.boolean().optional(),
  /** Dollars per million tokens: nobody dearer. */
  maxPrice: z
    .strictObject({ prompt: price.optional(), completion: price.optional() })
    .refine(prices => Object.keys(prices).length > 0, 'must limit something')
    .optional()
})
export type ProviderRouting = z.infer<typeof providerRouting>

/** What a turn is run with. Stored with the assistant message; the conversation remembers the last one. */
export const turnSettings = z.strictObject({
  model: modelSlug,
  reasoningEffort: z.enum(reasoningEfforts).optional(),
  /** Tokens to think with; wins over the effort. */
  thinkingBudgetTokens: z.int().min(1024).max(1_000_000).optional(),
  routing: providerRouting.optional(),
  /** Asked in this order when `model` fails: https://openrouter.ai/docs/guides/routing/model-fallbacks */
  fallbackModels: z.array(modelSlug).min(1).max(3).optional(),
  systemPrompt: cleanText(100_000).optional(),
  temperature: parameter('temperature'),
  topP: parameter('topP'),
  topK: parameter('topK'),
  minP: parameter('minP'),
  topA: parameter('topA'),
  frequencyPenalty: parameter('frequencyPenalty'),
  presencePenalty: parameter('presencePenalty'),
  repetitionPenalty: parameter('repetitionPenalty'),
  seed: parameter('seed'),
  /** Upper bound of answer tokens. */
  maxTokens: parameter('maxTokens'),
  /** Names of the tools the model may call; absent: all. */
  tools: z.array(cleanText(64)).max(128).optional(),
  /** Of a comparison: the column that the answer stands in. */
  lane: laneNumber.optional(),
  /** Pico-dollars: the turn is stopped when what it has cost so far, as estimated from the catalogue's prices, is above it. */
  costCapPicoUsd: z
    .string()
    .regex(/^[1-9]\d{0,17}$/, 'must be a whole number of pico-dollars above 0')
    .optional(),
  /** One answer made of those of several lanes. */
  purpose: z.literal('merge').optional(),
  /** An exception: the branch goes on as its question was asked before. */
  onlyThisAnswer: z.literal(true).optional()
})
export type TurnSettings = z.infer<typeof turnSettings>

/** Of a whole body: how much text a question may hold is told apart from a body that is wrong (lib/db/question.ts). */
export const longestText = 10 * 1024 * 1024

const questionPart = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: cleanText(longestText).refine(text => text.trim() !== '', 'must not be empty') }),
  /** A file that was uploaded before: `POST /api/attachments`. */
  z.strictObject({ type: z.literal('file'), attachmentId: chatUuid })
])
export type QuestionPart = z.infer<typeof questionPart>

/** A question may be files alone. */
export const userMessage = z.strictObject({
  id: chatUuid,
  // A file counts once towards what a turn may send, and so it is sent once.
  parts: z.array(questionPart).min(1).max(20).refine(showsEachFileOnce, 'must not show a file twice')
})

export type UserMessage = z.infer<typeof userMessage>

function showsEachFileOnce(parts: readonly QuestionPart[]): boolean {
  const ids = parts.flatMap(part => (part.type === 'file' ? [part.attachmentId] : []))
  return new Set(ids).size === ids.length
}

const common = {
  conversationId: chatUuid,
  /** The idempotency key, and the id to re-attach to and to stop. */
  assistantMessageId: chatUuid,
  settings: turnSettings,
  /** Goes past budgets that ask; those that stop it does not. */
  overBudget: z.literal(true).optional()
}

/** Body of `POST /api/chat`. Never the transcript: the server reads its own rows. */
export const turnRequest = z.discriminatedUnion('trigger', [
  z.strictObject({ trigger: z.literal('submit-message'), parentId: chatUuid.nullable(), message: userMessage, ...common }),
  /** `parentId` is the user message to answer again. */
  z.strictObject({ trigger: z.literal('regenerate-message'), parentId: chatUuid, ...common })
])
export type TurnRequest = z.infer<typeof turnRequest>
