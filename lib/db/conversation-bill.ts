import 'server-only'
import { type Place, placesOf, type TreeNode } from '../chat/tree-places.ts'
import type { BillCall, BillEntry, BillPart, ConversationBill, Ledger } from '../cost/bill.ts'
import { readCostState } from '../cost/token-usage.ts'
import { NotFoundError } from '../errors.ts'
import { chatDatabase } from './chat-database.ts'
import { database } from './client.ts'
import { hiddenAmong } from './comparisons.ts'
import type { Generation } from './generated/client.ts'
import { importedCalls } from './imported-calls.ts'

type Row = Omit<Generation, 'usage'>

/** Every request of a conversation in the order of its tree. Of a deleted one what the ledger alone says. */
export async function readBill(userId: string, conversationId: string): Promise<ConversationBill> {
  const conversation = await chatDatabase(conversationId).conversation.findUnique({
    where: { id: conversationId, userId },
    select: { id: true, kind: true, title: true, selectedLeafId: true, deletedAt: true, blind: true }
  })
  const title = conversation?.deletedAt === null ? conversation.title : null
  if (conversation && (await hiddenAmong([conversation])).has(conversationId)) {
    return { conversationId, kind: 'compare', title, isHidden: true, ledgers: [] }
  }
  const [own, imported] = await Promise.all([
    database().generation.findMany({
      where: { userId, conversationId },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      omit: { usage: true }
    }),
    importedCalls(userId, conversationId)
  ])
  const rows = [...imported, ...own]
  if (!conversation && rows.length === 0) throw new NotFoundError('conversation')
  const isCompare = conversation ? conversation.kind === 'compare' : rows.some(row => row.kind === 'compare')
  const tree = title === null ? null : await readTree(conversationId, conversation?.selectedLeafId ?? null, isCompare)
  return {
    conversationId,
    kind: isCompare ? 'compare' : 'chat',
    title,
    isHidden: false,
    ledgers: (['openrouter', 'demo'] as const).flatMap(upstream => {
      const own = rows.filter(row => row.upstream === upstream)
      return own.length === 0 ? [] : [ledgerOf(upstream, own, tree)]
    })
  }
}

interface Tree {
  /** In reading order. */
  places: ReadonlyMap<string, Place>
  lanes: ReadonlyMap<string, number | null>
}

/** Ids come before the content of a message and are read without it; lanes lie behind it. Rows stand in the order of their making. */
async function readTree(conversationId: string, leafId: string | null, isCompare: boolean): Promise<Tree> {
  const content = chatDatabase(conversationId)
  const [nodes, lanes] = await Promise.all([
    content.$queryRaw<TreeNode[]>`SELECT "id", "role", "parentId" FROM "Message" WHERE "conversationId" = ${conversationId} ORDER BY rowid`,
    isCompare
      ? content.$queryRaw<{ id: string; lane: bigint | null }[]>`
          SELECT "id", json_extract("settings", '$.lane') AS "lane" FROM "Message" WHERE "conversationId" = ${conversationId}`
      : []
  ])
  return {
    places: placesOf(nodes, leafId),
    lanes: new Map(lanes.map(({ id, lane }) => [id, lane === null ? null : Number(lane)]))
  }
}

const parts: readonly BillPart[] = ['lanes', 'branch', 'others', 'titles']

function ledgerOf(upstream: Ledger['upstream'], rows: readonly Row[], tree: Tree | null): Ledger {
  const groups = Map.groupBy(rows, row => row.messageId ?? row.id)
  const ranks = new Map([...(tree?.places.keys() ?? [])].map((id, rank) => [id, rank]))
  const rank = (id: string) => ranks.get(id) ?? ranks.size
  const entries = [...groups].sort(([left], [right]) => rank(left) - rank(right)).map(([, calls]) => entryOf(calls, tree))
  return {
    upstream,
    parts: parts.flatMap(part => {
      const own = entries.filter(entry => entry.part === part).map(({ entry }) => entry)
      return own.length === 0 ? [] : [{ part, entries: part === 'lanes' ? byLane(own) : own }]
    })
  }
}

function entryOf(rows: readonly Row[], tree: Tree | null): { part: BillPart; entry: BillEntry } {
  const calls = rows.toSorted((left, right) => left.position - right.position || left.attempt - right.attempt)
  const messageId = calls[0]?.messageId ?? null
  const place = tree?.places.get(messageId ?? '')
  const lane = tree?.lanes.get(messageId ?? '') ?? null
  return { part: partOf(calls, place), entry: { messageId, ordinal: place?.ordinal ?? null, lane, calls: calls.map(callOf) } }
}

function partOf(calls: readonly Row[], place: Place | undefined): BillPart {
  const kind = calls[0]?.kind
  if (kind === 'title') return 'titles'
  if (kind === 'compare' || kind === 'merge') return 'lanes'
  const isSelected = place ? place.onSelectedBranch : !calls.some(call => call.discarded)
  return isSelected ? 'branch' : 'others'
}

/** A comparison is read question by question, not branch by branch. */
function byLane(entries: BillEntry[]): BillEntry[] {
  const none = Number.MAX_SAFE_INTEGER
  return entries.sort((left, right) => (left.ordinal ?? none) - (right.ordinal ?? none) || (left.lane ?? none) - (right.lane ?? none))
}

function callOf(row: Row): BillCall {
  const amount = (value: bigint | null) => (value === null ? null : String(value))
  return {
    id: row.id,
    generationId: row.openRouterId,
    kind: row.kind,
    position: row.position,
    attempt: row.attempt,
    model: row.model,
    servedModel: row.servedModel,
    provider: row.provider,
    effort: row.effort,
    inputTokens: row.inputTokens,
    outputTokens: row.outputTokens,
    cacheReadTokens: row.cacheReadTokens,
    cacheWriteTokens: row.cacheWriteTokens,
    reasoningTokens: row.reasoningTokens,
    costPicoUsd: amount(row.costPicoUsd),
    costState: readCostState(row.costState),
    providerPicoUsd: amount(row.providerPicoUsd),
    feePicoUsd: amount(row.feePicoUsd),
    toolFeePicoUsd: amount(row.toolFeePicoUsd),
    reasoningPicoUsd: amount(row.reasoningPicoUsd),
    cacheSavedPicoUsd: amount(row.cacheSavedPicoUsd),
    lookups: row.lookups,
    nextLookupAt: row.nextLookupAt?.toISOString() ?? null,
    finishReason: row.finishReason,
    nativeFinishReason: row.nativeFinishReason,
    errorCode: row.errorCode,
    timeToFirstTokenMs: row.timeToFirstTokenMs,
    durationMs: row.durationMs,
    createdAt: row.createdAt.toISOString()
  }
}
