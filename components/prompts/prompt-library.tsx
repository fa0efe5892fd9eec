'use client'

import { type ChangeEvent, useCallback, useEffect, useRef, useState } from 'react'
import type { Prompt } from '@/lib/chat/prompt.ts'
import { asApiError } from '../http/request-json.ts'
import { Button } from '../ui/button.tsx'
import { saveFile } from '../ui/save-file.ts'
import { useToast } from '../ui/toaster.tsx'
import { PromptDialog } from './prompt-dialog.tsx'
import { deletePrompt, importPrompts, readPrompts, savePrompt } from './prompt-requests.ts'

/** The user's prompts: read, written, deleted, and as a file. */
export function PromptLibrary() {
  const [prompts, setPrompts] = useState<readonly Prompt[] | null>(null)
  const [edited, setEdited] = useState<Parameters<typeof PromptDialog>[0]['prompt'] | null>(null)
  const [said, setSaid] = useState<{ text: string; isError: boolean } | null>(null)
  const picker = useRef<HTMLInputElement>(null)
  const toast = useToast()

  const fail = useCallback((failure: unknown) => setSaid({ text: asApiError(failure).message, isError: true }), [])
  const read = useCallback(() => readPrompts().then(setPrompts, fail), [fail])

  // The library is the server's.
  useEffect(() => void read(), [read])

  const remove = (prompt: Prompt) =>
    deletePrompt(prompt.id).then(() => {
      void read()
      toast(`Deleted “${prompt.name}”`, () => void savePrompt(null, { name: prompt.name, text: prompt.text }).then(read, fail))
    }, fail)
  const takeOver = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0]
    event.target.value = ''
    if (!file) return
    file
      .text()
      .then(readFile)
      .then(content => (content === null ? setSaid(noLibrary) : importPrompts(content).then(sayImported)))
      .catch(fail)
  }
  const sayImported = ({ added, same }: { added: number; same: number }) => {
    setSaid({ text: `${countOf(added)} added${same > 0 ? `, ${same} here already` : ''}.`, isError: false })
    return read()
  }
  const hasPrompts = prompts !== null && prompts.length > 0
  return (
    <>
      {hasPrompts && (
        <ul aria-label="Prompts" className="mb-4 border-line border-t">
          {prompts.map(prompt => (
            <li key={prompt.id} className="flex flex-wrap items-center gap-x-3 border-line border-b py-1.5">
              <div className="min-w-0 flex-1 basis-48">
                <p className="truncate text-body text-ink">{prompt.name}</p>
                <p className="truncate text-ink-3 text-note">{prompt.text.slice(0, 200)}</p>
              </div>
              <Button variant="ghost" aria-label={`Edit ${prompt.name}`} onClick={() => setEdited(prompt)}>
                Edit
              </Button>
              <Button variant="ghost" aria-label={`Delete ${prompt.name}`} onClick={() => void remove(prompt)}>
                Delete
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button onClick={() => setEdited({ id: null, name: '', text: '' })}>New prompt</Button>
        <Button onClick={() => picker.current?.click()}>Import</Button>
        {hasPrompts && <Button onClick={() => saveFile('steno-prompts.json', 'application/json', fileOf(prompts))}>Export</Button>}
        <input
          ref={picker}
          type="file"
          accept="application/json,.json"
          aria-label="Prompt file"
          tabIndex={-1}
          className="hidden"
          onChange={takeOver}
        />
        <span role={said?.isError ? 'alert' : 'status'} className={said?.isError ? 'text-danger text-ui' : 'text-ink-3 text-ui'}>
          {said?.text}
        </span>
      </div>
      {edited && <PromptDialog prompt={edited} onSaved={() => void read()} onClose={() => setEdited(null)} />}
    </>
  )
}

const noLibrary = { text: 'This file holds no prompts.', isError: true }

/** `null`: it is no JSON at all. What it says is the server's to check. */
function readFile(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** What the import takes. */
function fileOf(prompts: readonly Prompt[]): string {
  return `${JSON.stringify({ prompts: prompts.map(({ name, text }) => ({ name, text })) }, null, 2)}\n`
}

function countOf(count: number): string {
  return count === 1 ? 'One prompt' : `${count} prompts`
}
