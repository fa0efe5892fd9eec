import 'server-only'
import type { CallRecord } from '../portable/export-format.ts'
import { database } from './client.ts'
import type { Generation } from './generated/client.ts'

/** What came with an imported conversation, as rows of a ledger: of its bill, never of what was spent here. */
export async function importedCalls(userId: string, conversationId: string): Promise<Omit<Generation, 'usage'>[]> {
  const rows = await database().importedCall.findMany({ where: { conversationId, conversation: { userId } } })
  return rows.map(row => {
    const { usage: _usage, ...call }: CallRecord = JSON.parse(row.call)
    const amount = (value: string | null) => (value === null ? null : BigInt(value))
    return {
      ...call,
      userId,
      conversationId,
      costPicoUsd: amount(call.costPicoUsd),
      providerPicoUsd: amount(call.providerPicoUsd),
      feePicoUsd: amount(call.feePicoUsd),
      toolFeePicoUsd: amount(call.toolFeePicoUsd),
      reasoningPicoUsd: amount(call.reasoningPicoUsd),
      cacheSavedPicoUsd: amount(call.cacheSavedPicoUsd),
      reservedPicoUsd: amount(call.reservedPicoUsd),
      // Nobody looks them up: the key that paid may be another's.
      lookups: 0,
      nextLookupAt: null,
      createdAt: new Date(call.createdAt)
    }
  })
}
