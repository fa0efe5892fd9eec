import 'server-only'
import type { ComparisonPage } from '../chat/comparison.ts'
import { database } from './client.ts'
import { hiddenAmong } from './comparisons.ts'
import { summarise } from './conversations.ts'
import type { Conversation } from './generated/client.ts'

const pageSize = 50

interface ListOptions {
  /** Id of the last row of the page before. */
  cursor: string | null
  /** Words that the title or a question contains. */
  query: string
}

/** One page of comparisons, newest first. */
export async function listComparisons(userId: string, { cursor, query }: ListOptions): Promise<ComparisonPage> {
  const ids = await findComparisons(userId, cursor, query.trim())
  const page = ids.slice(0, pageSize)
  const found = await database().conversation.findMany({ where: { id: { in: page } } })
  const rows = page.flatMap(id => found.find(row => row.id === id) ?? [])
  const [summaries, hidden, lanes] = await Promise.all([summarise(userId, rows), hiddenAmong(rows), lanesOf(page)])
  return {
    conversations: summaries.flatMap((summary, index) => {
      const row = rows[index]
      return row ? [{ ...summary, ...comparisonLine(row, hidden.has(row.id), lanes.get(row.id) ?? new Map()) }] : []
    }),
    nextCursor: ids.length > pageSize ? (page.at(-1) ?? null) : null
  }
}

/** Ids of a page and of the first one behind it. Questions are searched by their text, not by the JSON that holds it. */
async function findComparisons(userId: string, cursor: string | null, query: string): Promise<string[]> {
  const pattern = `%${query.replace(/[\\%_]/g, character => `\\${character}`)}%`
  const rows = await database().$queryRaw<{ id: string }[]>`
    SELECT c."id" FROM "Conversation" c
    WHERE c."userId" = ${userId} AND c."kind" = 'compare' AND c."deletedAt" IS NULL
      AND (${cursor} IS NULL OR (c."updatedAt", c."id") <
        (SELECT "updatedAt", "id" FROM "Conversation" WHERE "id" = ${cursor} AND "userId" = ${userId}))
      AND (${query} = '' OR c."title" LIKE ${pattern} ESCAPE '\\' OR EXISTS (
        SELECT 1 FROM "Message" m, json_each(m."parts") p
        WHERE m."conversationId" = c."id" AND m."role" = 'user' AND p."value" ->> '$.text' LIKE ${pattern} ESCAPE '\\'))
    ORDER BY c."updatedAt" DESC, c."id" DESC LIMIT ${pageSize + 1}`
  return rows.map(row => row.id)
}

/** Model of the newest answer of every lane. The rest of their settings can be long and is left where it is. */
async function lanesOf(conversationIds: string[]): Promise<Map<string, Map<number, string>>> {
  const answers = await database().$queryRaw<{ conversationId: string; lane: bigint; model: string }[]>`
    SELECT "conversationId", "settings" ->> '$.lane' AS "lane", "settings" ->> '$.model' AS "model" FROM "Message"
    WHERE "conversationId" IN (SELECT "value" FROM json_each(${JSON.stringify(conversationIds)}))
      AND "role" = 'assistant' AND "settings" ->> '$.lane' IS NOT NULL
    ORDER BY "createdAt", "id"`
  const lanes = new Map<string, Map<number, string>>()
  for (const { conversationId, lane, model } of answers) {
    const own = lanes.get(conversationId) ?? new Map<number, string>()
    lanes.set(conversationId, own.set(Number(lane), model))
  }
  return lanes
}

function comparisonLine({ blind, rerunOfId }: Conversation, isHidden: boolean, lanes: ReadonlyMap<number, string>) {
  return {
    blind,
    revealed: !isHidden,
    rerunOfId,
    lanes: [...lanes].sort(([left], [right]) => left - right).map(([lane, model]) => ({ lane, model: isHidden ? null : model }))
  }
}
