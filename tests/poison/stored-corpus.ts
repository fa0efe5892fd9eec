import Database from 'libsql'
import { uuidv7 } from 'uuidv7'
import { localUserId } from '../../lib/auth/local-user.ts'
import type { ChatMessage } from '../../lib/chat/message.ts'
import { corpus } from './corpus.ts'

/** Of the conversation with all of them. */
const storedTitle = 'Poisoned record'
const honest = 'An honest answer, **in between**.'

/**
 * Writes one conversation with every payload as an answer, and conversations titled by some, into a database that no server has
 * open. Its last answer is an honest one.
 */
export function storeCorpus(file: string): string {
  const database = new Database(file)
  const conversation = database.prepare(
    'INSERT INTO "Conversation" ("id", "userId", "title", "selectedLeafId", "createdAt", "updatedAt") VALUES (?,?,?,?,?,?)'
  )
  const message = database.prepare(
    `INSERT INTO "Message" ("id", "conversationId", "parentId", "role", "status", "parts", "metadata", "settings", "createdAt")
     VALUES (?,?,?,?,'complete',?,'{}',?,?)`
  )
  const now = new Date().toISOString().replace('Z', '+00:00')
  database.exec('BEGIN')
  for (const { row, text } of corpus) {
    if (['M1', 'M2', 'M4'].includes(row)) conversation.run(uuidv7(), localUserId, text.slice(0, 200), null, now, now)
  }
  const conversationId = uuidv7()
  conversation.run(conversationId, localUserId, storedTitle, null, now, now)
  let parentId: string | null = null
  const write = (role: 'user' | 'assistant', parts: ChatMessage['parts']) => {
    const id = uuidv7()
    const settings = role === 'user' ? null : JSON.stringify({ model: 'google/gemini-3-flash-preview' })
    message.run(id, conversationId, parentId, role, JSON.stringify(parts), settings, now)
    parentId = id
  }
  for (const { name, text } of corpus) {
    write('user', [{ type: 'text', text: `Now ${name}.` }])
    // What is large is large enough once.
    const elsewhere = text.slice(0, 20_000)
    write('assistant', [
      { type: 'reasoning', text: elsewhere, state: 'done' },
      {
        type: 'dynamic-tool',
        toolName: 'search',
        toolCallId: '1',
        state: 'output-available',
        input: { text: elsewhere },
        output: elsewhere
      },
      { type: 'text', text },
      { type: 'source-url', sourceId: '1', url: text.slice(0, 300), title: text.slice(0, 300) }
    ])
  }
  write('user', [{ type: 'text', text: 'And an honest one.' }])
  write('assistant', [{ type: 'text', text: honest }])
  database.prepare('UPDATE "Conversation" SET "selectedLeafId" = ? WHERE "id" = ?').run(parentId, conversationId)
  database.exec('COMMIT')
  database.close()
  return conversationId
}
