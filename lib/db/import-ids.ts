import 'server-only'
import { createHash } from 'node:crypto'
import type { ConversationRecord } from '../portable/export-format.ts'

const uuidv7Form = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Whether a record's ids can be ours as they are. */
export function hasOurIds({ id, messages }: ConversationRecord): boolean {
  return uuidv7Form.test(id) && messages.every(message => uuidv7Form.test(message.id))
}

/** An id of ours for somebody else's: the same one each time, so that a second import finds what the first has made. */
export function derivedId(userId: string, source: string, foreignId: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([userId, source, foreignId]))
    .digest('hex')
  const variant = ((Number.parseInt(hash.slice(15, 16), 16) & 3) | 8).toString(16)
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-7${hash.slice(12, 15)}-${variant}${hash.slice(16, 19)}-${hash.slice(19, 31)}`
}

/** The conversation under ids of its own: those in it are not ours, or taken by something else. */
export function withDerivedIds(userId: string, source: string, record: ConversationRecord): ConversationRecord {
  const own = <Id extends string | null>(id: Id) => (id === null ? id : derivedId(userId, source, `${record.id} ${id}`))
  const conversationId = (id: string) => derivedId(userId, source, id)
  return {
    ...record,
    id: conversationId(record.id),
    rerunOfId: record.rerunOfId === null ? null : conversationId(record.rerunOfId),
    forkedFromId: record.forkedFromId === null ? null : conversationId(record.forkedFromId),
    forkedAtId: record.forkedAtId === null ? null : derivedId(userId, source, `${record.forkedFromId} ${record.forkedAtId}`),
    selectedLeafId: own(record.selectedLeafId),
    messages: record.messages.map(message => ({
      ...message,
      id: own(message.id),
      parentId: own(message.parentId),
      parts: message.parts.map(part => (part.type === 'dynamic-tool' ? { ...part, toolCallId: own(part.toolCallId) } : part)),
      steps: message.steps.map(step => ({ ...step, toolCalls: step.toolCalls.map(call => ({ ...call, id: own(call.id) })) }))
    })),
    votes: record.votes.map(vote => ({
      ...vote,
      questionId: own(vote.questionId),
      lanes: vote.lanes.map(({ answerId, ...lane }) => (answerId === undefined ? lane : { ...lane, answerId: own(answerId) }))
    })),
    calls: record.calls.map(call => ({ ...call, messageId: own(call.messageId) }))
  }
}
