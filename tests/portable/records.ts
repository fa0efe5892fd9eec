import { uuidv7 } from 'uuidv7'
import type { CallRecord, ConversationRecord } from '../../lib/portable/export-format.ts'

/** When everything in these records happened. */
export const at = '2026-11-01T10:00:00.000Z'

/** One that was billed. */
export const call: CallRecord = {
  ...{ id: uuidv7(), openRouterId: 'gen-1', upstream: 'openrouter', kind: 'chat', messageId: null, position: 0, attempt: 0 },
  ...{ model: 'openai/gpt-5.2', servedModel: null, provider: null, effort: null, inputTokens: 1, outputTokens: 2, cacheReadTokens: null },
  ...{
    cacheWriteTokens: null,
    reasoningTokens: null,
    costState: 'billed',
    costPicoUsd: '1500000000',
    providerPicoUsd: null,
    feePicoUsd: null
  },
  ...{
    toolFeePicoUsd: null,
    reasoningPicoUsd: null,
    cacheSavedPicoUsd: null,
    reservedPicoUsd: null,
    discarded: false,
    finishReason: 'stop'
  },
  ...{ nativeFinishReason: null, errorCode: null, usage: null, timeToFirstTokenMs: null, durationMs: null, createdAt: at }
}

/** A question and its answer. */
export function chat(change: Partial<ConversationRecord> = {}): ConversationRecord {
  const [question, answer] = [uuidv7(), uuidv7()]
  const common = { createdAt: at, requestHash: null, settings: null, metadata: {}, attachmentIds: [] }
  const wire = JSON.stringify({ role: 'assistant', content: 'Yes.' })
  const step = { position: 0, model: 'openai/gpt-5.2', provider: null, generationId: null, ended: true, createdAt: at, wire, toolCalls: [] }
  return {
    ...{
      id: uuidv7(),
      kind: 'chat',
      title: 'Tides',
      createdAt: at,
      updatedAt: at,
      selectedLeafId: answer,
      pinnedAt: null,
      archivedAt: null
    },
    ...{
      continuedAt: null,
      folderId: null,
      tags: [],
      settings: null,
      rerunOfId: null,
      forkedFromId: null,
      forkedAtId: null,
      blind: false,
      notes: '',
      votes: [],
      calls: []
    },
    messages: [
      { ...common, id: question, parentId: null, role: 'user', status: 'complete', steps: [], parts: [{ type: 'text', text: 'Why?' }] },
      {
        ...common,
        id: answer,
        parentId: question,
        role: 'assistant',
        status: 'complete',
        steps: [step],
        parts: [{ type: 'text', text: 'Yes.' }]
      }
    ],
    ...change
  }
}

/** A file of an export. */
export const fileOf = (conversations: unknown[], others: object = {}) =>
  JSON.stringify({ format: 'steno-export', version: 1, folders: [], leftOut: [], conversations, attachments: [], ...others })
