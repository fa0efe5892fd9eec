import Database from 'libsql'
import { uuidv7 } from 'uuidv7'
import { heavyTokens } from './heavy-document.ts'
import { Vocabulary } from './vocabulary.ts'

const answerTokens = 250

/** The words with which the first question of the chat begins, and no other. */
export const firstWords = 'The very first question'

/** Writes a chat of so many messages, on one branch, into a database that no server has open; its id. */
export function writeLongChat(file: string, userId: string, messages: number): string {
  const words = new Vocabulary(3)
  const database = new Database(file)
  database.prepare('INSERT OR IGNORE INTO "User" ("id") VALUES (?)').run(userId)
  const conversationId = uuidv7()
  const message =
    database.prepare(`INSERT INTO "Message" ("id", "conversationId", "parentId", "role", "status", "parts", "settings", "createdAt")
    VALUES (?, ?, ?, ?, 'complete', ?, ?, ?)`)
  const at = (index: number) => new Date(Date.now() - (messages - index) * 60_000).toISOString().replace('Z', '+00:00')
  database.exec('BEGIN')
  database
    .prepare('INSERT INTO "Conversation" ("id", "userId", "title", "createdAt", "updatedAt") VALUES (?, ?, ?, ?, ?)')
    .run(conversationId, userId, 'A long chat', at(0), at(messages))
  let parentId: string | null = null
  for (let index = 0; index < messages; index++) {
    const isQuestion = index % 2 === 0
    const question = `${index === 0 ? firstWords : words.text(3)} ${words.text(words.between(5, 40))}`
    const text = isQuestion ? question : heavyTokens(answerTokens, index).join('')
    const id = uuidv7()
    const settings = isQuestion ? null : JSON.stringify({ model: 'author-0/model-0' })
    message.run(
      id,
      conversationId,
      parentId,
      isQuestion ? 'user' : 'assistant',
      JSON.stringify([{ type: 'text', text }]),
      settings,
      at(index)
    )
    parentId = id
  }
  database.prepare('UPDATE "Conversation" SET "selectedLeafId" = ? WHERE "id" = ?').run(parentId, conversationId)
  database.exec('COMMIT')
  database.close()
  return conversationId
}
