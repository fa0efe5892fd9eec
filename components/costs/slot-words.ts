import type { CostReport, CostSlot } from '@/lib/cost/report.ts'

/** How the time of a bar is called: in a sentence and a table, and below the chart. */
export interface SlotWords {
  long: string
  short: string
  /** "on 12 November" */
  when: string
}

/** The words of every slot, in the report's zone. */
export function slotWords({
  slots,
  grain,
  zone,
  first,
  last
}: Pick<CostReport, 'slots' | 'grain' | 'zone' | 'first' | 'last'>): SlotWords[] {
  const sameMonth = first.slice(0, 7) === last.slice(0, 7)
  const sameYear = first.slice(0, 4) === last.slice(0, 4)
  const words = (slot: CostSlot, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone }).format(new Date(slot.startsAt))
  const year = sameYear ? {} : ({ year: 'numeric' } as const)
  return slots.map(slot => {
    if (grain === 'hour') {
      const hour = words(slot, { hour: '2-digit', minute: '2-digit' })
      return { long: hour, short: hour, when: `from ${hour}` }
    }
    if (grain === 'month') {
      const long = words(slot, { month: 'long', ...year })
      return { long, short: words(slot, { month: 'short', ...year }), when: `in ${long}` }
    }
    const long = words(slot, { day: 'numeric', month: 'long', ...year })
    return { long, short: words(slot, sameMonth ? { day: 'numeric' } : { day: 'numeric', month: 'short' }), when: `on ${long}` }
  })
}

export const grainWords = { hour: 'By hour', day: 'By day', month: 'By month' } as const
