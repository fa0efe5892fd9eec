import { attachmentIdOf } from '../chat/attachment.ts'
import { type ConversationRecord, conversationRecord, type MessageRecord } from './export-format.ts'

/** Why something in a file cannot be taken, and where: `messages.4.status`. Nothing of the file's texts is in it. */
export class UnreadableRecord extends Error {
  override name = 'UnreadableRecord'
  readonly place: string

  constructor(place: string, reason: string) {
    super(place === '' ? reason : `${place}: ${reason}`)
    this.place = place
  }
}

/** A conversation of a file, checked: its shape, and that it is one tree. */
export function checkConversation(value: unknown): ConversationRecord {
  const parsed = conversationRecord.safeParse(value)
  const [issue] = parsed.error?.issues ?? []
  if (issue) throw new UnreadableRecord(issue.path.map(String).join('.').slice(0, 120), reasonOf(issue))
  const record = parsed.data as ConversationRecord
  checkTree(record)
  return record
}

export function reasonOf(issue: { code?: string | undefined; message: string; expected?: unknown }): string {
  if (issue.code === 'unrecognized_keys') return 'unknown field'
  return issue.code === 'invalid_type' ? `must be ${String(issue.expected)}` : issue.message.slice(0, 120)
}

function checkTree({ messages, selectedLeafId, votes, calls }: ConversationRecord): void {
  const parentOf = new Map(messages.map(({ id, parentId }) => [id, parentId]))
  if (parentOf.size < messages.length) throw new UnreadableRecord('messages', 'two have the same id')
  if (selectedLeafId !== null && !parentOf.has(selectedLeafId)) throw new UnreadableRecord('selectedLeafId', 'names no message')
  const rooted = new Set<string>()
  for (const [index, message] of messages.entries()) {
    if (message.parentId !== null && !parentOf.has(message.parentId)) {
      throw new UnreadableRecord(`messages.${index}.parentId`, 'names no message')
    }
    if (!leadsToRoot(message.id, parentOf, rooted)) throw new UnreadableRecord(`messages.${index}.parentId`, 'leads round in a circle')
    checkMessage(message, `messages.${index}`)
  }
  checkUnique(
    calls.map(({ id }) => id),
    'calls'
  )
  checkUnique(
    votes.map(({ questionId }) => questionId),
    'votes'
  )
  checkUnique(
    messages.flatMap(({ steps }) => steps.flatMap(({ toolCalls }) => toolCalls.map(({ id }) => id))),
    'messages'
  )
}

function leadsToRoot(id: string, parentOf: ReadonlyMap<string, string | null>, rooted: Set<string>): boolean {
  const path = new Set<string>()
  for (let at: string | null = id; at !== null && !rooted.has(at); at = parentOf.get(at) ?? null) {
    if (path.has(at)) return false
    path.add(at)
  }
  for (const each of path) rooted.add(each)
  return true
}

function checkMessage({ parts, attachmentIds, steps }: MessageRecord, place: string): void {
  checkUnique(attachmentIds, `${place}.attachmentIds`)
  checkUnique(
    steps.map(({ position }) => position),
    `${place}.steps`
  )
  for (const [index, part] of parts.entries()) {
    const shown = part.type === 'file' ? attachmentIdOf(part.url) : null
    if (shown !== null && !attachmentIds.includes(shown)) {
      throw new UnreadableRecord(`${place}.parts.${index}.url`, 'names a file that is not in attachmentIds')
    }
  }
}

function checkUnique(values: readonly unknown[], place: string): void {
  if (new Set(values).size < values.length) throw new UnreadableRecord(place, 'two have the same id')
}
