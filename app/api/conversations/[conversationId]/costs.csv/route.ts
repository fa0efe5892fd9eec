import { billAsCsv } from '@/lib/cost/bill-csv.ts'
import { readBill } from '@/lib/db/conversation-bill.ts'
import { AppError } from '@/lib/errors.ts'
import { route } from '@/lib/http/route.ts'

export const GET = route<{ conversationId: string }>(async ({ params, userId }) => {
  const bill = await readBill(userId, params.conversationId)
  if (bill.isHidden) throw new AppError('vote_first', 409, 'This comparison is blind: vote before you read what it cost.')
  return new Response(billAsCsv(bill), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="costs-${bill.conversationId.replace(/[^\w-]/g, '')}.csv"`,
      'Cache-Control': 'no-store'
    }
  })
})
