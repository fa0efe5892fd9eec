'use client'

import Pencil from 'lucide-react/icons/pencil'
import Trash from 'lucide-react/icons/trash-2'
import { type FormEvent, useCallback, useEffect, useState } from 'react'
import type { Preset } from '@/lib/chat/chat-settings.ts'
import { RenameField } from '../../conversations/rename-field.tsx'
import { useShell } from '../../conversations/shell-context.ts'
import { asApiError, request, requestJson } from '../../http/request-json.ts'
import { modelName } from '../../models/model-name.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import type { ChosenSettings } from './settings-button.tsx'

/** Settings under a name: taken over from here, or used for this chat. */
export function PresetSection({ chosen }: { chosen: ChosenSettings }) {
  const { presets, error, send } = usePresets()
  const [name, setName] = useState('')
  const [renamed, setRenamed] = useState<string | null>(null)

  const save = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') return
    void send('/api/presets', 'POST', { name, settings: chosen.settings }).then(saved => saved && setName(''))
  }
  return (
    <>
      {presets.length > 0 && (
        <ul className="mb-4 border-line border-t">
          {presets.map(preset => (
            <li key={preset.id} className="flex items-center gap-1 border-line border-b py-1">
              {renamed === preset.id ? (
                <RenameField
                  title={preset.name}
                  className="h-8 px-2 text-body"
                  onDone={next => {
                    setRenamed(null)
                    if (next !== null && next !== preset.name) void send(`/api/presets/${preset.id}`, 'PATCH', { name: next })
                  }}
                />
              ) : (
                <PresetRow
                  preset={preset}
                  onUse={() => chosen.use(preset.settings)}
                  onRename={() => setRenamed(preset.id)}
                  onDelete={() => void send(`/api/presets/${preset.id}`, 'DELETE')}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={save} className="flex items-end gap-2">
        <Field
          label="Save these settings as"
          className="min-w-0 flex-1"
          value={name}
          maxLength={100}
          placeholder="Name of the preset"
          error={error}
          onChange={event => setName(event.target.value)}
        />
        <Button type="submit" className={error === null ? 'h-10' : 'mb-6 h-10'}>
          Save preset
        </Button>
      </form>
    </>
  )
}

interface PresetRowProps {
  preset: Preset
  onUse: () => void
  onRename: () => void
  onDelete: () => void
}

function PresetRow({ preset, onUse, onRename, onDelete }: PresetRowProps) {
  const { catalogue } = useShell()
  return (
    <>
      <span className="min-w-0 flex-1 truncate text-body text-ink">
        {preset.name} <span className="text-ink-3 text-note">{modelName(catalogue, preset.settings.model)}</span>
      </span>
      <Button aria-label={`Use ${preset.name}`} onClick={onUse}>
        Use
      </Button>
      <IconButton label={`Rename ${preset.name}`} onClick={onRename}>
        <Pencil />
      </IconButton>
      <IconButton label={`Delete ${preset.name}`} onClick={onDelete}>
        <Trash />
      </IconButton>
    </>
  )
}

function usePresets() {
  const [presets, setPresets] = useState<readonly Preset[]>([])
  const [error, setError] = useState<string | null>(null)

  const read = useCallback(
    () =>
      requestJson<{ presets: Preset[] }>('/api/presets').then(
        answer => setPresets(answer.presets),
        (failure: unknown) => setError(asApiError(failure).message)
      ),
    []
  )
  // Another page may have made some.
  useEffect(() => void read(), [read])

  /** Answers whether it was done. */
  const send = async (url: string, method: 'POST' | 'PATCH' | 'DELETE', body?: object): Promise<boolean> => {
    try {
      await request(url, {
        method,
        ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
      })
      setError(null)
      await read()
      return true
    } catch (failure) {
      setError(asApiError(failure).message)
      return false
    }
  }
  return { presets, error, send }
}
