'use client'

import RefreshCw from 'lucide-react/icons/refresh-cw'
import Square from 'lucide-react/icons/square'
import ThumbsUp from 'lucide-react/icons/thumbs-up'
import { useChatActions } from '../chat/chat-actions.ts'
import { SiblingNav } from '../chat/sibling-nav.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { CopyButton } from '../ui/copy-button.tsx'

interface LaneFootProps {
  letter: string
  answerIds: string
  shownId: string
  running: boolean
  hidden: boolean
  voted: boolean | null
  text: () => string
  onStop: () => void
  onContinue: () => void
  onVote: () => void
}

/** What can be done with a lane's answer; while it runs, Stop. */
export function LaneFoot({ letter, answerIds, shownId, running, hidden, voted, text, onStop, onContinue, onVote }: LaneFootProps) {
  const { retry } = useChatActions()
  const ids = answerIds.split(',')
  const at = ids.indexOf(shownId)
  return (
    <footer className="mt-auto flex min-h-12 flex-wrap items-center gap-x-1 border-line border-t px-2.5 py-1.5 pointer-coarse:gap-x-3">
      {running ? (
        <Button variant="ghost" aria-label={`Stop lane ${letter}`} onClick={onStop}>
          <Square className="size-3.5" />
          Stop
        </Button>
      ) : hidden ? (
        <Button aria-pressed={voted === true} onClick={onVote}>
          Vote for {letter}
        </Button>
      ) : (
        <Button onClick={onContinue}>Continue with this</Button>
      )}
      <span className="ml-auto flex items-center pointer-coarse:gap-3">
        {ids.length > 1 && (
          <SiblingNav
            what="answer"
            siblings={{ position: at + 1, count: ids.length, previousId: ids[at - 1] ?? null, nextId: ids[at + 1] ?? null }}
          />
        )}
        {!hidden && voted !== null && (
          <IconButton
            label={voted ? `Your vote: lane ${letter}` : `Vote for lane ${letter}`}
            aria-pressed={voted}
            disabled={running}
            onClick={onVote}
          >
            <ThumbsUp className={classNames(voted && 'fill-current text-accent-ink')} />
          </IconButton>
        )}
        <CopyButton text={text} label={`Copy lane ${letter}`} />
        {!hidden && (
          <IconButton label={`Retry lane ${letter}`} disabled={running} onClick={() => retry('')}>
            <RefreshCw />
          </IconButton>
        )}
      </span>
    </footer>
  )
}
