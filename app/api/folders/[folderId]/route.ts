import { folderChange } from '@/lib/chat/keeping.ts'
import { changeFolder, deleteFolder } from '@/lib/db/folders.ts'
import { readBody } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'

interface Params {
  folderId: string
}

export const PATCH = route<Params>(async ({ request, params, userId }) => {
  return json(await changeFolder(userId, params.folderId, await readBody(request, folderChange)))
})

export const DELETE = route<Params>(async ({ params, userId }) => {
  await deleteFolder(userId, params.folderId)
  return new Response(null, { status: 204 })
})
