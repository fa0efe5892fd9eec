import { classNames } from './class-names.ts'

/** A text to the letter, in its own scroll box. */
export function RawText({ text, className }: { text: string; className?: string }) {
  return (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
      tabIndex={0}
      className={classNames('wrap-anywhere max-h-80 overflow-auto whitespace-pre-wrap font-mono -outline-offset-2', className)}
    >
      {text}
    </pre>
  )
}
