import { promptBody } from '@/lib/chat/prompt-body.ts'
import { changePrompt, deletePrompt } from '@/lib/db/prompts.ts'
import { readBody } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'

interface Params {
  promptId: string
}

export const PUT = route<Params>(async ({ request, params, userId }) =>
  json(await changePrompt(userId, params.promptId, await readBody(request, promptBody)))
)

export const DELETE = route<Params>(async ({ params, userId }) => {
  await deletePrompt(userId, params.promptId)
  return new Response(null, { status: 204 })
})
