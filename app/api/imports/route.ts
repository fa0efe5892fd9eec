import { openImport } from '@/lib/db/import-store.ts'
import { json, route } from '@/lib/http/route.ts'

export const POST = route(async ({ userId }) => json({ id: await openImport(userId) }, 201))
