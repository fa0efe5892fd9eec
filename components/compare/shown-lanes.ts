import type { ComparisonVote } from '../../lib/chat/comparison.ts'
import type { ModelCatalogue } from '../../lib/chat/model-summary.ts'
import type { TurnSettings } from '../../lib/chat/turn-request.ts'
import { modelName } from '../models/model-name.ts'
import { laneLetter } from './lane-letter.ts'
import { laneVariant } from './lane-variant.ts'
import type { Cell } from './rounds.ts'

/** One lane of the round on screen. */
export interface ShownLane {
  lane: number
  letter: string
  answerIds: readonly string[]
  answerId: string
  /** Without a model while names are hidden. */
  settings: Partial<TurnSettings>
  /** Model and what is special about the lane; empty while names are hidden. */
  name: string
}

/** The lanes of a round, each with its newest answer, unless another one was chosen. */
export function shownLanes(
  cells: readonly Cell[],
  chosen: ReadonlySet<string>,
  settingsOf: Record<string, Partial<TurnSettings>>,
  catalogue: ModelCatalogue
): ShownLane[] {
  return cells.flatMap(({ lane, answerIds }) => {
    const answerId = answerIds.find(id => chosen.has(id)) ?? answerIds.at(-1)
    if (answerId === undefined) return []
    const settings = settingsOf[answerId] ?? {}
    return [{ lane, letter: laneLetter(lane), answerIds, answerId, settings, name: laneName(settings, catalogue) }]
  })
}

export type Winner = Pick<ShownLane, 'letter' | 'name'>

/** Who a vote went to: as the lane was then, whatever answers in it now. */
export function winnerOf(
  vote: ComparisonVote,
  lanes: readonly ShownLane[],
  settingsOf: Record<string, Partial<TurnSettings>>,
  catalogue: ModelCatalogue
): Winner | undefined {
  const shown = lanes.find(({ lane }) => lane === vote.lane)
  const settings = vote.answerId === null ? undefined : settingsOf[vote.answerId]
  return shown && settings ? { letter: shown.letter, name: laneName(settings, catalogue) } : shown
}

function laneName(settings: Partial<TurnSettings>, catalogue: ModelCatalogue): string {
  if (settings.model === undefined) return ''
  return [modelName(catalogue, settings.model), laneVariant(settings)].filter(Boolean).join(' · ')
}
