/** Every column of what an export holds is in the file, or named here with why it is not. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { attachmentRecord, callRecord, conversationRecord, folderRecord, messageRecord } from '../../lib/portable/export-format.ts'

const schema = readFileSync(path.resolve(import.meta.dirname, '../../prisma/schema.prisma'), 'utf8')

/** Scalar columns of a model; relations are of a type that is a model. */
function columnsOf(model: string): string[] {
  const body = new RegExp(`^model ${model} \\{\\n(.*?)^\\}`, 'ms').exec(schema)?.[1] ?? ''
  const scalar = /^ {2}(\w+) +(?:String|Int|BigInt|Boolean|DateTime|Bytes)\??(?: |$)/gm
  return [...body.matchAll(scalar)].map(([, name = '']) => name)
}

const keysOf = (record: z.ZodObject) => Object.keys(record.shape)
const step = messageRecord.shape.steps.element
const toolCall = step.shape.toolCalls.element
const vote = conversationRecord.shape.votes.element

/** Left out, and why. */
const owner = { userId: 'whoever imports it' }
const place = { messageId: 'it stands in its message', conversationId: 'it stands in its conversation' }
const leftOut: Record<string, Record<string, string>> = {
  Conversation: { ...owner, deletedAt: 'what was deleted is not exported' },
  Folder: owner,
  ConversationTag: { ...place, name: 'the tag is its name' },
  Message: place,
  Step: place,
  ToolCall: { ...place, stepPosition: 'it stands in its step' },
  Attachment: { ...owner, createdAt: 'of the last upload: when it may be purged' },
  Vote: { ...owner, ...place },
  Generation: {
    ...owner,
    conversationId: place.conversationId,
    lookups: 'how often its cost was asked for',
    nextLookupAt: 'when it is next'
  }
}

describe('B13 an export holds every column', () => {
  test.each([
    ['Conversation', keysOf(conversationRecord)],
    ['Folder', keysOf(folderRecord)],
    ['ConversationTag', []],
    ['Message', keysOf(messageRecord)],
    ['Step', keysOf(step)],
    ['ToolCall', keysOf(toolCall)],
    ['Attachment', keysOf(attachmentRecord)],
    ['Vote', keysOf(vote)],
    ['Generation', keysOf(callRecord)]
  ])('of %s', (model, keys) => {
    const columns = columnsOf(model)
    expect(columns.length).toBeGreaterThan(1)
    const named = Object.keys(leftOut[model] ?? {})
    expect(columns.filter(column => !keys.includes(column) && !named.includes(column))).toEqual([])
  })
})
