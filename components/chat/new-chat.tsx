'use client'

import dynamic from 'next/dynamic'
import { useShell } from '../conversations/shell-context.ts'
import { Button } from '../ui/button.tsx'
import { demoPrompts, failurePrompt, prompts, type SamplePrompt } from './demo-prompts.ts'

const KeyForm = dynamic(() => import('../settings/key-form.tsx').then(module => module.KeyForm))

interface NewChatProps {
  /** It will not be kept. */
  temporary: boolean
  /** Asks a demo's question at once. */
  onAsk: (prompt: SamplePrompt) => void
  /** Puts a question into the composer. */
  onFill: (text: string) => void
}

/** What stands where no conversation is yet: the first run explains itself, later ones invite. */
export function NewChat({ temporary, onAsk, onFill }: NewChatProps) {
  const { settings, welcomed, dismissWelcome, changeSettings } = useShell()
  const demo = settings.upstream === 'demo'
  const firstRun = demo && !welcomed && !temporary
  return (
    <div className="transcript-dock flex-1 content-center py-8">
      <div className="max-md:px-4 md:col-start-2">
        {firstRun ? (
          <>
            <h1 className="font-serif text-display tracking-tight">Put it on the record.</h1>
            <p className="mt-2 text-ink-2 text-read">One key, 400+ models. Every thought, byte and cent is kept.</p>
            <div className="mt-6 max-w-form">
              <KeyForm onSaved={changeSettings} />
            </div>
            <Button variant="ghost" className="-ml-3 mt-2 w-fit" onClick={dismissWelcome}>
              Look around in demo mode
            </Button>
          </>
        ) : (
          <h1 className="font-serif text-display tracking-tight">{temporary ? 'Off the record.' : 'What shall we put on the record?'}</h1>
        )}
        <ul aria-label="Suggestions" className="mt-8 grid gap-px overflow-hidden rounded-md border border-line bg-line sm:grid-cols-2">
          {(demo ? demoPrompts : prompts).map(prompt => (
            <li key={prompt.title} className="bg-page">
              <button
                type="button"
                onClick={() => (demo ? onAsk(prompt) : onFill(prompt.text))}
                className="flex h-full w-full flex-col gap-0.5 px-4 py-3 text-left transition-colors duration-120 hover:bg-surface"
              >
                <span className="font-medium text-body text-ink">{prompt.title}</span>
                <span className="text-ink-3 text-ui">{prompt.text}</span>
              </button>
            </li>
          ))}
        </ul>
        {demo && (
          <Button variant="ghost" className="-ml-3 mt-2 w-fit" onClick={() => onAsk(failurePrompt)}>
            {failurePrompt.title}
          </Button>
        )}
      </div>
    </div>
  )
}
