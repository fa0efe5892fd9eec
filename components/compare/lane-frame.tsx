'use client'

import { useRef, useState } from 'react'
import type { ComparisonVote } from '@/lib/chat/comparison.ts'
import { textOf } from '../chat/branch-view.ts'
import { Switch } from '../ui/switch.tsx'
import type { ComparisonSession } from './comparison-session.ts'
import { Lane } from './lane.tsx'
import type { LaneCommands } from './lane-commands.ts'
import { LaneTabs } from './lane-tabs.tsx'
import { ScrollTogether } from './scroll-together.ts'
import type { ShownLane } from './shown-lanes.ts'
import { statusMark } from './status-mark.ts'

interface LaneFrameProps {
  session: ComparisonSession
  commands: LaneCommands
  lanes: readonly ShownLane[]
  running: ReadonlySet<string>
  /** Of the round. */
  question: string
  hidden: boolean
  /** `undefined` before a vote. */
  vote: ComparisonVote | undefined
}

/** The lanes of a round, side by side in one frame. */
export function LaneFrame({ session, commands, lanes, running, question, hidden, vote }: LaneFrameProps) {
  const frame = useRef<HTMLDivElement>(null)
  const [scroll] = useState(() => new ScrollTogether())
  const [together, setTogether] = useState(false)
  const tabs = lanes.map(({ letter, answerId }) => {
    const { metadata } = session.answer(answerId).latest.message
    return { letter, ...statusMark[metadata?.status ?? 'streaming'] }
  })
  return (
    <section aria-label="Lanes" className="min-w-0">
      <LaneTabs tabs={tabs} frame={frame} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard */}
      <div ref={frame} tabIndex={0} className="lane-frame rounded-lg border border-line">
        {lanes.map(({ lane, answerIds, answerId, settings }) => {
          const asked = questionOf(session, answerId)
          return (
            <Lane
              key={lane}
              session={session}
              commands={commands}
              lane={lane}
              answerIds={answerIds.join()}
              shownId={answerId}
              settings={settings}
              question={asked === question ? null : asked}
              sent={question.length}
              running={running.has(answerId)}
              hidden={hidden}
              voted={vote?.lane === lane && (vote.answerId ?? answerId) === answerId}
              scroll={scroll}
            />
          )
        })}
      </div>
      <div className="mt-2 flex justify-end max-md:hidden">
        <Switch
          label="Scroll together"
          checked={together}
          onChange={on => {
            scroll.turn(on)
            setTogether(on)
          }}
        />
      </div>
    </section>
  )
}

function questionOf(session: ComparisonSession, answerId: string): string {
  const questionId = session.message(answerId)?.metadata?.parentId
  const question = questionId ? session.message(questionId) : undefined
  return question ? textOf(question) : ''
}
