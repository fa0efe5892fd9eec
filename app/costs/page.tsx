import Link from 'next/link'
import { redirect } from 'next/navigation'
import { BudgetPanel } from '@/components/budgets/budget-panel.tsx'
import { PageBar } from '@/components/conversations/page-bar.tsx'
import { BrowserZone } from '@/components/costs/browser-zone.tsx'
import { costsHref } from '@/components/costs/costs-href.ts'
import { CostsPage } from '@/components/costs/costs-page.tsx'
import { ReconcileLoader } from '@/components/costs/reconcile-loader.tsx'
import { ReconcilePanel } from '@/components/costs/reconcile-panel.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { currentUserId } from '@/lib/auth/current-user.ts'
import type { CostView } from '@/lib/cost/view.ts'
import { AppError } from '@/lib/errors.ts'
import { readBudgets } from '@/lib/turn/budget-list.ts'
import { readCatalogue } from '@/lib/turn/catalogue.ts'
import { readCostView } from '@/lib/turn/cost-view.ts'
import { reconcileAccount } from '@/lib/turn/reconcile-account.ts'
import { readZone } from './zone.ts'

type Search = Partial<Record<'period' | 'zone' | 'from' | 'to' | 'account', string | string[]>>

export default async function Costs({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams
  const userId = await currentUserId()
  const chosen = search.zone !== undefined
  const zone = chosen ? String(search.zone) : await readZone(userId)
  // What the form of two days sends.
  if (search.from !== undefined || search.to !== undefined) redirect(costsHref(`${search.from ?? ''}..${search.to ?? ''}`, zone))
  const name = search.period === undefined ? null : String(search.period)
  const [view, catalogue] = await Promise.all([viewOrRefusal(userId, name, zone), readCatalogue(userId)])
  return (
    <>
      <title>Costs · Steno</title>
      <PageBar title="Costs" />
      <main id="composer" tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto outline-none">
        <div className="px-4 py-6 md:px-6 xl:px-8">
          <div className="@container mx-auto max-w-page">
            {view === null ? (
              <WrongAddress />
            ) : (
              <>
                <CostsPage view={view} catalogue={catalogue}>
                  <Budgets userId={userId} />
                  <Account userId={userId} view={view} asked={search.account !== undefined} />
                </CostsPage>
                <BrowserZone shown={zone} chosen={chosen} />
              </>
            )}
          </div>
        </div>
      </main>
    </>
  )
}

/** `null` for an address that names no period or no zone. */
async function viewOrRefusal(userId: string, name: string | null, zone: string): Promise<CostView | null> {
  try {
    return await readCostView(userId, { name, zone }, new Date())
  } catch (error) {
    if (error instanceof AppError && error.httpStatus === 400) return null
    throw error
  }
}

function WrongAddress() {
  return (
    <>
      <h1 className="mb-4 font-serif text-title">Costs</h1>
      <Notice
        tone="warning"
        title="This address names no period."
        actions={
          <Link href="/costs" prefetch={false} className="underline decoration-1 underline-offset-2 hover:text-ink">
            Show this month
          </Link>
        }
      >
        <p>A period is a day, a week, a month, a year, “all” or two days in their order, in a time zone by its IANA name.</p>
      </Notice>
    </>
  )
}

/** Those of now, whatever period is looked at. */
async function Budgets({ userId }: { userId: string }) {
  return (
    <section aria-labelledby="budgets" className="mt-8">
      <h2 id="budgets" className="mb-3 font-semibold text-body">
        Budgets
      </h2>
      <BudgetPanel initial={await readBudgets(userId)} />
    </section>
  )
}

/** OpenRouter counts the running day, week and month only. With script it is asked once the page is there, without it by a link. */
async function Account({ userId, view, asked }: { userId: string; view: CostView; asked: boolean }) {
  const { period, today } = view
  if (today < period.first || period.last < today) return null
  const counted = period.kind === 'day' || period.kind === 'week' ? period.kind : 'month'
  return (
    // The room that the panel will take: what stands below it does not move.
    <div className="mt-6 min-h-72 md:min-h-62">
      {asked ? (
        <ReconcilePanel reconciliation={await reconcileAccount(userId, counted, new Date())} />
      ) : (
        <ReconcileLoader key={counted} period={counted} href={`${costsHref(period.name, period.zone)}&account=asked`} />
      )}
    </div>
  )
}
