'use client'

import { PageBar } from '../conversations/page-bar.tsx'
import { useShell } from '../conversations/shell-context.ts'
import { Button } from '../ui/button.tsx'
import { goneWords } from './temporary-words.ts'

/** Where a temporary chat was: the way to a new one. */
export function TemporaryGone() {
  const { startTemporaryChat, startNewChat } = useShell()
  return (
    <>
      <title>{`${goneWords.title} · Steno`}</title>
      <PageBar title="Temporary chat" />
      <main id="composer" tabIndex={-1} className="mx-auto flex w-full max-w-form flex-1 flex-col justify-center p-8 outline-none">
        <h1 className="font-serif text-title">{goneWords.title}</h1>
        <p className="mt-2 text-ink-2 text-read">{goneWords.sentence}</p>
        <div className="mt-6 flex flex-wrap gap-2">
          <Button onClick={startTemporaryChat}>New temporary chat</Button>
          <Button variant="ghost" onClick={startNewChat}>
            New chat
          </Button>
        </div>
      </main>
    </>
  )
}
