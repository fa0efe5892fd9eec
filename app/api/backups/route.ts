import { backUp, readBackups } from '@/lib/db/backups.ts'
import { json, route } from '@/lib/http/route.ts'

export const GET = route(() => Promise.resolve(json(readBackups())))

export const POST = route(async () => json(await backUp(), 201))
