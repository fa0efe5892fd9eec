import { CopyButton } from '@/components/ui/copy-button.tsx'

/** A fenced block: its language, a copy button, and its own sideways scroll. */
export function CodeBlock({ text, language }: { text: string; language: string | undefined }) {
  return (
    <figure className="overflow-hidden rounded-md border border-line">
      <figcaption className="flex h-8 items-center justify-between border-line border-b bg-surface pr-1 pl-4">
        <span className="truncate font-mono text-ink-3 text-note">{language || 'text'}</span>
        <CopyButton text={text} label="Copy code" className="size-7" />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard */}
      <pre tabIndex={0} className="-outline-offset-2 overflow-x-auto px-4 py-3 font-mono text-ink text-ui">
        <code>{text}</code>
      </pre>
    </figure>
  )
}
