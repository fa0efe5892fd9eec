import { classNames } from '../ui/class-names.ts'
import { laneLetter } from './lane-letter.ts'

/** A lane's letter in its outlined square. */
export function LetterBox({ lane, className }: { lane: number; className?: string }) {
  return (
    <span
      className={classNames(
        'inline-flex size-5 shrink-0 items-center justify-center rounded-xs border border-line-strong font-medium font-mono text-ink text-note',
        className
      )}
    >
      {laneLetter(lane)}
    </span>
  )
}
