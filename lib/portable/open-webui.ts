import { z } from 'zod'
import type { ImportLoss } from '../chat/import.ts'
import { filePiece } from './data-url.ts'
import type { ForeignNode, ForeignPiece, ForeignTree } from './foreign-tree.ts'

const message = z.looseObject({
  id: z.string(),
  parentId: z.string().nullish(),
  role: z.string(),
  content: z.string().nullish(),
  timestamp: z.number().nullish(),
  model: z.string().nullish(),
  files: z.array(z.looseObject({ type: z.string().nullish(), url: z.string().nullish(), name: z.string().nullish() })).nullish()
})
type Message = z.infer<typeof message>

/** One entry of Open WebUI's "Export chats". */
export const openWebuiChat = z.looseObject({
  id: z.string(),
  title: z.string().nullish(),
  created_at: z.number().nullish(),
  updated_at: z.number().nullish(),
  pinned: z.boolean().nullish(),
  archived: z.boolean().nullish(),
  meta: z.looseObject({ tags: z.array(z.string()).nullish() }).nullish(),
  chat: z.looseObject({
    title: z.string().nullish(),
    tags: z.array(z.unknown()).nullish(),
    history: z.looseObject({ messages: z.record(z.string(), message), currentId: z.string().nullish() })
  })
})

export function fromOpenWebui({ chat, ...value }: z.infer<typeof openWebuiChat>): ForeignTree {
  const losses: ImportLoss[] = []
  const nodes = Object.values(chat.history.messages).map(said => nodeOf(said, losses))
  const createdAtMs = (value.created_at ?? 0) * 1000
  const tags = value.meta?.tags ?? (chat.tags ?? []).filter(tag => typeof tag === 'string')
  return {
    ...{ id: value.id, title: value.title ?? chat.title ?? '', createdAtMs, currentId: chat.history.currentId ?? null, tags },
    updatedAtMs: value.updated_at ? value.updated_at * 1000 : createdAtMs,
    ...{ isPinned: value.pinned === true, isArchived: value.archived === true, nodes, losses }
  }
}

function nodeOf(said: Message, losses: ImportLoss[]): ForeignNode {
  const files = (said.files ?? []).map(({ url, name }) => filePiece(url, name))
  const isHidden = said.role !== 'user' && said.role !== 'assistant'
  if (isHidden && said.content) losses.push('hidden_message')
  return {
    id: said.id,
    parentId: said.parentId ?? null,
    role: isHidden ? 'none' : said.role === 'user' ? 'user' : 'assistant',
    createdAtMs: said.timestamp ? said.timestamp * 1000 : null,
    model: said.model ?? null,
    pieces:
      said.role === 'assistant' ? [...answerPieces(said.content ?? ''), ...files] : [...files, { type: 'text', text: said.content ?? '' }]
  }
}

const blockEnd = '</details>'

/** Thoughts and calls stand in an answer's text as blocks of HTML. It is gone through once, however many of them never end. */
function answerPieces(text: string): ForeignPiece[] {
  const pieces: ForeignPiece[] = []
  const blockStart = /<details type="(reasoning|tool_calls|code_interpreter)"/g
  let end = 0
  const addText = (piece: string) => {
    if (piece.trim() !== '') pieces.push({ type: 'text', text: piece.trim() })
  }
  for (let start = blockStart.exec(text); start; start = blockStart.exec(text)) {
    const attributesStart = blockStart.lastIndex
    const attributesEnd = text.indexOf('>', attributesStart)
    const bodyEnd = attributesEnd === -1 ? -1 : text.indexOf(blockEnd, attributesEnd)
    if (bodyEnd === -1) break
    addText(text.slice(end, start.index))
    const attributes = text.slice(attributesStart, attributesEnd)
    const body = text.slice(attributesEnd + 1, bodyEnd)
    pieces.push(start[1] === 'reasoning' ? thoughtOf(attributes, body) : callOf(attributes, body))
    end = bodyEnd + blockEnd.length
    blockStart.lastIndex = end
  }
  addText(text.slice(end))
  return pieces
}

function withoutSummary(body: string): string {
  const start = body.indexOf('<summary>')
  const end = start === -1 ? -1 : body.indexOf('</summary>', start)
  return end === -1 ? body : body.slice(0, start) + body.slice(end + '</summary>'.length)
}

function thoughtOf(attributes: string, body: string): ForeignPiece {
  const lines = withoutSummary(body).trim().split('\n')
  const text = unescaped(lines.map(line => line.replace(/^(?:>|&gt;) ?/, '')).join('\n'))
  const seconds = Number(attributeOf(attributes, 'duration'))
  return { type: 'thought', text, ...(seconds > 0 ? { durationMs: Math.round(seconds * 1000) } : {}) }
}

function callOf(attributes: string, body: string): ForeignPiece {
  const input = attributeOf(attributes, 'arguments')
  const code = withoutSummary(body).trim()
  return {
    type: 'call',
    name: attributeOf(attributes, 'name') ?? 'code_interpreter',
    // Written as JSON text of JSON text.
    input: input === null ? code : textIn(input),
    output: textIn(attributeOf(attributes, 'result') ?? attributeOf(attributes, 'output'))
  }
}

function attributeOf(attributes: string, name: string): string | null {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1]
  return value === undefined ? null : unescaped(value)
}

const entities: Record<string, string> = { quot: '"', apos: "'", '#x27': "'", '#39': "'", lt: '<', gt: '>', amp: '&' }

function unescaped(text: string): string {
  return text.replace(/&(quot|apos|#x27|#39|lt|gt|amp);/g, (whole, name: string) => entities[name] ?? whole)
}

function textIn<Text extends string | null>(json: Text): string | Extract<Text, null>
function textIn(json: string | null): string | null {
  if (json === null) return null
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'string' ? value : json
  } catch (error) {
    if (error instanceof SyntaxError) return json
    throw error
  }
}
