/** Says, above a chat that is not kept, what that means. */
export function TemporaryBanner() {
  return (
    <aside aria-label="Temporary chat" className="shrink-0 border-line border-b bg-surface px-4 py-2 text-ink-2 text-ui md:px-6 xl:px-8">
      <strong className="font-medium text-ink">Temporary chat.</strong> Its texts are only in memory: not saved, not listed, not searched.
      Gone when Steno stops, or 24 hours after its last question. What it costs is counted.
    </aside>
  )
}
