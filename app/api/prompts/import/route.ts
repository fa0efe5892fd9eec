import { promptFile } from '@/lib/chat/prompt-body.ts'
import { importPrompts } from '@/lib/db/prompts.ts'
import { readBody } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'

export const POST = route(async ({ request, userId }) => json(await importPrompts(userId, (await readBody(request, promptFile)).prompts)))
