'use client'

import ChevronDown from 'lucide-react/icons/chevron-down'
import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal'
import X from 'lucide-react/icons/x'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { unknownFigure } from '@/lib/cost/format.ts'
import { formatEstimate, type PriceRange } from '@/lib/cost/price-range.ts'
import { EffortMenu } from '../../chat/effort-menu.tsx'
import { useShell } from '../../conversations/shell-context.ts'
import { ModelButton } from '../../models/model-button.tsx'
import { rememberModel } from '../../models/model-memory.ts'
import { findModel } from '../../models/model-name.ts'
import { IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { laneLetter } from '../lane-letter.ts'
import { LetterBox } from '../letter-box.tsx'
import { type LaneDraft, type LaneErrors, type LaneField, providersOf } from './lane-draft.ts'
import { LaneFields } from './lane-fields.tsx'

/** The field that kept a comparison from running; each attempt is another object. */
export interface LaneDemand {
  key: string
  field: LaneField
}

interface LaneRowProps {
  index: number
  lane: LaneDraft
  range: PriceRange | null
  errors: LaneErrors
  /** What its model cannot read of the question's files. */
  unreadable: readonly string[]
  demand: LaneDemand | null
  removable: boolean
  onChange: (change: Partial<LaneDraft>) => void
  onRemove: () => void
}

/** A lane as a line of the ledger; what does not fit into it opens below. */
export function LaneRow({ index, lane, range, errors, unreadable, demand, removable, onChange, onRemove }: LaneRowProps) {
  const { catalogue } = useShell()
  const [picking, setPicking] = useState(false)
  const panel = useLanePanel(demand)
  const model = findModel(catalogue, lane.model)
  const name = `Lane ${laneLetter(index)}`
  const providers = providersOf(lane.providers).join(', ')
  const budget = model?.supportsThinkingBudget !== false && lane.thinkingBudget.trim() !== ''
  const open = { expanded: panel.open, controls: panel.id }
  return (
    <li className="border-line border-b py-1">
      <fieldset aria-label={name} className="min-w-0">
        <div className="lane-row">
          <div className="lane-group flex-1 basis-full @form:basis-1/3">
            <LetterBox lane={index} />
            <ModelButton
              label={`${name}, model`}
              model={lane.model}
              open={picking}
              onOpenChange={setPicking}
              onChoose={id => {
                rememberModel(id)
                onChange({ model: id })
              }}
            />
          </div>
          <div className="lane-group max-sm:pl-6">
            <ValueButton
              label={providers ? `${name}, providers: ${providers}` : `${name}, any provider`}
              {...open}
              onPress={() => panel.show('providers')}
            >
              <span className="truncate">{providers || 'Any provider'}</span>
            </ValueButton>
            {budget ? (
              <ValueButton
                label={`${name}, thinking budget: ${lane.thinkingBudget} tokens`}
                {...open}
                onPress={() => panel.show('thinkingBudget')}
              >
                <span className="figures truncate">{lane.thinkingBudget} tokens</span>
              </ValueButton>
            ) : (
              <span className="flex">
                <EffortMenu named label={`${name}, effort`} model={model} effort={lane.effort} onChange={effort => onChange({ effort })} />
              </span>
            )}
            <IconButton label={`${name}, settings`} aria-expanded={panel.open} aria-controls={panel.id} onClick={panel.toggle}>
              <SlidersHorizontal />
            </IconButton>
          </div>
          <div className="lane-group basis-full justify-end">
            <LanePrice range={range} />
            <ValueButton
              label={`${name}, cap: ${lane.cap.trim() === '' ? 'none' : capText(lane.cap)}`}
              {...open}
              align="end"
              onPress={() => panel.show('cap')}
            >
              <span className="figures truncate">cap {lane.cap.trim() === '' ? unknownFigure : capText(lane.cap)}</span>
            </ValueButton>
            <IconButton label={`Remove lane ${laneLetter(index)}`} disabled={!removable} onClick={onRemove}>
              <X />
            </IconButton>
          </div>
        </div>
        {unreadable.length > 0 && (
          <p role="status" className="pb-1 pl-7 text-danger text-ui">
            This model cannot read {unreadable.join(' or ')}. Choose another one, or remove the file.
          </p>
        )}
        {range === null && lane.cap.trim() !== '' && (
          <p className="pb-1 pl-7 text-ui text-warning">Without a list price nothing can be estimated, and the cap does not hold.</p>
        )}
        {panel.open && (
          <LaneFields
            ref={panel.ref}
            id={panel.id}
            lane={lane}
            model={model}
            errors={errors}
            attempted={demand?.key === lane.key}
            onChange={onChange}
          />
        )}
      </fieldset>
    </li>
  )
}

/** The fields under a lane: shown when asked for, with the focus where somebody pointed or something is wrong. */
function useLanePanel(demand: LaneDemand | null) {
  const id = useId()
  const ref = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  const [wanted, setWanted] = useState<LaneField | null>(null)
  const [answered, setAnswered] = useState<LaneDemand | null>(null)
  if (demand && demand !== answered) {
    setAnswered(demand)
    setOpen(true)
    setWanted(demand.field)
  }

  // The field is there only once the fields are drawn.
  useEffect(() => {
    if (wanted === null) return
    ref.current?.querySelector<HTMLInputElement>(`[name="${wanted}"]`)?.focus()
    setWanted(null)
  }, [wanted])

  const show = (field: LaneField) => {
    setOpen(true)
    setWanted(field)
  }
  return { id, ref, open, show, toggle: () => setOpen(current => !current) }
}

interface ValueButtonProps {
  label: string
  expanded: boolean
  controls: string
  align?: 'start' | 'end'
  onPress: () => void
  children: ReactNode
}

/** A value of the line that is changed in the fields below. */
function ValueButton({ label, expanded, controls, align = 'start', onPress, children }: ValueButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-expanded={expanded}
      aria-controls={expanded ? controls : undefined}
      onClick={onPress}
      className={classNames(
        'hit flex h-8 min-w-0 items-center gap-1.5 rounded-sm px-2 text-ink-2 text-ui transition-colors duration-120 hover:bg-hover hover:text-ink',
        align === 'end' && 'justify-end'
      )}
    >
      {children}
      <ChevronDown className="size-3.5 text-ink-3" />
    </button>
  )
}

function capText(cap: string): string {
  const amount = cap.trim()
  return amount.startsWith('$') ? amount : `$${amount}`
}

function LanePrice({ range }: { range: PriceRange | null }) {
  if (range === null) {
    return (
      <span className="column px-2 text-ui text-unknown">
        {unknownFigure} <span className="font-sans">no list price</span>
      </span>
    )
  }
  if (range.high === 0n) {
    return (
      <span className="column px-2 text-ink-2 text-ui">
        $0 <span className="font-sans">free model</span>
      </span>
    )
  }
  return <span className="column whitespace-nowrap px-2 text-estimated text-ui">{formatEstimate(range)}</span>
}
