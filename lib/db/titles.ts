import 'server-only'
import { titleFromQuestion } from '../chat/title.ts'
import type { TurnSettings } from '../chat/turn-request.ts'
import { database } from './client.ts'
import { hiddenAmong } from './comparisons.ts'
import { readParts, readSettings } from './json-columns.ts'

/** A conversation that has its first whole answer and still the title that its question gave it. */
export interface UntitledConversation {
  title: string
  question: string
  answer: string
  /** Of every answer: the question was shown to whom they allow. */
  settings: TurnSettings[]
}

/** `null` when no title is wanted: deleted, temporary, renamed, written before, or not the first whole answer; a blind comparison waits for its vote. */
export async function findUntitled(userId: string, conversationId: string): Promise<UntitledConversation | null> {
  const row = await database().conversation.findFirst({
    where: { id: conversationId, userId, deletedAt: null },
    select: {
      id: true,
      kind: true,
      blind: true,
      title: true,
      messages: {
        where: { role: 'assistant' },
        select: { parentId: true, parts: true, status: true, settings: true },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }]
      }
    }
  })
  const [answer, another] = row?.messages.filter(({ status }) => status === 'complete') ?? []
  // The lanes of a comparison all answer first.
  if (!row || !answer || (another && row.kind === 'chat')) return null
  if ((await hiddenAmong([row])).size > 0) return null
  const [first, question, titles] = await Promise.all([
    database().message.findFirst({ where: { conversationId, role: 'user' }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] }),
    database().message.findFirst({ where: { id: answer.parentId ?? '', conversationId } }),
    database().generation.count({ where: { conversationId, kind: 'title' } })
  ])
  if (titles > 0 || row.title !== titleFromQuestion(readParts(first?.parts ?? '[]'))) return null
  const settings = row.messages.flatMap(message => (message.settings === null ? [] : [readSettings(message.settings)]))
  return { title: row.title, question: textOf(question?.parts ?? '[]'), answer: textOf(answer.parts), settings }
}

function textOf(parts: string): string {
  return readParts(parts)
    .flatMap(part => (part.type === 'text' ? [part.text] : []))
    .join('\n')
}

/** Gives the conversation a title, unless it was renamed or deleted since `before` was read. */
export async function replaceTitle(userId: string, conversationId: string, before: string, title: string): Promise<void> {
  await database().conversation.updateMany({ where: { id: conversationId, userId, title: before, deletedAt: null }, data: { title } })
}
