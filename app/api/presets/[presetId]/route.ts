import { presetChange } from '@/lib/chat/chat-settings.ts'
import { changePreset, deletePreset } from '@/lib/db/presets.ts'
import { readBody } from '@/lib/http/read-body.ts'
import { json, route } from '@/lib/http/route.ts'

interface Params {
  presetId: string
}

export const PATCH = route<Params>(async ({ request, params, userId }) =>
  json(await changePreset(userId, params.presetId, await readBody(request, presetChange)))
)

export const DELETE = route<Params>(async ({ params, userId }) => {
  await deletePreset(userId, params.presetId)
  return new Response(null, { status: 204 })
})
