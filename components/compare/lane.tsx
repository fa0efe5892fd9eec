'use client'

import Ellipsis from 'lucide-react/icons/ellipsis'
import dynamic from 'next/dynamic'
import { memo, useCallback, useMemo, useRef, useState } from 'react'
import type { TurnSettings } from '@/lib/chat/turn-request.ts'
import { textOf } from '../chat/branch-view.ts'
import { type ChatActions, ChatActionsContext } from '../chat/chat-actions.ts'
import { useShell } from '../conversations/shell-context.ts'
import { findModel, modelName } from '../models/model-name.ts'
import { MenuButton } from '../ui/menu-button.tsx'
import type { ComparisonSession } from './comparison-session.ts'
import { LaneBody } from './lane-body.tsx'
import type { LaneCommands } from './lane-commands.ts'
import { LaneFoot } from './lane-foot.tsx'
import { LaneHead } from './lane-head.tsx'
import { laneLetter } from './lane-letter.ts'
import { laneVariant } from './lane-variant.ts'
import type { ScrollTogether } from './scroll-together.ts'

const ModelPicker = dynamic(() => import('../models/model-picker.tsx').then(module => module.ModelPicker), { ssr: false })

interface LaneProps {
  session: ComparisonSession
  commands: LaneCommands
  lane: number
  /** Answers to one question, oldest first, joined by commas: a string stays the same when nothing has changed. */
  answerIds: string
  shownId: string
  /** Of the lane; without a model while names are hidden. */
  settings: Partial<TurnSettings>
  /** The question where it differs from the round's. */
  question: string | null
  /** Characters that were sent. */
  sent: number
  running: boolean
  /** Letters only, until the vote. */
  hidden: boolean
  /** Whether the vote of this round went to this lane; `null` where none can be given. */
  voted: boolean | null
  scroll: ScrollTogether
}

/** One lane: head, body and foot, and nothing of the others. */
export const Lane = memo(function Lane(props: LaneProps) {
  const { session, commands, lane, answerIds, shownId, settings, question, sent, running, hidden, voted, scroll } = props
  const { catalogue } = useShell()
  const [picking, setPicking] = useState(false)
  const anchor = useRef<HTMLDivElement>(null)
  const letter = laneLetter(lane)
  const answer = session.answer(shownId)
  const { model } = settings
  const name = model === undefined ? '' : modelName(catalogue, model)
  const variant = laneVariant(settings)
  const takeScroller = useCallback((element: HTMLElement | null) => scroll.take(lane, element), [scroll, lane])

  const actions = useMemo<ChatActions>(
    () => ({
      retry: (_questionId, change) => commands.retry(shownId, change),
      stopCounting: () => undefined,
      goOn: () => commands.goOn(shownId),
      showBranchOf: messageId => commands.choose(lane, messageId),
      editQuestion: commands.edit,
      openModels: () => setPicking(true)
    }),
    [commands, lane, shownId]
  )
  const label = name === '' ? `Lane ${letter}` : `Lane ${letter}, ${name}`
  return (
    <ChatActionsContext value={actions}>
      <article aria-label={label} aria-busy={running} className="flex min-w-0 flex-col bg-page">
        <LaneHead
          lane={lane}
          answer={answer}
          name={name}
          variant={variant}
          model={findModel(catalogue, model)}
          sent={sent}
          menu={
            model !== undefined && (
              <div ref={anchor} tabIndex={-1} className="flex">
                <MenuButton
                  label={`Options for lane ${letter}`}
                  align="end"
                  className="-mr-2 size-8 justify-center text-ink-3 hover:bg-hover hover:text-ink"
                  entries={[
                    { label: 'Retry', disabled: running, onSelect: () => commands.retry(shownId) },
                    { label: 'Replace with another model', disabled: running, onSelect: () => setPicking(true) },
                    { label: 'Compare words with another lane', onSelect: () => commands.diff(shownId) }
                  ]}
                >
                  <Ellipsis />
                </MenuButton>
              </div>
            )
          }
        />
        <LaneBody
          key={shownId}
          answer={answer}
          name={name === '' ? `Lane ${letter}` : name}
          label={`Text of lane ${letter}`}
          question={question}
          busy={running || model === undefined}
          onScroller={takeScroller}
        />
        <LaneFoot
          letter={letter}
          answerIds={answerIds}
          shownId={shownId}
          running={running}
          hidden={hidden}
          voted={voted}
          text={() => textOf(answer.latest.message)}
          onStop={() => commands.stop(shownId)}
          onContinue={() => commands.continueWith(shownId)}
          onVote={() => commands.vote(lane, shownId)}
        />
        {picking && model !== undefined && (
          <ModelPicker
            anchor={anchor}
            model={model}
            onChoose={chosen => commands.retry(shownId, { model: chosen })}
            onClose={() => setPicking(false)}
          />
        )}
      </article>
    </ChatActionsContext>
  )
})
