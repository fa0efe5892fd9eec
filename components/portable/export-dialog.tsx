'use client'

import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { ModalDialog } from '../ui/modal-dialog.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { Switch } from '../ui/switch.tsx'

type Format = 'json' | 'markdown'

const formats: readonly { value: Format; label: string }[] = [
  { value: 'json', label: 'JSON' },
  { value: 'markdown', label: 'Markdown' }
]

const explained: Record<Format, string> = {
  json: 'Everything that is stored: every branch, thoughts, tool calls, files, costs. Steno can import it.',
  markdown: 'The selected branch, to read.'
}

/** Downloads conversations as a file. */
export function ExportDialog({ ids, onClose }: { ids: readonly string[] | 'all'; onClose: () => void }) {
  const [format, setFormat] = useState<Format>('json')
  const [shown, setShown] = useState({ thinking: true, tools: true, costs: true })
  const change = (name: keyof typeof shown) => (checked: boolean) => setShown({ ...shown, [name]: checked })
  const title = ids === 'all' ? 'Export all chats' : ids.length === 1 ? 'Export this chat' : `Export ${ids.length} chats`
  const query = new URLSearchParams({
    format,
    ...(ids === 'all' ? {} : { ids: ids.join(',') }),
    ...(format === 'json' ? {} : Object.fromEntries(Object.entries(shown).map(([name, is]) => [name, String(is)])))
  })
  return (
    <ModalDialog label={title} onClose={onClose} className="overflow-y-auto p-6">
      <h2 className="font-serif text-title">{title}</h2>
      <div className="mt-4 self-start">
        <Segmented label="Format" value={format} options={formats} onChange={setFormat} />
      </div>
      <p className="mt-3 text-body text-ink-3">{explained[format]}</p>
      {format === 'markdown' && (
        <div className="mt-4 flex flex-col gap-3">
          <Switch label="Thinking" checked={shown.thinking} onChange={change('thinking')} />
          <Switch label="Tool calls" checked={shown.tools} onChange={change('tools')} />
          <Switch label="Costs" checked={shown.costs} onChange={change('costs')} />
        </div>
      )}
      <div className="mt-6 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <a
          href={`/api/export?${query}`}
          download
          onClick={onClose}
          className="hit inline-flex h-8 items-center rounded-sm bg-inverse px-3 font-medium text-on-inverse text-ui hover:opacity-90"
        >
          Download
        </a>
      </div>
    </ModalDialog>
  )
}
