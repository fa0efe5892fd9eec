'use client'

// A chat that is gone on with from here finds the library set up already.
import '../chat/zod-without-eval.ts'
import Columns2 from 'lucide-react/icons/columns-2'
import Link from 'next/link'
import { useCallback, useMemo, useRef, useState } from 'react'
import type { ComparisonDetail } from '@/lib/chat/comparison.ts'
import { HeaderBudget } from '../budgets/header-budget.tsx'
import { textOf } from '../chat/branch-view.ts'
import { createDraft } from '../chat/draft.ts'
import { ProblemNotice } from '../chat/problem-notice.tsx'
import { useShell } from '../conversations/shell-context.ts'
import { Button } from '../ui/button.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { ComparisonHeader } from './comparison-header.tsx'
import { ComparisonQuestion } from './comparison-question.tsx'
import { DiffPanel } from './diff-panel.tsx'
import { FiguresTable } from './figures-table.tsx'
import { LaneFrame } from './lane-frame.tsx'
import { MergedAnswers } from './merged-answers.tsx'
import { NextRound } from './next-round.tsx'
import { NotesField } from './notes-field.tsx'
import { shownLanes, winnerOf } from './shown-lanes.ts'
import { TimeCostChart } from './time-cost-chart.tsx'
import { useComparison } from './use-comparison.ts'
import { useFigureRows } from './use-figure-rows.ts'
import { useLaneCommands } from './use-lane-commands.ts'
import { VoteLine } from './vote-line.tsx'

/** One question, its lanes, and what came of them. */
export function ComparisonView({ initial }: { initial: ComparisonDetail }) {
  const { catalogue, deleteConversation } = useShell()
  const { session, detail, shape, running, connection, problem } = useComparison(initial)
  const { comparison, settingsOf, title } = detail
  const hidden = comparison.blind && !comparison.revealed
  const [draft] = useState(() => createDraft(detail.id))
  const field = useRef<HTMLTextAreaElement>(null)
  const [roundShown, setRoundShown] = useState<number | null>(null)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [pair, setPair] = useState<readonly [string, string] | null>(null)

  const roundIndex = Math.min(roundShown ?? shape.rounds.length - 1, shape.rounds.length - 1)
  const round = shape.rounds[roundIndex]
  const lanes = useMemo(() => shownLanes(round?.cells ?? [], chosen, settingsOf, catalogue), [round, chosen, settingsOf, catalogue])
  const newest = useMemo(() => shownLanes(newestCells(shape.rounds), chosen, settingsOf, catalogue), [shape, chosen, settingsOf, catalogue])
  const question = round ? session.message(round.questionId) : undefined
  const questionText = question ? textOf(question) : ''
  const first = shape.rounds[0] ? session.message(shape.rounds[0].questionId) : undefined
  const rows = useFigureRows({ session, lanes, running, catalogue, sent: questionText.length })
  const vote = comparison.votes.find(({ questionId }) => questionId === round?.questionId)
  const winner = vote && winnerOf(vote, lanes, settingsOf, catalogue)
  const showNewest = useCallback(() => setRoundShown(null), [])
  const openDiff = (answerId: string | undefined) => {
    const left = answerId ?? lanes[0]?.answerId
    const right = lanes.find(lane => lane.answerId !== left)?.answerId
    if (left !== undefined && right !== undefined) setPair([left, right])
  }
  const chosenElsewhere = (answerId: string) => [...chosen].filter(id => !siblings(shape.rounds, answerId).includes(id))
  const commands = useLaneCommands({
    session,
    questionId: round?.questionId,
    questionText,
    field,
    onDraft: text => draft.putBack({ text }),
    onChoose: answerId => setChosen(new Set([...chosenElsewhere(answerId), answerId])),
    onRetry: answerId => setChosen(new Set(chosenElsewhere(answerId))),
    onDiff: openDiff,
    onAsked: showNewest
  })
  return (
    <>
      <title>{`${title} · Steno`}</title>
      <ComparisonHeader
        conversationId={detail.id}
        title={title}
        cost={hidden ? null : detail.cost}
        onRename={next => void session.change({ title: next })}
        onDelete={() => deleteConversation(detail.id, title)}
      >
        <HeaderBudget conversationId={detail.id} models={[]} />
        <Button variant="ghost" aria-pressed={pair !== null} onClick={() => (pair ? setPair(null) : openDiff(undefined))}>
          <Columns2 />
          <span className="max-md:sr-only">Diff two</span>
        </Button>
      </ComparisonHeader>
      <main className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex w-full max-w-480 flex-col gap-6 px-4 py-6 md:px-6 xl:px-8">
          {problem && (
            <ProblemNotice
              problem={problem}
              onConfirm={() => void session.sendAnyway().then(texts => texts.includes(draft.get()) && draft.set(''))}
              onReconnect={() => session.reconnect()}
              onDismiss={() => session.dismissProblem()}
            />
          )}
          {question && (
            <ComparisonQuestion
              message={question}
              ordinal={roundIndex + 1}
              aside={
                <>
                  {shape.rounds.length > 1 && (
                    <Segmented
                      label="Round"
                      value={String(roundIndex)}
                      options={shape.rounds.map((_, index) => ({ value: String(index), label: `Round ${index + 1}` }))}
                      onChange={value => setRoundShown(Number(value))}
                    />
                  )}
                  <span>{[`${lanes.length} lanes`, comparison.blind && 'blind'].filter(Boolean).join(' · ')}</span>
                  <Reruns comparison={comparison} />
                </>
              }
            />
          )}
          <LaneFrame
            session={session}
            commands={commands}
            lanes={lanes}
            running={running}
            question={questionText}
            hidden={hidden}
            vote={vote}
          />
          {round && (
            <VoteLine
              lanes={lanes}
              vote={vote?.lane}
              winner={winner}
              hidden={hidden}
              onTie={() => void session.vote(round.questionId, null)}
            />
          )}
          <MergedAnswers session={session} commands={commands} merges={shape.merges} running={running} settingsOf={settingsOf} />
          {!hidden && (
            <NextRound
              session={session}
              draft={draft}
              field={field}
              lanes={newest}
              running={running}
              question={first ? textOf(first) : ''}
              onAsked={showNewest}
            />
          )}
          <p role="status" className="sr-only">
            {connection === 'lost' ? 'Connection lost, reconnecting' : ''}
          </p>
          {pair && <DiffPanel session={session} lanes={lanes} pair={pair} onChange={setPair} onClose={() => setPair(null)} />}
          {!hidden && (
            <div className="figures-grid">
              <FiguresTable rows={rows} fileName={title} />
              <TimeCostChart rows={rows} />
            </div>
          )}
          <NotesField notes={comparison.notes} onSave={(notes, options) => session.change({ notes }, options)} />
        </div>
      </main>
    </>
  )
}

/** Of each lane the newest round that it was asked in. */
function newestCells(rounds: ReturnType<typeof useComparison>['shape']['rounds']) {
  const byLane = new Map(rounds.flatMap(({ cells }) => cells.map(cell => [cell.lane, cell] as const)))
  return [...byLane.values()].sort((left, right) => left.lane - right.lane)
}

function siblings(rounds: ReturnType<typeof useComparison>['shape']['rounds'], answerId: string): readonly string[] {
  return rounds.flatMap(({ cells }) => cells).find(({ answerIds }) => answerIds.includes(answerId))?.answerIds ?? []
}

/** The comparison that this one repeats, and those that repeat it. */
function Reruns({ comparison: { rerunOfId, reruns } }: { comparison: ComparisonDetail['comparison'] }) {
  const link = 'hit text-accent-ink underline decoration-1 underline-offset-2'
  return (
    <>
      {rerunOfId !== null && (
        <Link href={`/compare/${rerunOfId}`} className={link}>
          The original
        </Link>
      )}
      {reruns.map(({ id, title }, index) => (
        <Link key={id} href={`/compare/${id}`} title={title} className={link}>
          Rerun {index + 1}
        </Link>
      ))}
    </>
  )
}
