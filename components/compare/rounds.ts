import type { ComparisonDetail } from '../../lib/chat/comparison.ts'
import type { ChatMessage } from '../../lib/chat/message.ts'

/** The part of a message that says where it stands in a comparison. */
type Node = Pick<ChatMessage, 'id' | 'role' | 'metadata'>

/** What one lane has said in one round. */
export interface Cell {
  lane: number
  /** Answers to the same question, oldest first. Never empty. */
  answerIds: readonly string[]
}

/** One question to the lanes. Each lane has a copy of it along its own branch, but for the first. */
export interface Round {
  /** The oldest copy: what the round is named by, in a vote too. */
  questionId: string
  cells: readonly Cell[]
}

/** One answer made from those of some lanes. */
export interface Merge {
  questionId: string
  answerId: string
}

export interface Comparison {
  /** Ascending. */
  lanes: readonly number[]
  rounds: readonly Round[]
  merges: readonly Merge[]
}

/**
 * What a tree of messages is as a comparison: rounds by the depth of their questions, in them a cell per lane, and merges,
 * which say so in their settings. What a continued lane has become is no part of it.
 */
export function comparisonOf(messages: readonly Node[], settingsOf: ComparisonDetail['settingsOf']): Comparison {
  const byId = new Map(messages.map(message => [message.id, message]))
  const rounds: { questionId: string; cells: Map<number, string[]> }[] = []
  const merges: Merge[] = []
  for (const { id, role, metadata } of messages) {
    const question = metadata?.parentId ? byId.get(metadata.parentId) : undefined
    if (role !== 'assistant' || !question) continue
    const lane = metadata?.lane
    if (lane === undefined) {
      if (settingsOf[id]?.purpose === 'merge') merges.push({ questionId: question.id, answerId: id })
      continue
    }
    const depth = depthOf(question, byId)
    rounds[depth] ??= { questionId: question.id, cells: new Map() }
    const { cells } = rounds[depth]
    cells.set(lane, [...(cells.get(lane) ?? []), id])
  }
  const lanes = [...new Set(rounds.flatMap(({ cells }) => [...cells.keys()]))].sort(ascending)
  return {
    lanes,
    rounds: rounds.map(({ questionId, cells }) => ({
      questionId,
      cells: [...cells].sort(([left], [right]) => left - right).map(([lane, answerIds]) => ({ lane, answerIds }))
    })),
    merges
  }
}

function ascending(left: number, right: number): number {
  return left - right
}

/** Questions above this one on its branch. */
function depthOf(question: Node, byId: ReadonlyMap<string, Node>): number {
  let depth = 0
  let answerId = question.metadata?.parentId ?? null
  while (answerId !== null) {
    depth++
    const above = byId.get(byId.get(answerId)?.metadata?.parentId ?? '')
    answerId = above?.metadata?.parentId ?? null
  }
  return depth
}
