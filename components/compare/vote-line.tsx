'use client'

import { useEffect, useState } from 'react'
import { requestJson } from '../http/request-json.ts'
import { Button } from '../ui/button.tsx'
import type { ShownLane, Winner } from './shown-lanes.ts'

/** Answer of `GET /api/votes`: over all comparisons. */
interface VoteRates {
  models: readonly { model: string; wins: number; ties: number; losses: number; rate: number }[]
}

interface VoteLineProps {
  lanes: readonly ShownLane[]
  /** `undefined` before a vote; `null` is a tie. */
  vote: number | null | undefined
  winner: Winner | undefined
  hidden: boolean
  onTie: () => void
}

/** What was voted in this round, and how often the lanes' models have won over all comparisons. */
export function VoteLine({ lanes, vote, winner, hidden, onTie }: VoteLineProps) {
  const rates = useVoteRates(vote, hidden)
  return (
    <section aria-label="Vote" className="flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-2 text-ui">
      <p role="status">{voteWords(vote, winner, hidden)}</p>
      {vote !== null && (
        <Button variant="ghost" onClick={onTie} className="-ml-3">
          {vote === undefined ? 'Call it a tie' : 'Make it a tie'}
        </Button>
      )}
      {rates && <WinRates lanes={lanes} rates={rates} />}
    </section>
  )
}

function voteWords(vote: number | null | undefined, winner: Winner | undefined, hidden: boolean): string {
  if (vote === null) return 'You called it a tie.'
  if (vote === undefined) return hidden ? 'Names, figures and costs appear with your vote.' : 'No vote yet.'
  return winner ? `Your vote: ${[winner.letter, winner.name].filter(Boolean).join(', ')}.` : 'You have voted.'
}

function useVoteRates(vote: number | null | undefined, hidden: boolean): VoteRates | null {
  const [rates, setRates] = useState<VoteRates | null>(null)

  // A vote changes them. Without them the page lacks a line, and says nothing of it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the vote is what makes them new
  useEffect(() => {
    if (!hidden) requestJson<VoteRates>('/api/votes').then(setRates, () => setRates(null))
  }, [vote, hidden])
  return rates
}

function WinRates({ lanes, rates }: { lanes: readonly ShownLane[]; rates: VoteRates }) {
  const models = new Map(lanes.flatMap(({ settings, name }) => (settings.model === undefined ? [] : [[settings.model, name] as const])))
  const voted = rates.models.filter(({ model }) => models.has(model))
  if (voted.length === 0) return null
  return (
    <ul aria-label="Won over all comparisons" className="figures flex flex-wrap gap-x-4 text-ink-3">
      {voted.map(({ model, wins, ties, losses, rate }) => (
        <li key={model} title={`${wins} won, ${ties} tied, ${losses} lost`}>
          {models.get(model)} {Math.round(rate * 100)}% of {wins + ties + losses}
        </li>
      ))}
    </ul>
  )
}
