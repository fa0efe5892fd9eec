import type { StenoPartMetadata } from '@/lib/chat/message.ts'

/** Our own measures on a part; a part of an older version or an import may lack them. */
export function stenoMetadata(metadata: Record<string, unknown> | undefined): StenoPartMetadata {
  const steno = metadata?.steno
  if (typeof steno !== 'object' || steno === null) return {}
  const durationMs = 'durationMs' in steno && typeof steno.durationMs === 'number' ? { durationMs: steno.durationMs } : {}
  return { ...durationMs, hidden: 'hidden' in steno && steno.hidden === true }
}
