import { classNames } from './class-names.ts'
import { PlainText } from './plain-text.tsx'

/** A text to the letter, in its own scroll box. */
export function RawText({ text, className }: { text: string; className?: string }) {
  return (
    <div
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
      tabIndex={0}
      className={classNames('max-h-80 overflow-auto font-mono -outline-offset-2', className)}
    >
      <PlainText text={text} />
    </div>
  )
}
