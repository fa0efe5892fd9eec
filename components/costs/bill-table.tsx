import Link from 'next/link'
import { type BillEntry, type ConversationBill, callsOf, type Ledger, sumOf } from '@/lib/cost/bill.ts'
import { classNames } from '../ui/class-names.ts'
import type { BillFormat } from './bill-format.ts'
import { CallRow, SumRow } from './bill-row.tsx'
import { addressOf, entryName, partName } from './bill-words.ts'
import { ScrollBox } from './scroll-box.tsx'

interface BillTableProps {
  bill: ConversationBill
  ledger: Ledger
  format: BillFormat
}

const numbers = ['In', 'Cached', 'Out', 'Thought', 'Per 1M', 'Cost'] as const

/** Every request of a ledger, message by message: a single rule above what a part costs, a double one below the whole. */
export function BillTable({ bill, ledger, format }: BillTableProps) {
  const { parts } = ledger
  return (
    <ScrollBox label="Table of requests">
      <table className="bill w-full text-ui">
        <caption className="sr-only">Every request of the conversation</caption>
        <thead>
          <tr className="border-line-strong border-b text-ink-3">
            <th scope="col">Entry</th>
            <th scope="col">Model</th>
            {numbers.map(name => (
              <th
                key={name}
                scope="col"
                className={classNames('text-right', name !== 'Cost' && 'wide')}
                title={name === 'Per 1M' ? 'Cost of a million tokens, all kinds together, without tools' : undefined}
              >
                {name}
              </th>
            ))}
            <th scope="col">State</th>
            <th scope="col" className="wide text-right" title="To the first token">
              First
            </th>
            <th scope="col" className="wide text-right">
              Time
            </th>
            <th scope="col" className="wide">
              Finish
            </th>
            <th scope="col" className="wide text-right">
              Retry
            </th>
          </tr>
        </thead>
        {parts.map(({ part, entries }) => (
          <tbody key={part}>
            <tr>
              <th scope="rowgroup" colSpan={13}>
                <span className="block pt-4 font-semibold text-body">{partName(part, bill.title === null)}</span>
              </th>
            </tr>
            {entries.map(entry => (
              <EntryRows key={entry.calls[0]?.id} bill={bill} upstream={ledger.upstream} entry={entry} format={format} />
            ))}
            {parts.length > 1 && entries.length > 1 && (
              <SumRow
                sum={sumOf(callsOf(entries))}
                format={format}
                head="Sum"
                label={requests(callsOf(entries).length)}
                className="ruled font-medium"
              />
            )}
          </tbody>
        ))}
        <tfoot>
          <SumRow {...wholeOf(ledger)} format={format} head="Total" className="total ruled font-medium" />
        </tfoot>
      </table>
    </ScrollBox>
  )
}

function wholeOf({ parts }: Ledger) {
  const calls = parts.flatMap(({ entries }) => callsOf(entries))
  return { sum: sumOf(calls), label: requests(calls.length) }
}

function requests(count: number): string {
  return count === 1 ? '1 request' : `${count.toLocaleString('en-US')} requests`
}

interface EntryRowsProps {
  bill: ConversationBill
  upstream: Ledger['upstream']
  entry: BillEntry
  format: BillFormat
}

function EntryRows({ bill, upstream, entry, format }: EntryRowsProps) {
  const mark = <EntryLink conversationId={bill.conversationId} entry={entry} />
  const { calls } = entry
  if (calls.length === 1 && calls[0]) return <CallRow call={calls[0]} upstream={upstream} format={format} head={mark} />
  return (
    <>
      <SumRow sum={sumOf(calls)} format={format} head={mark} label={requests(calls.length)} className="border-line border-b" />
      {calls.map(call => (
        <CallRow
          key={call.id}
          call={call}
          upstream={upstream}
          format={format}
          head={<span className="pl-3 text-ink-3">step {call.position + 1}</span>}
        />
      ))}
    </>
  )
}

function EntryLink({ conversationId, entry }: { conversationId: string; entry: BillEntry }) {
  const { mark, spoken } = entryName(entry)
  const address = addressOf(conversationId, entry)
  if (address === null) return mark
  return (
    <Link
      href={address}
      prefetch={false}
      title={`${spoken}, in the conversation`}
      className="hit rounded-xs font-mono text-accent-ink underline decoration-1 underline-offset-2"
    >
      {mark}
      <span className="sr-only"> in the conversation</span>
    </Link>
  )
}
