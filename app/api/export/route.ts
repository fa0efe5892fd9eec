import { z } from 'zod'
import { exportAsJson, exportAsMarkdown, planExport } from '@/lib/db/export-chats.ts'
import { download } from '@/lib/http/download.ts'
import { readValue } from '@/lib/http/read-body.ts'
import { route } from '@/lib/http/route.ts'

const ids = z
  .string()
  .transform(text => text.split(','))
  .pipe(z.array(z.uuid()).min(1).max(200))
  .nullable()
const format = z.enum(['json', 'markdown']).nullable()
const shown = z.enum(['true', 'false']).nullable()

export const GET = route(async ({ request, userId }) => {
  const { searchParams } = new URL(request.url)
  const value = <Output>(name: string, schema: z.ZodType<Output>) => readValue(name, searchParams.get(name), schema)
  const selected = value('ids', ids)
  const isShown = (name: string) => value(name, shown) === 'true'
  const options = { thinking: isShown('thinking'), tools: isShown('tools'), costs: isShown('costs') }
  const isMarkdown = value('format', format) === 'markdown'
  const plan = await planExport(userId, selected === null ? 'all' : { ids: selected })
  const name = `steno-${new Date().toISOString().slice(0, 10)}`
  return isMarkdown
    ? download({ name: `${name}.md`, contentType: 'text/markdown; charset=utf-8', pieces: exportAsMarkdown(plan, options) })
    : download({ name: `${name}.json`, contentType: 'application/json; charset=utf-8', pieces: exportAsJson(plan) })
})
