'use client'

import dynamic from 'next/dynamic'
import { type DragEvent, useId, useRef, useState } from 'react'
import type { ImportPreview } from '@/lib/chat/import.ts'
import { useShell } from '../conversations/shell-context.ts'
import { asApiError, request, requestJson } from '../http/request-json.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { resultText } from './import-words.ts'
import { sendFile } from './send-file.ts'

const ImportDialog = dynamic(() => import('./import-dialog.tsx').then(module => module.ImportDialog), { ssr: false })

type ImportState =
  | { step: 'idle' }
  | { step: 'sending'; share: number }
  | { step: 'checking' }
  | { step: 'asking'; id: string; preview: ImportPreview }
  | { step: 'done'; text: string }
  | { step: 'failed'; message: string }

/** Everything as a file, and files of Steno and other programs back in. */
export function PortableSection() {
  const { exportChats, list } = useShell()
  const [state, setState] = useState<ImportState>({ step: 'idle' })
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const helpId = useId()
  const busy = state.step === 'sending' || state.step === 'checking'

  const take = async (file: File | undefined) => {
    if (!file || busy) return
    setState({ step: 'sending', share: 0 })
    try {
      const id = await sendFile(file, share => setState({ step: 'sending', share }))
      setState({ step: 'checking' })
      setState({ step: 'asking', id, preview: await requestJson<ImportPreview>(`/api/imports/${id}`) })
    } catch (error) {
      setState({ step: 'failed', message: asApiError(error).message })
    }
  }
  const cancel = (id: string) => {
    setState({ step: 'idle' })
    // The server drops it by itself a day later.
    request(`/api/imports/${id}`, { method: 'DELETE' }).catch(() => undefined)
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void take(event.dataTransfer.files[0])
  }
  return (
    <>
      <Button onClick={() => exportChats('all')}>Export all chats</Button>
      {/* biome-ignore lint/a11y/useSemanticElements: what can be dropped here can be chosen by the button in it */}
      <div
        role="group"
        aria-label="Import"
        aria-describedby={helpId}
        onDragOver={event => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
        className={classNames(
          'mt-4 rounded-md border border-dashed px-4 py-4',
          over ? 'border-accent bg-accent-wash' : 'border-line-strong'
        )}
      >
        <input
          ref={input}
          type="file"
          aria-label="File to import"
          accept=".json,application/json"
          hidden
          onChange={event => {
            void take(event.target.files?.[0])
            event.target.value = ''
          }}
        />
        <div className="flex flex-wrap items-center gap-3">
          <Button busy={busy} onClick={() => input.current?.click()}>
            Import a file
          </Button>
          <p role="status" className="text-ink-2 text-ui">
            {statusText(state)}
          </p>
        </div>
        <p id={helpId} className="mt-2 text-ink-3 text-ui">
          Or drop it here: an export of Steno, ChatGPT (conversations.json), LibreChat or Open WebUI. You are shown what it holds first.
        </p>
        {state.step === 'failed' && (
          <p role="alert" className="mt-2 text-danger text-ui">
            {state.message}
          </p>
        )}
      </div>
      {state.step === 'asking' && (
        <ImportDialog
          id={state.id}
          preview={state.preview}
          onCancel={() => cancel(state.id)}
          onDone={result => {
            setState({ step: 'done', text: resultText(result) })
            list.refreshSoon()
          }}
        />
      )}
    </>
  )
}

function statusText(state: ImportState): string {
  switch (state.step) {
    case 'sending':
      return `Sending ${Math.round(state.share * 100)} %`
    case 'checking':
      return 'Reading the file'
    case 'done':
      return state.text
    default:
      return ''
  }
}
