import { memo } from 'react'
import { classNames } from '../ui/class-names.ts'

interface EntryMarkProps {
  letter: 'Q' | 'A'
  ordinal: number
  live?: boolean
  className?: string
}

/** The number of an entry in the left gutter; a link to it. The entry itself has the id: on phones there is no mark. */
export const EntryMark = memo(function EntryMark({ letter, ordinal, live = false, className }: EntryMarkProps) {
  return (
    <div className={classNames('hidden md:block', className)}>
      <a
        href={`#${letter.toLowerCase()}${ordinal}`}
        title={`Link to ${letter}${ordinal}`}
        className={classNames('rounded-xs font-mono text-note hover:text-ink', live ? 'text-accent-ink' : 'text-ink-3')}
      >
        {letter}
        {ordinal}
      </a>
    </div>
  )
})
