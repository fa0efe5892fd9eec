'use client'

import Menu from 'lucide-react/icons/menu'
import { useEffect, useRef, useState } from 'react'
import { uuidv7 } from 'uuidv7'
import type { ComparisonPage, ComparisonSummary, LaneSet, ModelVotes } from '@/lib/chat/comparison.ts'
import { useShell } from '../conversations/shell-context.ts'
import { defaultModel, otherModel } from '../models/default-model.ts'
import { IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { useToast } from '../ui/toaster.tsx'
import { ComparisonRecord } from './record/record.tsx'
import type { Repeat } from './record/repeat.ts'
import { WinRates } from './record/win-rates.tsx'
import { takeHanded } from './setup/handed-question.ts'
import { laneOf } from './setup/lane-draft.ts'
import { SetupForm } from './setup/setup-form.tsx'
import { SetupStore } from './setup/setup-store.ts'

interface SetupPageProps {
  record: ComparisonPage
  /** What the record was searched for. */
  query: string
  laneSets: readonly LaneSet[]
  votes: readonly ModelVotes[]
  /** ISO 8601. */
  renderedAt: string
}

/** Where comparisons begin, and where all of them are on record. */
export function SetupPage({ record, query, laneSets, votes, renderedAt }: SetupPageProps) {
  const { openSidebar, sidebarClosed } = useShell()
  const store = useSetupStore()
  const toast = useToast()
  const laneList = useRef<HTMLUListElement>(null)

  // A chat may have sent us here with a question.
  useEffect(() => {
    const question = takeHanded()
    if (!question) return
    const before = store.get()
    store.change({ ...question, rerunOf: null })
    if (before.text !== '' || before.files.length > 0) toast('The form holds that question now.', () => store.change(before))
  }, [store, toast])

  const fill = ({ text, files, lanes }: Repeat, { id, title, blind }: ComparisonSummary) => {
    const before = store.get()
    store.change({ text, files, blind, lanes: lanes.map(settings => laneOf(settings, uuidv7())), rerunOf: { id, title } })
    laneList.current?.focus()
    toast('The form holds this comparison now.', () => store.change(before))
  }
  return (
    <>
      <title>Compare · Steno</title>
      <header
        className={classNames('flex h-13 shrink-0 items-center border-line border-b px-4 md:px-6 xl:px-8', !sidebarClosed && 'lg:hidden')}
      >
        <IconButton label="Open sidebar" onClick={openSidebar} className="-ml-2">
          <Menu />
        </IconButton>
      </header>
      <main className="min-h-0 flex-1 overflow-y-auto">
        <div className="px-4 py-8 md:px-6 xl:px-8">
          <div className="@container mx-auto max-w-page">
            <h1 className="font-serif text-title">Compare</h1>
            <SetupForm store={store} laneSets={laneSets} laneList={laneList} />
            <ComparisonRecord initial={record} initialQuery={query} renderedAt={renderedAt} onChangeLane={fill} />
            {(votes.length > 0 || record.conversations.length > 0) && <WinRates votes={votes} />}
          </div>
        </div>
      </main>
    </>
  )
}

/** Begins with the reader's usual model and one to set beside it. */
function useSetupStore(): SetupStore {
  const { catalogue, settings } = useShell()
  const [store] = useState(() => {
    const first = defaultModel(catalogue, settings.settings, [])
    const systemPrompt = settings.settings.systemPrompt ? { systemPrompt: settings.settings.systemPrompt } : {}
    const lanes = [first, otherModel(catalogue, first)].map((model, index) => laneOf({ model, ...systemPrompt }, `lane-${index}`))
    return new SetupStore({ text: '', files: [], lanes, blind: false, rerunOf: null })
  })
  return store
}
