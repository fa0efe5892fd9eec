import { newFolder } from '@/lib/chat/keeping.ts'
import { createFolder, listFolders } from '@/lib/db/folders.ts'
import { readBody } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'

export const GET = route(async ({ userId }) => json({ folders: await listFolders(userId) }))

export const POST = route(async ({ request, userId }) => json(await createFolder(userId, (await readBody(request, newFolder)).name), 201))
