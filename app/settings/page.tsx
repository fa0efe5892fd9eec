import { z } from 'zod'
import { SettingsPage } from '@/components/settings/settings-page.tsx'
import { currentUserId } from '@/lib/auth/current-user.ts'
import { connectProblems } from '@/lib/chat/settings.ts'
import { readBackups } from '@/lib/db/backups.ts'
import { readBudgets } from '@/lib/turn/budget-list.ts'
import { readTheme } from '../theme.ts'

interface SettingsProps {
  searchParams: Promise<{ conversation?: string | string[]; connect?: string | string[] }>
}

export default async function Settings({ searchParams }: SettingsProps) {
  const { conversation, connect } = await searchParams
  const [theme, budgets] = await Promise.all([readTheme(), readBudgets(await currentUserId())])
  return (
    <SettingsPage
      theme={theme}
      budgets={budgets}
      backups={readBackups()}
      conversationId={z.uuid().safeParse(conversation).data}
      connectProblem={z.enum(connectProblems).safeParse(connect).data}
    />
  )
}
