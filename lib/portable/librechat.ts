import { z } from 'zod'
import type { ImportLoss } from '../chat/import.ts'
import { filePiece } from './data-url.ts'
import type { ForeignNode, ForeignPiece, ForeignTree } from './foreign-tree.ts'

const noParent = '00000000-0000-0000-0000-000000000000'

const file = z.looseObject({ filename: z.string().nullish(), filepath: z.string().nullish() })

const contentPart = z.looseObject({
  type: z.string(),
  text: z.union([z.string(), z.looseObject({ value: z.string() })]).nullish(),
  think: z.union([z.string(), z.looseObject({ value: z.string() })]).nullish(),
  error: z.unknown().optional(),
  tool_call: z
    .looseObject({
      name: z.string().nullish(),
      args: z.unknown().optional(),
      output: z.string().nullish(),
      function: z.looseObject({ name: z.string().nullish(), arguments: z.string().nullish(), output: z.string().nullish() }).nullish()
    })
    .nullish(),
  image_file: file.nullish(),
  image_url: z.union([z.string(), z.looseObject({ url: z.string() })]).nullish()
})
type ContentPart = z.infer<typeof contentPart>

const message = z.looseObject({
  messageId: z.string(),
  parentMessageId: z.string().nullish(),
  isCreatedByUser: z.boolean(),
  text: z.string().nullish(),
  content: z.array(contentPart).nullish(),
  model: z.string().nullish(),
  createdAt: z.string().nullish(),
  files: z.array(file).nullish(),
  /** Answers of a recursive export; messages again. */
  children: z.array(z.unknown()).nullish()
})
type Message = z.infer<typeof message>

/** The JSON of LibreChat's "Export conversation", its messages as a tree or in a row. */
export const librechatConversation = z.looseObject({
  conversationId: z.string(),
  title: z.string().nullish(),
  exportAt: z.string().nullish(),
  messages: z.array(z.unknown())
})

export function fromLibrechat(value: z.infer<typeof librechatConversation>): ForeignTree {
  const losses: ImportLoss[] = []
  const nodes = flat(value.messages).map(said => nodeOf(said, losses))
  const times = nodes.flatMap(({ createdAtMs }) => createdAtMs ?? [])
  const createdAtMs = times.length > 0 ? times.reduce((left, right) => Math.min(left, right)) : (timeOf(value.exportAt) ?? 0)
  return {
    ...{ id: value.conversationId, title: value.title ?? '', createdAtMs, currentId: null },
    updatedAtMs: times.reduce((left, right) => Math.max(left, right), createdAtMs),
    ...{ isPinned: false, isArchived: false, tags: [], nodes, losses }
  }
}

/** Every message once, however they are nested. */
function flat(messages: readonly unknown[]): Message[] {
  const all: Message[] = []
  const open = messages.map(value => ({ value, parent: null as string | null })).reverse()
  for (let next = open.pop(); next; next = open.pop()) {
    const said = message.parse(next.value)
    const { messageId } = said
    all.push({ ...said, parentMessageId: next.parent ?? said.parentMessageId })
    for (const value of (said.children ?? []).toReversed()) open.push({ value, parent: messageId })
  }
  return all
}

function nodeOf(said: Message, losses: ImportLoss[]): ForeignNode {
  const parts = (said.content ?? []).flatMap(each => pieceOf(each, losses))
  const text: ForeignPiece[] = parts.length === 0 && said.text ? [{ type: 'text', text: said.text }] : []
  const files = (said.files ?? []).map(({ filepath, filename }) => filePiece(filepath, filename))
  const parentId = said.parentMessageId ?? noParent
  return {
    id: said.messageId,
    parentId: parentId === noParent ? null : parentId,
    role: said.isCreatedByUser ? 'user' : 'assistant',
    createdAtMs: timeOf(said.createdAt),
    model: said.isCreatedByUser ? null : (said.model ?? null),
    pieces: [...files, ...text, ...parts]
  }
}

function pieceOf(part: ContentPart, losses: ImportLoss[]): ForeignPiece[] {
  const plain = (text: ContentPart['text']) => (typeof text === 'string' ? text : (text?.value ?? ''))
  switch (part.type) {
    case 'text':
      return [{ type: 'text', text: plain(part.text) }]
    case 'think':
      return [{ type: 'thought', text: plain(part.think) }]
    case 'tool_call': {
      const { name, args, output, function: called } = part.tool_call ?? {}
      const input = called?.arguments ?? (typeof args === 'string' ? args : JSON.stringify(args ?? {}))
      return [{ type: 'call', name: called?.name ?? name ?? 'tool', input, output: called?.output ?? output ?? null }]
    }
    case 'image_file':
      return [filePiece(part.image_file?.filepath, part.image_file?.filename)]
    case 'image_url':
      return [filePiece(typeof part.image_url === 'string' ? part.image_url : part.image_url?.url, null)]
    case 'error':
      return typeof part.error === 'string' ? [{ type: 'text', text: part.error }] : []
    default:
      losses.push('unknown_content')
      return []
  }
}

function timeOf(text: string | null | undefined): number | null {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? null : time
}
