import { describe, expect, test } from 'vitest'
import type { ConversationRecord, MessageRecord } from './export-format.ts'
import { conversationAsMarkdown } from './markdown.ts'

const at = '2026-11-01T10:00:00.000Z'

function message(id: string, parentId: string | null, change: Partial<MessageRecord>): MessageRecord {
  const common = { createdAt: at, requestHash: null, settings: null, metadata: {}, steps: [], attachmentIds: [], parts: [] }
  return { id, parentId, role: 'assistant', status: 'complete', ...common, ...change }
}

const record: ConversationRecord = {
  ...{
    id: 'c',
    kind: 'chat',
    title: 'Tides\nand more',
    createdAt: at,
    updatedAt: at,
    selectedLeafId: 'a',
    pinnedAt: null,
    archivedAt: null
  },
  ...{ continuedAt: null, folderId: null, tags: [], settings: null, rerunOfId: null, forkedFromId: null, forkedAtId: null },
  ...{ blind: false, notes: '', votes: [], calls: [] },
  messages: [
    message('q', null, { role: 'user', parts: [{ type: 'text', text: 'Why?' }] }),
    message('other', 'q', { parts: [{ type: 'text', text: 'On another branch' }] }),
    message('a', 'q', {
      status: 'stopped',
      metadata: { model: 'openai/gpt-5.2', costPicoUsd: '1500000000', costState: 'unknown' },
      parts: [
        { type: 'step-start' },
        { type: 'reasoning', text: 'One\nTwo', state: 'done' },
        { type: 'dynamic-tool', toolName: 'run', toolCallId: 't', state: 'output-available', input: { a: 1 }, output: { text: '```\nx' } },
        { type: 'text', text: 'The *moon*.' }
      ]
    })
  ]
}

const none = { thinking: false, tools: false, costs: false }

describe('a conversation as Markdown', () => {
  test('is the selected branch, its texts as they are', () => {
    expect(conversationAsMarkdown(record, none)).toBe(
      '# Tides and more\n\n2026-11-01\n\n## Question\n\nWhy?\n\n## Answer, openai/gpt-5.2, stopped\n\nThe *moon*.\n'
    )
  })

  test('has thinking, tools and costs where they are wanted, and each alone', () => {
    expect(conversationAsMarkdown(record, { ...none, thinking: true })).toContain('\n\n> **Thinking**\n> \n> One\n> Two\n\nThe *moon*.')
    expect(conversationAsMarkdown(record, { ...none, tools: true })).toContain(
      '**Tool: run**\n\n```json\n{\n  "a": 1\n}\n```\n\n````\n```\nx\n````\n\nThe *moon*.'
    )
    expect(conversationAsMarkdown(record, { ...none, costs: true })).toContain(
      'The *moon*.\n\n*Cost: at least $0.0015, the rest unknown*\n'
    )
  })

  test('holds a result of any length, whatever it is made of', () => {
    const output = { text: '`` '.repeat(200_000) }
    const part = { type: 'dynamic-tool', toolName: 'run', toolCallId: 't', state: 'output-available', input: {}, output } as const
    const text = conversationAsMarkdown({ ...record, messages: [message('a', null, { parts: [part] })] }, { ...none, tools: true })
    expect(text).toContain(`\n\n\`\`\`\n${output.text}\n\`\`\`\n`)
  })

  test('of a comparison is every answer with its lane', () => {
    const settings = { model: 'x-ai/grok-4', lane: 1 }
    const messages = [...record.messages, message('b', 'q', { settings, parts: [{ type: 'text', text: 'Lane two' }] })]
    const text = conversationAsMarkdown({ ...record, kind: 'compare', messages }, none)
    expect(text).toContain('On another branch')
    expect(text).toContain('## Answer, lane B\n\nLane two')
  })
})
