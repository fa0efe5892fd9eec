import { promptBody } from '@/lib/chat/prompt-body.ts'
import { createPrompt, listPrompts } from '@/lib/db/prompts.ts'
import { readBody } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'

export const GET = route(async ({ userId }) => json({ prompts: await listPrompts(userId) }))

export const POST = route(async ({ request, userId }) => json(await createPrompt(userId, await readBody(request, promptBody)), 201))
