import type { ConversationSummary } from '@/lib/chat/conversation.ts'

export interface DayGroup {
  label: string
  conversations: ConversationSummary[]
}

const dayMs = 24 * 60 * 60 * 1000

/** Groups of the sidebar, newest first. `timeZone` decides where a day begins. */
export function groupByDay(conversations: readonly ConversationSummary[], now: Date, timeZone: string): DayGroup[] {
  const dayOf = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const today = Date.parse(dayOf.format(now))
  const groups: DayGroup[] = []
  for (const conversation of conversations) {
    const date = new Date(conversation.updatedAt)
    const label = labelOf(Math.round((today - Date.parse(dayOf.format(date))) / dayMs), date, now, timeZone)
    const last = groups.at(-1)
    if (last?.label === label) last.conversations.push(conversation)
    else groups.push({ label, conversations: [conversation] })
  }
  return groups
}

function labelOf(daysAgo: number, date: Date, now: Date, timeZone: string): string {
  if (daysAgo <= 0) return 'Today'
  if (daysAgo === 1) return 'Yesterday'
  if (daysAgo <= 7) return 'Previous 7 days'
  const yearOf = new Intl.DateTimeFormat('en-GB', { timeZone, year: 'numeric' })
  const sameYear = yearOf.format(date) === yearOf.format(now)
  return new Intl.DateTimeFormat('en-GB', { timeZone, month: 'long', ...(sameYear ? {} : { year: 'numeric' }) }).format(date)
}
