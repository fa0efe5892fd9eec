import { cookies } from 'next/headers'
import { isTimeZone } from '@/lib/cost/period.ts'

/** The zone that this browser said it is in (components/costs/browser-zone.tsx). */
export async function readBrowserZone(): Promise<string> {
  const zone = (await cookies()).get('steno-zone')?.value
  return zone !== undefined && isTimeZone(zone) ? zone : 'UTC'
}
