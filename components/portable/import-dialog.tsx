'use client'

import { useState } from 'react'
import type { ImportPreview, ImportResult } from '@/lib/chat/import.ts'
import { asApiError, requestJson } from '../http/request-json.ts'
import { Button } from '../ui/button.tsx'
import { ModalDialog } from '../ui/modal-dialog.tsx'
import { additions, counted, lossLines, sourceNames } from './import-words.ts'

interface ImportDialogProps {
  id: string
  preview: ImportPreview
  onCancel: () => void
  onDone: (result: ImportResult) => void
}

/** What an import would do; nothing is written before it is confirmed. */
export function ImportDialog({ id, preview, onCancel, onDone }: ImportDialogProps) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const { source, conversations, fresh, grown, known, problems, problemCount } = preview
  const changes = fresh + grown
  const run = () => {
    setBusy(true)
    setError(null)
    requestJson<ImportResult>(`/api/imports/${id}`, 'POST')
      .then(onDone, (failure: unknown) => setError(asApiError(failure).message))
      .finally(() => setBusy(false))
  }
  const losses = lossLines(preview)
  return (
    <ModalDialog label="Import chats" onClose={busy ? () => undefined : onCancel} className="overflow-y-auto p-6">
      <h2 className="font-serif text-title">Import chats</h2>
      <p className="mt-3 text-body text-ink-2">
        {counted(conversations, 'chat')} of {sourceNames[source]}: {fresh} new
        {grown > 0 && `, ${grown} with new messages`}
        {known > 0 && `, ${known} already here`}
        {problemCount > 0 && `, ${problemCount} that cannot be read`}.
      </p>
      <List title="Will be added" lines={additions(preview)} />
      <List title="Cannot be kept" lines={losses} />
      <List
        title="Cannot be read"
        lines={[
          ...problems.map(({ place, message }) => `${place}: ${message}`),
          ...(problemCount > problems.length ? [`and ${problemCount - problems.length} more`] : [])
        ]}
      />
      {error !== null && (
        <p role="alert" className="mt-4 text-danger text-ui">
          {error}
        </p>
      )}
      <div className="mt-6 flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel} disabled={busy}>
          {changes === 0 ? 'Close' : 'Cancel'}
        </Button>
        {changes > 0 && (
          <Button variant="primary" onClick={run} busy={busy}>
            {busy ? 'Importing' : `Import ${counted(changes, 'chat')}`}
          </Button>
        )}
      </div>
    </ModalDialog>
  )
}

function List({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null
  return (
    <section aria-label={title} className="mt-4">
      <h3 className="font-medium text-ui">{title}</h3>
      <ul className="mt-1 text-body text-ink-2">
        {lines.map(line => (
          <li key={line} className="wrap-anywhere">
            {line}
          </li>
        ))}
      </ul>
    </section>
  )
}
