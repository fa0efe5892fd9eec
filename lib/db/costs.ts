import 'server-only'
import { hiddenCost } from '../chat/blind.ts'
import type { ConversationCosts } from '../chat/comparison.ts'
import { readCostState } from '../cost/token-usage.ts'
import { NotFoundError } from '../errors.ts'
import { chatDatabase } from './chat-database.ts'
import { database } from './client.ts'
import { hiddenAmong } from './comparisons.ts'
import { importedCalls } from './imported-calls.ts'
import { readSettings } from './json-columns.ts'
import { costOfConversations } from './ledger.ts'

/** Every call of a conversation and their sum. */
export async function readCosts(userId: string, conversationId: string): Promise<ConversationCosts> {
  const conversation = await chatDatabase(conversationId).conversation.findFirst({
    where: { id: conversationId, userId, deletedAt: null },
    select: { id: true, blind: true, messages: { where: { role: 'assistant' }, select: { id: true, settings: true } } }
  })
  if (!conversation) throw new NotFoundError('conversation')
  if ((await hiddenAmong([conversation])).has(conversationId)) return { rows: [], total: hiddenCost }
  const [imported, own, costOf] = await Promise.all([
    importedCalls(userId, conversationId),
    database().generation.findMany({
      where: { userId, conversationId },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      omit: { usage: true }
    }),
    costOfConversations(userId, [conversationId])
  ])
  const laneByMessage = new Map(
    conversation.messages.map(({ id, settings }) => [id, settings === null ? null : (readSettings(settings).lane ?? null)])
  )
  return {
    rows: [...imported, ...own].map(row => ({
      generationId: row.openRouterId,
      upstream: row.upstream === 'demo' ? ('demo' as const) : ('openrouter' as const),
      kind: row.kind,
      model: row.model,
      messageId: row.messageId,
      lane: laneByMessage.get(row.messageId ?? '') ?? null,
      costPicoUsd: row.costPicoUsd === null ? null : String(row.costPicoUsd),
      costState: readCostState(row.costState),
      inputTokens: row.inputTokens,
      outputTokens: row.outputTokens,
      cacheReadTokens: row.cacheReadTokens,
      cacheWriteTokens: row.cacheWriteTokens,
      reasoningTokens: row.reasoningTokens,
      createdAt: row.createdAt.toISOString()
    })),
    total: costOf(conversationId)
  }
}
