import { SettingsPage } from '@/components/settings/settings-page.tsx'
import { readTheme } from '../theme.ts'

export default async function Settings() {
  return <SettingsPage theme={await readTheme()} />
}
