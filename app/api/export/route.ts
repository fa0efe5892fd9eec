import { z } from 'zod'
import { exportAsJson, planExport } from '@/lib/db/export-chats.ts'
import { download } from '@/lib/http/download.ts'
import { readValue } from '@/lib/http/read-body.ts'
import { route } from '@/lib/http/route.ts'

const ids = z
  .string()
  .transform(text => text.split(','))
  .pipe(z.array(z.uuid()).min(1).max(200))
  .nullable()

export const GET = route(async ({ request, userId }) => {
  const { searchParams } = new URL(request.url)
  const selected = readValue('ids', searchParams.get('ids'), ids)
  const plan = await planExport(userId, selected === null ? 'all' : { ids: selected })
  const day = new Date().toISOString().slice(0, 10)
  return download({ name: `steno-${day}.json`, contentType: 'application/json; charset=utf-8', pieces: exportAsJson(plan) })
})
