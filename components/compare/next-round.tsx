'use client'

import { type RefObject, useState } from 'react'
import type { TurnSettings } from '@/lib/chat/turn-request.ts'
import { Composer } from '../chat/composer.tsx'
import type { Draft } from '../chat/draft.ts'
import { Button } from '../ui/button.tsx'
import type { ComparisonSession } from './comparison-session.ts'
import { LaneChips } from './lane-chips.tsx'
import { MergeForm } from './merge-form.tsx'
import type { ShownLane } from './shown-lanes.ts'
import { settingsOf } from './use-lane-commands.ts'

interface NextRoundProps {
  session: ComparisonSession
  draft: Draft
  field: RefObject<HTMLTextAreaElement | null>
  /** The newest answer of each lane. */
  lanes: readonly ShownLane[]
  running: ReadonlySet<string>
  /** Of the first round: what a merge answers. */
  question: string
  onAsked: () => void
}

/** Asks the lanes on, each along its own branch, or makes one answer of theirs. */
export function NextRound({ session, draft, field, lanes, running, question, onAsked }: NextRoundProps) {
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set())
  const [merging, setMerging] = useState(false)
  const asked = lanes.filter(({ lane }) => !left.has(lane))
  const waitsFor = asked.filter(({ answerId }) => running.has(answerId))
  const ended = lanes.filter(({ answerId }) => !running.has(answerId) && hasText(session, answerId))

  const ask = (text: string) => {
    if (text.trim() === '' || asked.length === 0 || waitsFor.length > 0) return
    const turns = asked.flatMap(({ answerId }) => {
      const settings = settingsOf(session, answerId)
      return settings ? [{ parentId: answerId, settings }] : []
    })
    draft.clear()
    void session.ask(text, turns).then(arrived => {
      if (arrived.includes(true)) draft.forget()
      else draft.putBack({ text })
    })
    onAsked()
  }
  const merge = (text: string, settings: TurnSettings) => {
    void session.ask(text, [{ parentId: null, settings }])
    setMerging(false)
  }
  const waiting = waitsFor.map(({ letter }) => letter).join(', ')
  return (
    <section aria-label="Next round" className="flex flex-col gap-3">
      {merging && <MergeForm session={session} question={question} lanes={ended} onMerge={merge} onClose={() => setMerging(false)} />}
      <div>
        <Composer
          draft={draft}
          field={field}
          running={false}
          stopping={false}
          placeholder={placeholder(asked.length, lanes.length)}
          onSubmit={ask}
          onStop={() => undefined}
          controls={
            <>
              <LaneChips
                label="Lanes to ask"
                lanes={lanes}
                chosen={new Set(asked.map(({ lane }) => lane))}
                onChange={chosen => setLeft(new Set(lanes.map(({ lane }) => lane).filter(lane => !chosen.has(lane))))}
              />
              <Button
                variant="ghost"
                className="ml-1"
                aria-expanded={merging}
                disabled={ended.length < 2}
                onClick={() => setMerging(!merging)}
              >
                Merge
              </Button>
            </>
          }
        />
        <p role="status" className="min-h-7 px-4 py-1 text-ink-3 text-note">
          {waiting !== '' && `${waiting} ${waitsFor.length === 1 ? 'is' : 'are'} still being answered. Leave out or wait.`}
        </p>
      </div>
    </section>
  )
}

function placeholder(asked: number, all: number): string {
  if (asked === all) return `Ask all ${all} lanes`
  return asked === 0 ? 'Choose a lane to ask' : `Ask ${asked} of ${all} lanes`
}

function hasText(session: ComparisonSession, answerId: string): boolean {
  return session.answer(answerId).latest.message.parts.some(part => part.type === 'text' && part.text.trim() !== '')
}
