import { cookies } from 'next/headers'
import type { Theme } from '@/components/settings/theme.ts'

/** The theme that this browser chose. */
export async function readTheme(): Promise<Theme> {
  const value = (await cookies()).get('steno-theme')?.value
  return value === 'light' || value === 'dark' ? value : 'system'
}
