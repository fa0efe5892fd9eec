'use client'

import X from 'lucide-react/icons/x'
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react'
import type { LaneSet } from '@/lib/chat/comparison.ts'
import type { TurnSettings } from '@/lib/chat/turn-request.ts'
import { useShell } from '../../conversations/shell-context.ts'
import { asApiError, request, requestJson } from '../../http/request-json.ts'
import { modelName } from '../../models/model-name.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { useToast } from '../../ui/toaster.tsx'
import { laneLetter } from '../lane-letter.ts'

interface LaneSetsProps {
  initial: readonly LaneSet[]
  /** What would be saved; `null` while something of it cannot be read. */
  lanes: readonly TurnSettings[] | null
  onLoad: (set: LaneSet) => void
}

/** Lanes under a name, to be used again: saved, loaded, deleted. */
export function LaneSets({ initial, lanes, onLoad }: LaneSetsProps) {
  const [sets, setSets] = useState(initial)
  const [naming, setNaming] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const toast = useToast()
  const saveButton = useRef<HTMLButtonElement>(null)

  const save = async (name: string, saved: readonly TurnSettings[]): Promise<boolean> => {
    setError(null)
    try {
      const set = await requestJson<LaneSet>('/api/lane-sets', 'POST', { name, lanes: saved })
      setSets(current => [...current, set])
      return true
    } catch (failure) {
      setError(asApiError(failure).message)
      return false
    }
  }
  const remove = ({ id, name, lanes: saved }: LaneSet) => {
    setError(null)
    request(`/api/lane-sets/${id}`, { method: 'DELETE' }).then(
      () => {
        setSets(current => current.filter(set => set.id !== id))
        saveButton.current?.focus()
        toast(`Deleted “${name}”`, () => void save(name, saved))
      },
      (failure: unknown) => setError(asApiError(failure).message)
    )
  }
  const close = () => {
    setNaming(false)
    saveButton.current?.focus()
  }
  return (
    <>
      <Button
        ref={saveButton}
        variant="ghost"
        className="px-2"
        aria-expanded={naming}
        aria-disabled={lanes === null || undefined}
        onClick={() => lanes && setNaming(open => !open)}
      >
        Save these lanes
      </Button>
      {naming && lanes && <SetName onCancel={close} onSave={async name => (await save(name, lanes)) && close()} />}
      {error !== null && (
        <p role="alert" className="w-full px-2 py-1.5 text-danger text-ui">
          {error}
        </p>
      )}
      {sets.length > 0 && (
        <section aria-label="Saved lanes" className="mt-4 w-full">
          <h2 className="pb-1 text-ink-3 text-note">Saved lanes</h2>
          <ul className="border-line border-t">
            {sets.map(set => (
              <SetRow key={set.id} set={set} onLoad={() => onLoad(set)} onRemove={() => remove(set)} />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function SetRow({ set, onLoad, onRemove }: { set: LaneSet; onLoad: () => void; onRemove: () => void }) {
  const { catalogue } = useShell()
  const members = set.lanes.map(({ model }, index) => `${laneLetter(index)} ${modelName(catalogue, model)}`).join(' · ')
  return (
    <li className="flex items-center gap-2 border-line border-b">
      <button
        type="button"
        aria-label={`Load ${set.name}`}
        title={members}
        onClick={onLoad}
        className="flex min-h-10 min-w-0 flex-1 flex-wrap content-center items-baseline gap-x-4 py-2 text-left text-ui pointer-coarse:min-h-11 hover:bg-hover"
      >
        <span className="wrap-anywhere font-medium text-ink">{set.name}</span>
        <span className="min-w-0 truncate text-ink-3">{members}</span>
      </button>
      <IconButton label={`Delete ${set.name}`} onClick={onRemove}>
        <X />
      </IconButton>
    </li>
  )
}

/** Takes the name of a set. It stands in a form, which cannot hold another one. */
function SetName({ onSave, onCancel }: { onSave: (name: string) => Promise<unknown>; onCancel: () => void }) {
  const [name, setName] = useState('')
  const [busy, setBusy] = useState(false)
  const save = (event?: FormEvent) => {
    event?.preventDefault()
    if (name.trim() === '' || busy) return
    setBusy(true)
    void onSave(name.trim()).finally(() => setBusy(false))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') onCancel()
    if (event.key !== 'Enter') return
    event.preventDefault()
    save()
  }
  return (
    <div className="flex min-w-0 flex-1 basis-full items-center gap-2 py-2 sm:basis-auto sm:py-0">
      <input
        aria-label="Name of these lanes"
        placeholder="Name of these lanes"
        maxLength={100}
        // biome-ignore lint/a11y/noAutofocus: the field appears because the user asked to type here
        autoFocus
        value={name}
        onChange={event => setName(event.target.value)}
        onKeyDown={onKeyDown}
        className="h-8 min-w-0 max-w-margin flex-1 rounded-sm border border-line-strong bg-raised px-3 text-ink text-read placeholder:text-ink-3 pointer-coarse:h-11"
      />
      <Button busy={busy} disabled={name.trim() === ''} onClick={save}>
        Save
      </Button>
      <Button variant="ghost" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  )
}
