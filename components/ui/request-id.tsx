import { CopyButton } from './copy-button.tsx'

/** What Steno's log calls a refused request, to be handed on; nothing when no request got an answer. */
export function RequestId({ id }: { id: string | null }) {
  if (id === null) return null
  return (
    <p className="mt-1 flex items-center gap-1 text-ink-3 text-note">
      <span className="wrap-anywhere min-w-0">Request {id}</span>
      <CopyButton text={id} label="Copy request id" />
    </p>
  )
}
