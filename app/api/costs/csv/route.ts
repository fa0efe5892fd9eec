import { z } from 'zod'
import { costTableAsCsv, slotsAsCsv } from '@/components/costs/cost-csv.ts'
import { costTables } from '@/components/costs/cost-names.ts'
import { readValue } from '@/lib/http/read-body.ts'
import { route } from '@/lib/http/route.ts'
import { readCatalogue } from '@/lib/turn/catalogue.ts'
import { readCostView } from '@/lib/turn/cost-view.ts'

const someText = z.string('is missing')

export const GET = route(async ({ request, userId }) => {
  const { searchParams } = new URL(request.url)
  const table = readValue(
    'table',
    searchParams.get('table'),
    z.enum(['time', ...costTables], 'must be time, model, provider, kind or conversation')
  )
  const name = readValue('period', searchParams.get('period'), someText)
  const zone = readValue('zone', searchParams.get('zone'), someText)
  const [{ report, period }, catalogue] = await Promise.all([readCostView(userId, { name, zone }, new Date()), readCatalogue(userId)])
  const text = table === 'time' ? slotsAsCsv(report, catalogue) : costTableAsCsv(report, table, catalogue)
  return new Response(text, {
    headers: {
      'Cache-Control': 'no-store',
      'Content-Type': 'text/csv; charset=utf-8; header=present',
      'Content-Disposition': `attachment; filename="steno-costs-${period.name}-by-${table}.csv"`
    }
  })
})
