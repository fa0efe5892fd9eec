import { z } from 'zod'
import type { ImportLoss } from '../chat/import.ts'
import type { ForeignNode, ForeignPiece, ForeignTree } from './foreign-tree.ts'

const part = z.union([z.string(), z.looseObject({ content_type: z.string().nullish(), text: z.string().nullish() })])

const content = z.looseObject({
  content_type: z.string(),
  parts: z.array(part).nullish(),
  text: z.string().nullish(),
  result: z.string().nullish(),
  thoughts: z.array(z.looseObject({ summary: z.string().nullish(), content: z.string().nullish() })).nullish()
})
type Content = z.infer<typeof content>

const message = z.looseObject({
  author: z.looseObject({ role: z.string(), name: z.string().nullish() }),
  create_time: z.number().nullish(),
  content,
  recipient: z.string().nullish(),
  metadata: z
    .looseObject({
      model_slug: z.string().nullish(),
      is_visually_hidden_from_conversation: z.boolean().nullish(),
      attachments: z
        .array(z.looseObject({ name: z.string().nullish(), mime_type: z.string().nullish(), mimeType: z.string().nullish() }))
        .nullish()
    })
    .nullish()
})
type Message = z.infer<typeof message>

/** One entry of `conversations.json` of ChatGPT's data export. Files are not in it: they lie beside it in the archive. */
export const chatgptConversation = z.looseObject({
  id: z.string().nullish(),
  conversation_id: z.string().nullish(),
  title: z.string().nullish(),
  create_time: z.number().nullish(),
  update_time: z.number().nullish(),
  current_node: z.string().nullish(),
  is_archived: z.boolean().nullish(),
  mapping: z.record(z.string(), z.looseObject({ parent: z.string().nullish(), message: message.nullish() }))
})

export function fromChatgpt(value: z.infer<typeof chatgptConversation>): ForeignTree {
  const losses: ImportLoss[] = []
  const createdAtMs = (value.create_time ?? 0) * 1000
  return {
    id: value.conversation_id ?? value.id ?? `${value.create_time} ${value.title}`,
    title: value.title ?? '',
    createdAtMs,
    updatedAtMs: value.update_time ? value.update_time * 1000 : createdAtMs,
    currentId: value.current_node ?? null,
    isPinned: false,
    isArchived: value.is_archived === true,
    tags: [],
    nodes: Object.entries(value.mapping).map(([id, node]) => nodeOf(id, node.parent ?? null, node.message ?? null, losses)),
    losses
  }
}

function nodeOf(id: string, parentId: string | null, said: Message | null, losses: ImportLoss[]): ForeignNode {
  const pieces = said ? piecesOf(said, losses) : []
  const isHidden = said?.metadata?.is_visually_hidden_from_conversation === true || said?.author.role === 'system'
  if (isHidden && pieces.some(piece => piece.type !== 'text' || piece.text.trim() !== '')) losses.push('hidden_message')
  const role = !said || isHidden || pieces.length === 0 ? 'none' : said.author.role === 'user' ? 'user' : 'assistant'
  const createdAtMs = said?.create_time ? said.create_time * 1000 : null
  return { id, parentId, role, createdAtMs, model: said?.metadata?.model_slug ?? null, pieces }
}

function piecesOf(said: Message, losses: ImportLoss[]): ForeignPiece[] {
  const pieces = contentPieces(said.content, losses)
  const text = () => pieces.flatMap(piece => (piece.type === 'text' ? [piece.text] : [])).join('\n\n')
  const files = pieces.filter(piece => piece.type === 'lost-file')
  const { role, name } = said.author
  if (role === 'tool') return [{ type: 'result', name: name ?? 'tool', text: text() }, ...files]
  if (role === 'assistant' && said.recipient && said.recipient !== 'all') {
    return [{ type: 'call', name: said.recipient, input: text(), output: null }]
  }
  return [...pieces, ...uploads(said)]
}

function contentPieces({ content_type: type, parts, text, result, thoughts }: Content, losses: ImportLoss[]): ForeignPiece[] {
  switch (type) {
    case 'text':
    case 'multimodal_text':
      return (parts ?? []).flatMap((each): ForeignPiece[] => {
        if (typeof each === 'string') return each === '' ? [] : [{ type: 'text', text: each }]
        if (each.content_type === 'image_asset_pointer') return [{ type: 'lost-file', name: 'image' }]
        if (each.text) return [{ type: 'text', text: each.text }]
        losses.push('unknown_content')
        return []
      })
    case 'thoughts':
      return (thoughts ?? []).map(thought => ({ type: 'thought', text: [thought.summary, thought.content].filter(Boolean).join('\n\n') }))
    case 'code':
    case 'execution_output':
    case 'system_error':
    case 'tether_quote':
      return text ? [{ type: 'text', text }] : []
    case 'tether_browsing_display':
      return result ? [{ type: 'text', text: result }] : []
    // How long it thought, in words, and the instructions of the account: nobody said them.
    case 'reasoning_recap':
    case 'user_editable_context':
    case 'model_editable_context':
      return []
    default:
      losses.push('unknown_content')
      return text ? [{ type: 'text', text }] : []
  }
}

/** Images are pointed at where they stand; other uploads are only listed. */
function uploads({ metadata }: Message): ForeignPiece[] {
  return (metadata?.attachments ?? []).flatMap(({ name, mime_type, mimeType }): ForeignPiece[] =>
    (mime_type ?? mimeType ?? '').startsWith('image/') ? [] : [{ type: 'lost-file', name: name ?? 'file' }]
  )
}
