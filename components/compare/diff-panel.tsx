'use client'

import X from 'lucide-react/icons/x'
import dynamic from 'next/dynamic'
import { textOf } from '../chat/branch-view.ts'
import { IconButton } from '../ui/button.tsx'
import { SelectMenu } from '../ui/select-menu.tsx'
import type { ComparisonSession } from './comparison-session.ts'
import type { ShownLane } from './shown-lanes.ts'

// Comparing words takes a library of its own: it comes when somebody looks.
const DiffColumns = dynamic(() => import('./diff-columns.tsx').then(module => module.DiffColumns), { ssr: false })

interface DiffPanelProps {
  session: ComparisonSession
  lanes: readonly ShownLane[]
  /** Answer ids. */
  pair: readonly [string, string]
  onChange: (pair: readonly [string, string]) => void
  onClose: () => void
}

/** The words of any two lanes, as they stand now. */
export function DiffPanel({ session, lanes, pair, onChange, onClose }: DiffPanelProps) {
  const [leftId, rightId] = pair
  const left = lanes.find(({ answerId }) => answerId === leftId)
  const right = lanes.find(({ answerId }) => answerId === rightId)
  const sideOf = ({ lane, name, answerId }: ShownLane) => ({ lane, name, text: textOf(session.answer(answerId).latest.message) })
  return (
    <section aria-label="Words of two lanes" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 className="font-semibold text-body">Words</h2>
        <LaneSelect label="Left" value={leftId} lanes={lanes} onChange={id => onChange([id, rightId])} />
        <LaneSelect label="Right" value={rightId} lanes={lanes} onChange={id => onChange([leftId, id])} />
        <p className="text-ink-3 text-note">
          <del>only left</del> · <ins>only right</ins>
        </p>
        <IconButton label="Close words" onClick={onClose} className="-mr-2 ml-auto">
          <X />
        </IconButton>
      </div>
      {left && right && <DiffColumns left={sideOf(left)} right={sideOf(right)} />}
    </section>
  )
}

interface LaneSelectProps {
  label: string
  value: string
  lanes: readonly ShownLane[]
  onChange: (answerId: string) => void
}

function LaneSelect({ label, value, lanes, onChange }: LaneSelectProps) {
  return (
    <div className="flex min-w-0 items-center gap-2 text-ink-2 text-ui">
      <span aria-hidden="true">{label}</span>
      <SelectMenu
        label={label}
        value={value}
        options={lanes.map(({ letter, name, answerId }) => ({ value: answerId, label: [letter, name].filter(Boolean).join(' · ') }))}
        onChange={onChange}
        className="h-8 max-w-56 border border-line-strong bg-raised px-3 text-ink hover:bg-surface pointer-coarse:h-11"
      />
    </div>
  )
}
