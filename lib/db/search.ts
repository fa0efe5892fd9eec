import 'server-only'
import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import type { SearchGroup, SearchKind, SearchPage } from '../chat/search.ts'
import { matchExpression, parseSearch, type SearchFilters, type SearchTerm, termPattern } from '../chat/search-query.ts'
import { snippetOf } from '../chat/search-snippet.ts'
import { database } from './client.ts'
import { Prisma } from './generated/client.ts'

/** So many of the newest places are ranked together: what a frequent word costs has an end. */
const windowSize = 1000
/** A filter that little passes is looked for in this many windows before the page goes out as it is. */
const maxWindows = 20
const enoughHits = 20
const groupsPerPage = 10
const hitsPerGroup = 5

/** `upper`: only places below this one, the older ones. `offset`: conversations of the same places that came before. */
export interface SearchCursor {
  upper: number
  offset: number
}

const weights: Record<SearchKind, number> = { title: 4, question: 1.5, answer: 1, thought: 0.6, tool: 0.5 }

const windowHits = z.array(z.tuple([z.number(), z.string(), z.enum(['title', 'question', 'answer', 'thought', 'tool']), z.number()]))

interface Hit {
  id: number
  conversationId: string
  kind: SearchKind
  score: number
}

/** One page of what was found, by conversation. */
export async function search(userId: string, text: string, cursor: SearchCursor | null): Promise<SearchPage> {
  const { terms, filters } = parseSearch(text)
  const match = matchExpression(terms)
  if (match === null && Object.keys(filters).length === 0) return { groups: [], nextCursor: null }
  const { hits, highest, lowest } = await readHits(userId, match, filters, cursor?.upper ?? Number.MAX_SAFE_INTEGER)
  const offset = cursor?.offset ?? 0
  const ranked = byConversation(hits)
  const shown = ranked.slice(offset, offset + groupsPerPage)
  const upper = cursor?.upper ?? highest + 1
  const next =
    offset + groupsPerPage < ranked.length
      ? { upper, offset: offset + groupsPerPage }
      : lowest === null
        ? null
        : { upper: lowest, offset: 0 }
  return { groups: await readGroups(shown, terms), nextCursor: next === null ? null : `${next.upper}.${next.offset}` }
}

/** `lowest`: where to go on, `null` when everything was looked at. */
async function readHits(userId: string, match: string | null, filters: SearchFilters, from: number) {
  const hits: Hit[] = []
  let [upper, highest] = [from, 0]
  for (let count = 0; count < maxWindows; count++) {
    const window = await readWindow(userId, match, filters, upper)
    hits.push(...window.hits)
    highest = Math.max(highest, window.highest)
    if (window.size < windowSize) return { hits, highest, lowest: null }
    upper = window.lowest
    if (hits.length >= enoughHits) break
    // Answers that are running get their turn between two windows.
    await setImmediate()
  }
  return { hits, highest, lowest: upper }
}

/**
 * The newest places below `upper`, in one row: a row each would take longer to hand over than to find. CROSS JOIN keeps the order:
 * SQLite would begin with all of the user's conversations.
 */
async function readWindow(userId: string, match: string | null, filters: SearchFilters, upper: number) {
  const found =
    match === null
      ? Prisma.sql`SELECT "id", -1.0 AS "score" FROM "SearchEntry" WHERE "id" < ${upper} ORDER BY "id" DESC LIMIT ${windowSize}`
      : Prisma.sql`SELECT rowid AS "id", bm25("SearchIndex") AS "score" FROM "SearchIndex"
          WHERE "SearchIndex" MATCH ${match} AND rowid < ${upper} ORDER BY rowid DESC LIMIT ${windowSize}`
  const [row] = await database().$queryRaw<{ hits: string; size: bigint; lowest: bigint | null; highest: bigint | null }[]>`
    WITH "found" AS MATERIALIZED (${found})
    SELECT (SELECT count(*) FROM "found") AS "size", (SELECT min("id") FROM "found") AS "lowest", (SELECT max("id") FROM "found") AS "highest",
      (SELECT json_group_array(json_array(e."id", e."conversationId", e."kind", "found"."score"))
        FROM "found" CROSS JOIN "SearchEntry" e ON e."id" = "found"."id" CROSS JOIN "Conversation" c ON c."id" = e."conversationId"
        WHERE c."userId" = ${userId} AND c."deletedAt" IS NULL ${conditions(filters)}) AS "hits"`
  if (!row) throw new Error('SELECT without FROM gave no row')
  return {
    hits: windowHits
      .parse(JSON.parse(row.hits))
      .map(([id, conversationId, kind, score]): Hit => ({ id, conversationId, kind, score: score * weights[kind] })),
    size: Number(row.size),
    lowest: Number(row.lowest ?? 0),
    highest: Number(row.highest ?? 0)
  }
}

/** What an answer cost, or who gave it, must not tell one lane of a blind comparison from another before the vote. */
const revealed = Prisma.sql`AND (NOT c."blind" OR EXISTS (SELECT 1 FROM "Vote" WHERE "conversationId" = c."id"))`
const cost = Prisma.sql`COALESCE((SELECT SUM("costPicoUsd") FROM "Generation"
  WHERE "conversationId" = e."conversationId" AND "messageId" = e."messageId"), (SELECT SUM("costPicoUsd") FROM "ImportedCall"
  WHERE "conversationId" = e."conversationId" AND "messageId" = e."messageId"))`

function conditions({ model, hasTool, tag, after, before, costAbove, costBelow }: SearchFilters): Prisma.Sql {
  const parts = [
    ...(model === undefined ? [] : [Prisma.sql`AND instr(lower(e."model"), ${model.toLowerCase()}) > 0 ${revealed}`]),
    ...(hasTool === undefined
      ? []
      : [Prisma.sql`AND EXISTS (SELECT 1 FROM "SearchEntry" t WHERE t."messageId" = e."messageId" AND t."kind" = 'tool')`]),
    ...(tag === undefined
      ? []
      : [
          Prisma.sql`AND EXISTS (SELECT 1 FROM "ConversationTag" t WHERE t."conversationId" = e."conversationId" AND replace(lower(t."name"), ' ', '-') = ${tag.toLowerCase()})`
        ]),
    ...(after === undefined ? [] : [Prisma.sql`AND e."createdAt" >= ${after}`]),
    ...(before === undefined ? [] : [Prisma.sql`AND e."createdAt" < ${before}`]),
    ...(costAbove === undefined ? [] : [Prisma.sql`AND ${cost} > ${costAbove} ${revealed}`]),
    ...(costBelow === undefined ? [] : [Prisma.sql`AND ${cost} < ${costBelow} ${revealed}`])
  ]
  return parts.length === 0 ? Prisma.empty : Prisma.join(parts, ' ')
}

interface Ranked {
  conversationId: string
  hits: Hit[]
}

/** A conversation is as good as its best hit; bm25 is the better the lower it is. */
function byConversation(hits: readonly Hit[]): Ranked[] {
  const ranked = hits.toSorted((left, right) => left.score - right.score || right.id - left.id)
  return [...Map.groupBy(ranked, hit => hit.conversationId)].map(([conversationId, own]) => ({ conversationId, hits: own }))
}

async function readGroups(ranked: readonly Ranked[], terms: readonly SearchTerm[]): Promise<SearchGroup[]> {
  const ids = ranked.flatMap(({ hits }) => hits.slice(0, hitsPerGroup).map(({ id }) => id))
  const rows = await database().$queryRaw<HitRow[]>`
    SELECT e."id", e."messageId", e."kind", e."createdAt", c."id" AS "conversationId", c."title",
      iif(c."continuedAt" IS NULL, c."kind", 'chat') AS "conversationKind",
      (SELECT "text" FROM "SearchText" WHERE "messageId" = e."messageId" AND "kind" = e."kind") AS "text"
    FROM json_each(${JSON.stringify(ids)}) j CROSS JOIN "SearchEntry" e ON e."id" = j."value" CROSS JOIN "Conversation" c ON c."id" = e."conversationId"`
  const rowOf = new Map(rows.map(row => [Number(row.id), row]))
  const pattern = termPattern(terms)
  return ranked.flatMap(({ conversationId, hits }) => {
    const own = hits.slice(0, hitsPerGroup).flatMap(hit => rowOf.get(hit.id) ?? [])
    const [first] = own
    if (!first) return []
    return {
      conversationId,
      kind: first.conversationKind,
      title: first.title,
      hits: own.map(({ kind, messageId, createdAt, text, title }) => ({
        kind,
        messageId,
        createdAt: new Date(createdAt).toISOString(),
        snippet: snippetOf(text ?? title, pattern)
      })),
      more: hits.length - own.length
    }
  })
}

interface HitRow {
  id: bigint
  messageId: string | null
  kind: SearchKind
  createdAt: string
  conversationId: string
  conversationKind: SearchGroup['kind']
  title: string
  text: string | null
}
