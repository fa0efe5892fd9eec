import { cookies } from 'next/headers'
import { isTimeZone } from '@/lib/cost/period.ts'
import { readUserSettings } from '@/lib/db/settings.ts'

/** The zone that this browser said it is in (components/costs/browser-zone.tsx); before it has, the user's, by which budgets count. */
export async function readZone(userId: string): Promise<string> {
  const cookie = (await cookies()).get('steno-zone')?.value
  const zone = cookie !== undefined && isTimeZone(cookie) ? cookie : (await readUserSettings(userId)).timeZone
  return zone ?? 'UTC'
}
