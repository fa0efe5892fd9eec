'use client'

import { useState } from 'react'
import type { TurnSettings } from '@/lib/chat/turn-request.ts'
import { textOf } from '../chat/branch-view.ts'
import type { ComparisonSession } from './comparison-session.ts'
import { Lane } from './lane.tsx'
import type { LaneCommands } from './lane-commands.ts'
import { mergeLane } from './lane-letter.ts'
import type { Merge } from './rounds.ts'
import { ScrollTogether } from './scroll-together.ts'

interface MergedAnswersProps {
  session: ComparisonSession
  commands: LaneCommands
  merges: readonly Merge[]
  running: ReadonlySet<string>
  settingsOf: Record<string, Partial<TurnSettings>>
}

/** Lane M: the newest answer that was made of others; earlier ones are its siblings. */
export function MergedAnswers({ session, commands, merges, running, settingsOf }: MergedAnswersProps) {
  const [chosen, setChosen] = useState<string | null>(null)
  const newestId = merges.at(-1)?.answerId
  const [lastNewestId, setLastNewestId] = useState(newestId)
  // A new one is to be seen as it comes.
  if (newestId !== lastNewestId) {
    setLastNewestId(newestId)
    setChosen(null)
  }
  const [scroll] = useState(() => new ScrollTogether())
  const shown = merges.find(({ answerId }) => answerId === chosen) ?? merges.at(-1)
  const [mergeCommands] = useState<LaneCommands>(() => ({ ...commands, choose: (_lane, answerId) => setChosen(answerId) }))
  if (!shown) return null
  const question = session.message(shown.questionId)
  return (
    <section aria-label="Merged answer" className="rounded-lg border border-line *:overflow-hidden *:rounded-lg">
      <Lane
        key={mergeLane}
        session={session}
        commands={mergeCommands}
        lane={mergeLane}
        answerIds={merges.map(({ answerId }) => answerId).join()}
        shownId={shown.answerId}
        settings={settingsOf[shown.answerId] ?? {}}
        question={null}
        sent={question ? textOf(question).length : 0}
        running={running.has(shown.answerId)}
        hidden={false}
        voted={null}
        scroll={scroll}
      />
    </section>
  )
}
