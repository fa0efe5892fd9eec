'use client'

import { useState } from 'react'
import type { Backup, BackupList } from '@/lib/chat/backup-list.ts'
import { asApiError, requestJson } from '../http/request-json.ts'
import { Button } from '../ui/button.tsx'

/** When the last backup was made, those that are kept, and one more. */
export function BackupsSection({ initial }: { initial: BackupList }) {
  const [list, setList] = useState(initial)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState(initial.problem)

  const backUp = () => {
    setBusy(true)
    setError(null)
    requestJson<Backup>('/api/backups', 'POST')
      .then(() => requestJson<BackupList>('/api/backups'))
      .then(setList, (failure: unknown) => setError(asApiError(failure).message))
      .finally(() => setBusy(false))
  }
  return (
    <>
      <p className="text-body text-ink-2">{sayWhen(list)}</p>
      {list.backups.length > 0 && (
        <ul className="mt-2">
          {list.backups.map(backup => (
            <li key={backup.name} className="flex flex-wrap justify-between gap-x-4 border-line border-b py-2 text-body">
              <span className="figures min-w-0 text-ink">
                {shownTime(backup.createdAt)}
                {backup.before !== undefined && (
                  <span className="text-ink-3">{backup.before === 'restore' ? ' · before a restore' : ' · before an upgrade'}</span>
                )}
              </span>
              <a
                href={`/api/backups/${encodeURIComponent(backup.name)}`}
                download={backup.name}
                aria-label={`${shownSize(backup.sizeBytes)}, download the backup of ${shownTime(backup.createdAt)}`}
                className="figures text-accent-ink underline decoration-1 underline-offset-2"
              >
                {shownSize(backup.sizeBytes)}
              </a>
            </li>
          ))}
        </ul>
      )}
      <div className="mt-4 flex flex-wrap items-center gap-3">
        <Button onClick={backUp} busy={busy}>
          {busy ? 'Backing up' : 'Back up now'}
        </Button>
        {error !== null && (
          <p role="alert" className="text-danger text-ui">
            {error}
          </p>
        )}
      </div>
    </>
  )
}

function sayWhen({ backups, everyHours, kept }: BackupList): string {
  const rule =
    everyHours === 0 ? 'None is made by itself' : everyHours === 24 ? 'One is made a day' : `One is made every ${everyHours} hours`
  return `${backups.length === 0 ? 'There is no backup yet. ' : ''}${rule}; the newest ${kept} are kept.`
}

/** UTC, as in the file's name: the server cannot know the browser's zone. */
function shownTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
}

function shownSize(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
