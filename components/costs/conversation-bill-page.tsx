'use client'

import ArrowLeft from 'lucide-react/icons/arrow-left'
import Download from 'lucide-react/icons/download'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { isTemporary } from '@/lib/chat/temporary.ts'
import { type ConversationBill, callsOf } from '@/lib/cost/bill.ts'
import { PageBar } from '../conversations/page-bar.tsx'
import { useShell } from '../conversations/shell-context.ts'
import { billFormat } from './bill-format.ts'
import { BillStrip } from './bill-strip.tsx'
import { BillTable } from './bill-table.tsx'
import { unlistedName } from './cost-names.ts'

interface ConversationBillPageProps {
  bill: ConversationBill
  renderedAt: string
}

const linkButton =
  'hit inline-flex h-8 shrink-0 items-center gap-2 whitespace-nowrap rounded-sm border border-line-strong bg-raised px-3 font-medium text-ui hover:bg-surface'

/** What one conversation has cost, request by request. */
export function ConversationBillPage({ bill, renderedAt }: ConversationBillPageProps) {
  const { conversationId, kind, title, isHidden, ledgers } = bill
  const name = title ?? unlistedName(conversationId)
  const temporary = isTemporary(conversationId)
  return (
    <>
      <title>{`Costs of ${name} · Steno`}</title>
      <PageBar title="Costs" />
      <main id="composer" tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto outline-none">
        <div className="px-4 py-6 md:px-6 xl:px-8">
          <Link
            href="/costs"
            prefetch={false}
            className="hit inline-flex items-center gap-1.5 rounded-xs text-ink-2 text-ui hover:text-ink"
          >
            <ArrowLeft className="size-3.5" />
            Costs
          </Link>
          <div className="mt-2 mb-6 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
            <h1 className="line-clamp-2 min-w-0 wrap-anywhere font-serif text-title" title={name}>
              {name}
            </h1>
            <p className="flex gap-2">
              {title !== null && (
                <Link
                  href={kind === 'compare' ? `/compare/${conversationId}` : `/c/${conversationId}`}
                  prefetch={false}
                  className={linkButton}
                >
                  Open {kind === 'compare' ? 'comparison' : 'conversation'}
                </Link>
              )}
              {!isHidden && (
                <a href={`/api/conversations/${conversationId}/costs.csv`} download className={linkButton}>
                  <Download />
                  CSV
                </a>
              )}
            </p>
          </div>
          {title === null && (
            <Remark>{temporary ? 'This temporary chat is gone.' : 'This conversation was deleted.'} What it cost stays.</Remark>
          )}
          {isHidden && <Remark>This comparison is blind: what it cost, and who answered, is shown after the vote.</Remark>}
          {!isHidden && ledgers.length === 0 && <Remark>Nothing was asked here yet.</Remark>}
          <Ledgers bill={bill} now={Date.parse(renderedAt)} />
        </div>
      </main>
    </>
  )
}

function Remark({ children }: { children: ReactNode }) {
  return <p className="mb-6 text-body text-ink-2">{children}</p>
}

function Ledgers({ bill, now }: { bill: ConversationBill; now: number }) {
  const { catalogue } = useShell()
  return bill.ledgers.map(ledger => (
    <section key={ledger.upstream} aria-label={ledger.upstream === 'demo' ? 'Demo' : 'OpenRouter'} className="mb-12">
      {(bill.ledgers.length > 1 || ledger.upstream === 'demo') && (
        <h2 className="mb-3 font-semibold text-head">
          {ledger.upstream === 'demo' ? 'Demo: simulated, nothing was billed' : 'Billed by OpenRouter'}
        </h2>
      )}
      <BillStrip bill={bill} ledger={ledger} />
      <BillTable
        bill={bill}
        ledger={ledger}
        format={billFormat(
          ledger.parts.flatMap(({ entries }) => callsOf(entries)),
          catalogue,
          now
        )}
      />
    </section>
  ))
}
