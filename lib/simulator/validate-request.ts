import { z } from 'zod'
import { findModel } from './catalogue.ts'
import type { ConversationMemory } from './conversation-memory.ts'
import type { Family } from './family.ts'
import { isRecord, messagesOf } from './request-messages.ts'
import { chatRequestSchema } from './request-schema.ts'
import { validateFiles } from './validate-files.ts'
import { validateHistory } from './validate-history.ts'
import { validateContinuation, validateToolResults } from './validate-tools.ts'
import type { Violation } from './violation.ts'

export interface IncomingChat {
  body: Record<string, unknown>
  headers: Record<string, string>
  key: string
  sessionId: string | null
  /** Of the model that will answer. */
  family: Family
  memory: ConversationMemory
}

/**
 * Checks a request as the API and all providers behind it would together, and then stricter: OpenRouter accepts a damaged history
 * with 200, and the damage shows as a worse answer. Nothing is refused here; violations are recorded.
 */
export function validateRequest(chat: IncomingChat): Violation[] {
  const { body, sessionId, key, memory, family } = chat
  const messages = messagesOf(body)
  const model = typeof body.model === 'string' ? body.model : ''
  if (sessionId !== null) memory.openSession(key, sessionId, messages)
  const history = validateHistory({ messages, key, sessionId, reader: { model, family }, memory })
  return [
    ...validateSchema(body),
    ...validateAttribution(chat.headers),
    ...validateReasoning(body, model, family),
    ...validateToolResults(messages),
    ...validateFiles(messages, model),
    ...history.violations,
    ...validateContinuation({ body, messages, sessionId, origins: history.origins })
  ]
}

function validateSchema(body: Record<string, unknown>): Violation[] {
  const parsed = chatRequestSchema.safeParse(body)
  return parsed.success ? [] : [{ rule: 'schema', message: z.prettifyError(parsed.error) }]
}

/** https://openrouter.ai/docs/app-attribution */
function validateAttribution(headers: Record<string, string>): Violation[] {
  const missing = [
    ...(headers['http-referer'] ? [] : ['HTTP-Referer']),
    ...(headers['x-openrouter-title'] || headers['x-title'] ? [] : ['X-OpenRouter-Title'])
  ]
  return missing.length > 0 ? [{ rule: 'missing_attribution', message: `${missing.join(' and ')} missing` }] : []
}

/** https://openrouter.ai/docs/guides/best-practices/reasoning-tokens */
function validateReasoning(body: Record<string, unknown>, model: string, family: Family): Violation[] {
  const { reasoning } = body
  if (!isRecord(reasoning)) return []
  const violations: Violation[] = []
  const { effort, max_tokens: budget } = reasoning
  const limit = body.max_tokens ?? body.max_completion_tokens
  if (effort !== undefined && budget !== undefined)
    violations.push({ rule: 'effort_and_budget', message: `effort ${String(effort)} and max_tokens ${String(budget)}` })
  if (typeof budget === 'number' && typeof limit === 'number' && limit <= budget)
    violations.push({ rule: 'budget_exceeds_max_tokens', message: `reasoning.max_tokens ${budget} leaves nothing of max_tokens ${limit}` })
  if (typeof budget === 'number' && limit === undefined && family === 'anthropic')
    violations.push({ rule: 'budget_exceeds_max_tokens', message: `reasoning.max_tokens ${budget} without a max_tokens above it` })
  if ((effort === 'none' || reasoning.enabled === false) && findModel(model)?.reasoning?.mandatory)
    violations.push({ rule: 'reasoning_mandatory', message: `${model} cannot answer without reasoning` })
  return violations
}
