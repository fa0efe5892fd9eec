import type { ImportLoss } from '../chat/import.ts'
import { UnreadableRecord } from './check-conversation.ts'
import type { ConversationRecord, MessageRecord } from './export-format.ts'
import { answerContent } from './foreign-answer.ts'
import type { ForeignChat, ForeignFile } from './foreign-chat.ts'

/** A piece of what a node of another program's tree says. */
export type ForeignPiece =
  | { type: 'text'; text: string }
  | { type: 'thought'; text: string; durationMs?: number }
  | { type: 'call'; name: string; input: string; output: string | null }
  /** Of the last call that has none. */
  | { type: 'result'; name: string; text: string }
  | { type: 'file'; name: string; bytes: string }
  /** Named, and not there. */
  | { type: 'lost-file'; name: string }

export interface ForeignNode {
  id: string
  parentId: string | null
  /** `none`: nothing of it is shown, and what follows it follows its parent. */
  role: 'user' | 'assistant' | 'none'
  createdAtMs: number | null
  model: string | null
  pieces: readonly ForeignPiece[]
}

export interface ForeignTree {
  id: string
  title: string
  createdAtMs: number
  updatedAtMs: number
  currentId: string | null
  isPinned: boolean
  isArchived: boolean
  tags: readonly string[]
  nodes: readonly ForeignNode[]
  losses: ImportLoss[]
}

/** Where an answer of many nodes branches, each of its ends has all of them: more is no conversation. */
const maxNodesInRuns = 500_000

/**
 * A tree of another program as one of ours. There an answer with tool calls is a run of nodes, here it is one message; where a run
 * branches, each of its ends is an answer of its own. A message is named by the last node of its run.
 */
export function toForeignChat(tree: ForeignTree): ForeignChat {
  const run = new Runs(tree.nodes)
  const files = new Map<string, ForeignFile>()
  const times = new Map<string, number>()
  const free = new FreeTimes()
  const messages = run.ends.map(end => {
    const nodes = end.role === 'user' ? [end] : run.of(end)
    const parentId = run.parentOf(nodes[0] ?? end)
    // Rows are read in the order of their times: children after their parents, and of one time those first that the file has first.
    const earliest = parentId === null ? tree.createdAtMs : (times.get(parentId) ?? tree.createdAtMs) + 1
    const createdAtMs = free.take(Date.parse(isoTime(Math.max(nodes[0]?.createdAtMs ?? earliest, earliest))))
    times.set(end.id, createdAtMs)
    return messageOf(end, nodes, { parentId, createdAt: isoTime(createdAtMs) }, files)
  })
  const lost = tree.nodes.flatMap(({ pieces }) => pieces.filter(({ type }) => type === 'lost-file').map(() => 'file_not_in_file' as const))
  return { record: recordOf(tree, messages, run), files, losses: [...tree.losses, ...lost] }
}

function recordOf(tree: ForeignTree, messages: MessageRecord[], run: Runs): ConversationRecord {
  const updatedAt = isoTime(tree.updatedAtMs)
  const newest = messages.toSorted((left, right) => (left.createdAt < right.createdAt ? -1 : 1)).at(-1)
  return {
    id: tree.id,
    kind: 'chat',
    title: tree.title.slice(0, 1000).toWellFormed(),
    createdAt: isoTime(tree.createdAtMs),
    updatedAt,
    selectedLeafId: run.endThrough(tree.currentId) ?? newest?.id ?? null,
    pinnedAt: tree.isPinned ? updatedAt : null,
    archivedAt: tree.isArchived ? updatedAt : null,
    continuedAt: null,
    folderId: null,
    tags: [...new Set(tree.tags.map(tag => tag.trim().slice(0, 50).toWellFormed()).filter(Boolean))].slice(0, 50),
    settings: null,
    rerunOfId: null,
    forkedFromId: null,
    forkedAtId: null,
    blind: false,
    notes: '',
    messages,
    votes: [],
    calls: []
  }
}

function messageOf(
  { id, role }: ForeignNode,
  nodes: readonly ForeignNode[],
  place: Pick<MessageRecord, 'parentId' | 'createdAt'>,
  files: Map<string, ForeignFile>
): MessageRecord {
  const fileIds: string[] = []
  const keep = (name: string, bytes: string) => {
    const fileId = `${id} ${fileIds.length}`
    fileIds.push(fileId)
    files.set(fileId, { name, bytes })
    return { type: 'file' as const, url: `/api/attachments/${fileId}`, mediaType: 'application/octet-stream', filename: name }
  }
  const pieces = nodes.flatMap(node => node.pieces)
  const common = { id, ...place, requestHash: null, settings: null }
  if (role === 'user') {
    const parts = pieces.flatMap((piece): MessageRecord['parts'] => {
      if (piece.type === 'file') return [keep(piece.name, piece.bytes)]
      // A question goes to the model as it stands here: what is not there is named in it.
      if (piece.type === 'lost-file') return [{ type: 'text', text: `[${piece.name}]` }]
      return piece.type === 'text' && piece.text !== '' ? [{ type: 'text', text: piece.text }] : []
    })
    return { ...common, role: 'user', status: 'complete', metadata: {}, parts, steps: [], attachmentIds: fileIds }
  }
  const model = nodes.findLast(node => node.model !== null)?.model ?? null
  const { parts, steps, isWhole } = answerContent(pieces, { id, createdAt: place.createdAt, model }, keep)
  const metadata = model === null ? {} : { model }
  return { ...common, role: 'assistant', status: isWhole ? 'complete' : 'interrupted', metadata, parts, steps, attachmentIds: fileIds }
}

/** Throws a RangeError for what no calendar has. */
function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}

/** Milliseconds that no other message has; a row of those that are taken is passed at once. */
class FreeTimes {
  /** After each that is taken, where to look on. */
  readonly #next = new Map<number, number>()

  /** The first free one from `earliest` on. */
  take(earliest: number): number {
    const passed = [earliest]
    let time = earliest
    for (let next = this.#next.get(time); next !== undefined; next = this.#next.get(time)) {
      time = next
      passed.push(time)
    }
    for (const each of passed) this.#next.set(each, time + 1)
    return time
  }
}

/** Which nodes of a tree become one message. */
class Runs {
  /** The last node of each message, parents first. */
  readonly ends: readonly ForeignNode[]
  readonly #byId: ReadonlyMap<string, ForeignNode>
  /** The next node above each that shows something. */
  readonly #shownAbove = new Map<ForeignNode, ForeignNode | null>()
  readonly #children: ReadonlyMap<string | null, ForeignNode[]>
  #nodesInRuns = 0

  constructor(nodes: readonly ForeignNode[]) {
    this.#byId = new Map(nodes.map(node => [node.id, node]))
    const inOrder = this.#inOrder()
    for (const node of inOrder) {
      const parent = this.#byId.get(node.parentId ?? '') ?? null
      this.#shownAbove.set(node, parent?.role === 'none' ? this.#above(parent) : parent)
    }
    const shown = inOrder.filter(({ role }) => role !== 'none')
    this.#children = Map.groupBy(shown, node => this.#above(node)?.id ?? null)
    this.ends = shown.filter(node => node.role === 'user' || this.#isEnd(node))
  }

  /** Parents first; a node that leads round in a circle is left out. */
  #inOrder(): ForeignNode[] {
    const children = Map.groupBy(this.#byId.values(), ({ parentId }) => (parentId !== null && this.#byId.has(parentId) ? parentId : null))
    const order: ForeignNode[] = []
    const open = (children.get(null) ?? []).toReversed()
    for (let node = open.pop(); node; node = open.pop()) {
      order.push(node)
      open.push(...(children.get(node.id) ?? []).toReversed())
    }
    return order
  }

  #above(node: ForeignNode): ForeignNode | null {
    return this.#shownAbove.get(node) ?? null
  }

  #isEnd({ id }: ForeignNode): boolean {
    const children = this.#children.get(id) ?? []
    return children.length === 0 || children.some(({ role }) => role === 'user')
  }

  /** The run that ends with a node, its first node first. */
  of(end: ForeignNode): ForeignNode[] {
    const nodes = [end]
    for (let above = this.#above(end); above?.role === 'assistant'; above = this.#above(above)) nodes.push(above)
    this.#nodesInRuns += nodes.length
    if (this.#nodesInRuns > maxNodesInRuns) throw new UnreadableRecord('', 'It has too many branches.')
    return nodes.reverse()
  }

  parentOf(first: ForeignNode): string | null {
    return this.#above(first)?.id ?? null
  }

  /** The message that a node belongs to: that of the end below it; of one that shows nothing, that of the node above. */
  endThrough(id: string | null): string | null {
    let node = this.#byId.get(id ?? '') ?? null
    if (node?.role === 'none') node = this.#above(node)
    while (node?.role === 'assistant' && !this.#isEnd(node)) node = this.#children.get(node.id)?.at(-1) ?? null
    return node?.id ?? null
  }
}
