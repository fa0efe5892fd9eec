import type { OpenCalls } from '@/lib/cost/report.ts'
import { Mark } from '../ui/mark.tsx'
import { costIsOpen } from './cost-columns.ts'

/** Before an amount from which something is missing. */
export function OpenMark({ calls }: { calls: OpenCalls }) {
  if (!costIsOpen(calls)) return null
  return (
    <span className="mr-1.5">
      <Mark kind={calls.pending > 0 ? 'pending' : 'unknown'} word={openWords(calls)} quiet />
    </span>
  )
}

function openWords({ pending, unknown }: OpenCalls): string {
  const parts = [pending > 0 && `${pending} pending`, unknown > 0 && `${unknown} unknown`].filter(Boolean)
  return `at least, ${parts.join(', ')}: `
}
