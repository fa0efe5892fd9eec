import { z } from 'zod'
import type { CostState, TokenUsage } from '../cost/token-usage.ts'
import type { ConversationDetail, ConversationPage, ConversationSummary, CostTotal } from './conversation.ts'
import { maxLanes, minLanes } from './lane-count.ts'
import { cleanText, laneNumber, type TurnSettings, turnSettings, userMessage, uuid } from './turn-request.ts'

/** What a lane is run with; which one it is, its place says. */
const laneSettings = turnSettings.omit({ lane: true, purpose: true, onlyThisAnswer: true })

const lanes = <Lane extends z.ZodType>(lane: Lane) => z.array(lane).min(minLanes).max(maxLanes)

/** Body of `POST /api/conversations`: makes a comparison and starts every lane, each as an ordinary turn. */
export const newComparison = z
  .strictObject({
    kind: z.literal('compare'),
    conversationId: uuid,
    message: userMessage,
    /** Lane 0 first; shuffled when `blind`. */
    lanes: lanes(z.strictObject({ assistantMessageId: uuid, settings: laneSettings })),
    /** Nothing that gives a lane's model away leaves the server before the vote. */
    blind: z.boolean().optional(),
    /** The comparison that this one repeats. */
    rerunOfId: z.uuid().optional(),
    /** Goes past budgets that ask; those that stop it does not. */
    overBudget: z.literal(true).optional()
  })
  .refine(({ lanes }) => new Set(lanes.map(lane => lane.assistantMessageId)).size === lanes.length, 'lanes: ids must differ')
export type NewComparison = z.infer<typeof newComparison>

/** The lane that answered a question best. */
export interface ComparisonVote {
  questionId: string
  /** `null`: a tie. */
  lane: number | null
  /** Which of the lane's answers; `null` for a tie, and for a vote that did not keep it. */
  answerId: string | null
}

/** Answer of `GET /api/conversations/:id` for a comparison. */
export interface ComparisonDetail extends ConversationDetail {
  kind: 'compare'
  /** Settings of every answer by its message id; `lane` and `purpose` alone while names are hidden. */
  settingsOf: Record<string, Partial<TurnSettings>>
  comparison: {
    blind: boolean
    /** Everything is shown: it is not blind, or there is a vote. */
    revealed: boolean
    notes: string
    rerunOfId: string | null
    /** Comparisons that repeat this one, oldest first. */
    reruns: { id: string; title: string; createdAt: string }[]
    /** A lane has become the conversation. */
    continued: boolean
    votes: ComparisonVote[]
  }
}

/** One line of the list of comparisons. */
export interface ComparisonSummary extends ConversationSummary {
  blind: boolean
  revealed: boolean
  rerunOfId: string | null
  /** The newest answer of each lane, lane 0 first; `model` is `null` while names are hidden. */
  lanes: { lane: number; model: string | null }[]
}

/** Answer of `GET /api/conversations?kind=compare`. */
export interface ComparisonPage extends Omit<ConversationPage, 'conversations'> {
  conversations: ComparisonSummary[]
}

/** Body of `PUT /api/conversations/:id/vote`. */
export const voteBody = z.strictObject({
  questionId: z.uuid(),
  /** `null`: a tie. */
  lane: laneNumber.nullable(),
  /** The lane's answer that was read; its newest when absent. */
  answerId: z.uuid().optional()
})
export type VoteBody = z.infer<typeof voteBody>

/** Over all votes that had this model and another one to choose from. */
export interface ModelVotes {
  model: string
  wins: number
  ties: number
  losses: number
  /** 0 to 1; a tie is half a win. */
  rate: number
}

/** Body of `POST /api/lane-sets`. */
export const newLaneSet = z.strictObject({
  name: cleanText(100)
    .transform(text => text.trim())
    .refine(text => text !== '', 'must not be empty'),
  lanes: lanes(laneSettings)
})
export type NewLaneSet = z.infer<typeof newLaneSet>

export interface LaneSet extends NewLaneSet {
  id: string
  /** ISO 8601. */
  createdAt: string
}

/** One call of a conversation, as `GET /api/costs` lists it. */
export interface CostRow extends TokenUsage {
  /** OpenRouter's; `null` when none was ever seen. */
  generationId: string | null
  upstream: 'demo' | 'openrouter'
  kind: string
  model: string
  /** `null` for a title. */
  messageId: string | null
  lane: number | null
  costPicoUsd: string | null
  costState: CostState
  createdAt: string
}

/** Answer of `GET /api/costs`. */
export interface ConversationCosts {
  /** Oldest first; empty while names are hidden. */
  rows: CostRow[]
  total: CostTotal
}

/** Whether a conversation that was read is a comparison. */
export function isComparison(detail: ConversationDetail): detail is ComparisonDetail {
  return 'comparison' in detail
}
