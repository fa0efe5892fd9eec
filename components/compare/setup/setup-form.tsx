'use client'

import Plus from 'lucide-react/icons/plus'
import { useRouter } from 'next/navigation'
import { type RefObject, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { uuidv7 } from 'uuidv7'
import type { LaneSet } from '@/lib/chat/comparison.ts'
import { maxLanes, minLanes } from '@/lib/chat/lane-count.ts'
import type { PriceRange } from '@/lib/cost/price-range.ts'
import { maxFiles, unreadableWords, withFile } from '../../attachments/attached-file.ts'
import { useAttachments } from '../../attachments/use-attachments.ts'
import { BudgetQuestion } from '../../budgets/budget-notices.tsx'
import { useShell } from '../../conversations/shell-context.ts'
import { type ApiError, asApiError } from '../../http/request-json.ts'
import { findModel } from '../../models/model-name.ts'
import { Button } from '../../ui/button.tsx'
import { useToast } from '../../ui/toaster.tsx'
import { laneLetter } from '../lane-letter.ts'
import { bytesOf, learntRange, priceRange, totalRange } from '../price-range.ts'
import { type LaneDraft, type LaneErrors, type LaneField, laneOf, readLane } from './lane-draft.ts'
import { type LaneDemand, LaneRow } from './lane-row.tsx'
import { LaneSets } from './lane-sets.tsx'
import { PromptField } from './prompt-field.tsx'
import { RerunNote } from './rerun-note.tsx'
import { RunBar } from './run-bar.tsx'
import type { Setup, SetupStore } from './setup-store.ts'
import { ComparisonStarter } from './start-comparison.ts'
import { usePriceBases } from './use-price-bases.ts'

/** A lane with everything that follows from it. */
interface ReadyLane {
  lane: LaneDraft
  settings: ReturnType<typeof readLane>['settings']
  errors: LaneErrors
  range: PriceRange | null
  unreadable: string[]
}

interface SetupFormProps {
  store: SetupStore
  laneSets: readonly LaneSet[]
  /** Where the focus goes when the form is filled from somewhere else. */
  laneList: RefObject<HTMLUListElement | null>
}

/** Sets a comparison up and starts it. */
export function SetupForm({ store, laneSets, laneList }: SetupFormProps) {
  const prompt = useRef<HTMLTextAreaElement>(null)
  const toast = useToast()
  const setup = useSyncExternalStore(store.subscribe, store.get, () => store.initial)
  const lanes = useReadyLanes(setup)
  const attachments = useAttachments({
    room: maxFiles - setup.files.length,
    onStored: file => store.change({ files: withFile(store.get().files, file) })
  })
  const { running, refusal, held, demand, run, runAnyway, forget } = useRun(store, lanes, attachments.uploading, prompt)
  const addLane = useRef<HTMLButtonElement>(null)

  const changeLanes = (change: (current: readonly LaneDraft[]) => readonly LaneDraft[]) =>
    store.change({ lanes: change(store.get().lanes) })
  const onAddLane = () =>
    changeLanes(current => {
      const last = current.at(-1)
      return last && current.length < maxLanes ? [...current, { ...last, key: uuidv7() }] : current
    })
  const onRemoveLane = (key: string) => {
    changeLanes(current => current.filter(lane => lane.key !== key))
    addLane.current?.focus()
  }
  const onLoadSet = (set: LaneSet) => {
    const before = store.get().lanes
    store.change({ lanes: set.lanes.map(settings => laneOf(settings, uuidv7())) })
    toast(`Loaded “${set.name}”`, () => store.change({ lanes: before }))
  }
  return (
    <form aria-label="Comparison" onSubmit={event => event.preventDefault()} className="mt-6">
      <RerunNote rerunOf={setup.rerunOf} onForget={() => store.change({ rerunOf: null })} />
      <PromptField
        ref={prompt}
        text={setup.text}
        files={setup.files}
        uploads={attachments.uploads}
        onText={text => store.change({ text })}
        onAttach={attachments.attach}
        onRemoveFile={id => store.change({ files: setup.files.filter(file => file.id !== id) })}
        onDismissUpload={attachments.dismiss}
        onRun={run}
      />
      <ul ref={laneList} tabIndex={-1} aria-label="Lanes" className="mt-6 border-line border-t outline-none">
        {lanes.map(({ lane, range, errors, unreadable }, index) => (
          <LaneRow
            key={lane.key}
            index={index}
            lane={lane}
            range={range}
            errors={errors}
            unreadable={unreadable}
            demand={demand?.key === lane.key ? demand : null}
            removable={lanes.length > minLanes}
            onChange={change => changeLanes(current => current.map(other => (other.key === lane.key ? { ...other, ...change } : other)))}
            onRemove={() => onRemoveLane(lane.key)}
          />
        ))}
      </ul>
      <div className="mt-2 flex flex-wrap items-start gap-x-2">
        <Button
          ref={addLane}
          variant="ghost"
          aria-disabled={lanes.length >= maxLanes || undefined}
          onClick={onAddLane}
          title={lanes.length >= maxLanes ? 'A comparison has at most eight lanes' : 'Adds a lane like the last one'}
          className="-ml-2 gap-1.5 px-2 aria-disabled:opacity-50"
        >
          <Plus className="text-ink-3" />
          Add lane
        </Button>
        <LaneSets
          initial={laneSets}
          lanes={lanes.every(lane => firstError(lane.errors) === null) ? lanes.map(lane => lane.settings) : null}
          onLoad={onLoadSet}
        />
      </div>
      <RunBar
        laneCount={lanes.length}
        total={totalRange(lanes.map(lane => lane.range))}
        uncounted={setup.files.filter(file => !file.mediaType.startsWith('image/'))}
        blind={setup.blind}
        running={running}
        error={refusal}
        onBlind={blind => store.change({ blind })}
        onRun={run}
      />
      {held && (
        <div className="mt-4">
          <BudgetQuestion budget={held.budget} message={held.message} onConfirm={runAnyway} onDismiss={forget} />
        </div>
      )}
    </form>
  )
}

function useReadyLanes({ text, files, lanes }: Setup): ReadyLane[] {
  const { catalogue } = useShell()
  const bytes = useMemo(() => bytesOf(text), [text])
  const question = { bytes, images: files.filter(file => file.mediaType.startsWith('image/')).length }
  const read = lanes.map(lane => {
    const model = findModel(catalogue, lane.model)
    return { lane, model, ...readLane(lane, model) }
  })
  const basisOf = usePriceBases(read.map(({ settings }) => settings))
  return read.map(({ lane, model, settings, errors }) => {
    const range = learntRange(question, settings, basisOf(settings), Date.now()) ?? priceRange(question, settings, model)
    return { lane, settings, errors, range, unreadable: unreadableWords(files, model) }
  })
}

function firstError(errors: LaneErrors): LaneField | null {
  const [field] = Object.keys(errors) as LaneField[]
  return field ?? null
}

/** Runs what is set up: once, however often it is pressed; whatever keeps it from running is said and nothing is lost. */
function useRun(store: SetupStore, lanes: readonly ReadyLane[], uploading: boolean, prompt: RefObject<HTMLTextAreaElement | null>) {
  const router = useRouter()
  const [starter] = useState(() => new ComparisonStarter())
  const [running, setRunning] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [held, setHeld] = useState<ApiError | null>(null)
  const [demand, setDemand] = useState<LaneDemand | null>(null)
  const started = useRef(false)

  // The page may be kept and come back; it can be run again then.
  useEffect(() => {
    started.current = false
  }, [])

  const refuse = (words: string, nextDemand: LaneDemand | null = null) => {
    setRefusal(words)
    setDemand(nextDemand)
  }
  const attempt = (overBudget: boolean) => {
    if (started.current) return
    const { text, files, blind, rerunOf } = store.get()
    if (text.trim() === '' && files.length === 0) {
      prompt.current?.focus()
      return refuse('There is no question yet.')
    }
    if (uploading) return refuse('A file is still being stored. Run again in a moment.')
    for (const [index, { lane, errors, unreadable }] of lanes.entries()) {
      const field = firstError(errors)
      if (field !== null) return refuse(`Lane ${laneLetter(index)} has a setting that cannot be read.`, { key: lane.key, field })
      if (unreadable.length > 0) return refuse(`Lane ${laneLetter(index)} cannot read ${unreadable.join(' or ')}.`)
    }
    started.current = true
    setRunning(true)
    setRefusal(null)
    setHeld(null)
    setDemand(null)
    const rerunOfId = rerunOf?.id ?? null
    starter.start({ text, files, lanes: lanes.map(lane => lane.settings), blind, rerunOfId, overBudget }).then(
      id => {
        // The lanes stay for the next question.
        store.change({ text: '', files: [], rerunOf: null })
        store.flush()
        router.push(`/compare/${id}`)
      },
      (failure: unknown) => {
        started.current = false
        setRunning(false)
        const error = asApiError(failure)
        if (error.code === 'budget_reached') setHeld(error)
        else refuse(refusalWords(error))
      }
    )
  }
  return { running, refusal, held, demand, run: () => attempt(false), runAnyway: () => attempt(true), forget: () => setHeld(null) }
}

function refusalWords(error: ApiError): string {
  switch (error.code) {
    case 'offline':
      return 'No connection to Steno. Nothing was sent, and everything is kept here.'
    case 'not_found':
      return 'A file is no longer stored. Remove it and attach it again.'
    default:
      return error.message
  }
}
