import { backupResponse } from '@/lib/db/backups.ts'
import { route } from '@/lib/http/route.ts'

export const GET = route<{ name: string }>(({ params }) => Promise.resolve(backupResponse(params.name)))
