import Database from 'libsql'
import { Vocabulary } from './vocabulary.ts'

const messagesPerConversation = 20

/** Writes conversations into a database of Steno's, one in ten in ideographs; a third of the answers thinks, a tenth calls a tool. */
export function writeMessages(file: string, userId: string, count: number): void {
  const words = new Vocabulary(1)
  const database = new Database(file)
  database.prepare('INSERT OR IGNORE INTO "User" ("id") VALUES (?)').run(userId)
  const conversation = database.prepare(
    'INSERT INTO "Conversation" ("id", "userId", "title", "createdAt", "updatedAt") VALUES (?, ?, ?, ?, ?)'
  )
  const message =
    database.prepare(`INSERT INTO "Message" ("id", "conversationId", "parentId", "role", "status", "parts", "settings", "createdAt")
    VALUES (?, ?, ?, ?, 'complete', ?, ?, ?)`)
  const id = (kind: number, index: number) => `018f0000-0000-7000-${kind}000-${String(index).padStart(12, '0')}`
  const settings = (index: number) => JSON.stringify({ model: `author-${index % 9}/model-${index % 50}` })
  database.exec('BEGIN')
  for (let index = 0; index < count; index++) {
    const own = Math.floor(index / messagesPerConversation)
    const at = new Date(Date.now() - (count - index) * 300_000).toISOString().replace('Z', '+00:00')
    const isFirst = index % messagesPerConversation === 0
    if (isFirst) conversation.run(id(8, own), userId, words.text(5), at, at)
    const isQuestion = index % 2 === 0
    const text =
      own % 10 === 0 ? words.ideographs(words.between(20, isQuestion ? 60 : 400)) : words.text(words.between(5, isQuestion ? 45 : 300))
    const parts = [
      ...(!isQuestion && words.happens(0.3) ? [{ type: 'reasoning', text: words.text(words.between(50, 350)) }] : []),
      ...(!isQuestion && words.happens(0.1)
        ? [{ type: 'dynamic-tool', toolName: 'web_search', input: { query: words.text(3) }, output: { text: words.text(60) } }]
        : []),
      { type: 'text', text }
    ]
    const parentId = isFirst ? null : id(9, index - 1)
    const role = isQuestion ? 'user' : 'assistant'
    message.run(id(9, index), id(8, own), parentId, role, JSON.stringify(parts), isQuestion ? null : settings(index), at)
  }
  database.exec('COMMIT')
  database.close()
}
