import { folderBody } from '@/lib/chat/keeping.ts'
import { deleteFolder, renameFolder } from '@/lib/db/folders.ts'
import { readBody } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'

interface Params {
  folderId: string
}

export const PATCH = route<Params>(async ({ request, params, userId }) => {
  const { name } = await readBody(request, folderBody)
  return json(await renameFolder(userId, params.folderId, name))
})

export const DELETE = route<Params>(async ({ params, userId }) => {
  await deleteFolder(userId, params.folderId)
  return new Response(null, { status: 204 })
})
