import { formatCost, ledgerDecimals } from '@/lib/cost/format.ts'
import { picoUsdFromJson } from '@/lib/cost/pico-usd.ts'
import type { ActivityDifference, Finding, Reconciliation } from '@/lib/cost/reconciliation.ts'
import { Mark } from '../ui/mark.tsx'
import { activityWords, findingWords, openWords, periodWords } from './reconcile-words.ts'

/** Our period against OpenRouter's own count of it. Plain markup: it needs no script, and its data may come after the page's own. */
export function ReconcilePanel({ reconciliation }: { reconciliation: Reconciliation }) {
  const { upstream, ours, theirs, beforeKey, problem, finding, byok, account } = reconciliation
  const figures = [ours.creditsPicoUsd, ours.byokPicoUsd, theirs?.creditsPicoUsd, theirs?.byokPicoUsd, finding?.differencePicoUsd]
  const decimals = ledgerDecimals(figures.flatMap(figure => (figure ? [picoUsdFromJson(figure)] : [])))
  const money = (figure: string) => formatCost(picoUsdFromJson(figure), 'ledger', decimals)
  const open = openWords(ours)
  return (
    <section aria-labelledby="reconcile-title" className="max-w-form">
      <h2 id="reconcile-title" className="font-semibold text-body">
        {upstream === 'demo' ? 'Against the demo’s own bill' : 'Against OpenRouter’s own figures'}
      </h2>
      <p className="figures mt-1 text-ink-3 text-ui">{periodWords(reconciliation)}, this key alone.</p>
      {problem !== null && (
        <p className="mt-3 flex items-baseline gap-1.5 text-ink-2 text-ui">
          <Mark kind="unknown" quiet />
          {problem === 'refused'
            ? 'OpenRouter did not accept the key.'
            : 'OpenRouter could not be asked. Our own figures do not depend on it.'}
        </p>
      )}
      <dl className="mt-3 text-ui">
        <Line term={upstream === 'demo' ? 'The demo says' : 'OpenRouter says'} figure={theirs ? money(theirs.creditsPicoUsd) : '—'} />
        <Line
          term={`Billed here, ${ours.calls.toLocaleString('en-US')} ${ours.calls === 1 ? 'call' : 'calls'}`}
          figure={money(ours.creditsPicoUsd)}
        />
        {open !== null && <Line term={`${open}: not in the sum`} figure="—" />}
        {beforeKey && (
          <Line
            term={`Of it before this key was entered, ${beforeKey.calls.toLocaleString('en-US')} calls`}
            figure={money(beforeKey.picoUsd)}
            part
          />
        )}
        {finding && (
          <div className="flex items-baseline justify-between gap-4 border-line-strong border-t py-1.5">
            <dt className="font-medium">Difference</dt>
            <dd className="total column">{money(finding.differencePicoUsd)}</dd>
          </div>
        )}
      </dl>
      {finding && <Verdict finding={finding} reconciliation={reconciliation} />}
      {byok && theirs?.byokPicoUsd && (
        <>
          <dl className="mt-4 text-ui">
            <Line term="Billed by providers to your own keys with them, as OpenRouter says" figure={money(theirs.byokPicoUsd)} />
            <Line term="The same here" figure={money(ours.byokPicoUsd)} />
          </dl>
          <Verdict finding={byok} reconciliation={reconciliation} />
        </>
      )}
      {account && (
        <p className="figures mt-4 text-ink-3 text-ui">
          {`The account, with all of its keys: ${formatCost(picoUsdFromJson(account.usedPicoUsd), 'note')} used of ${formatCost(picoUsdFromJson(account.boughtPicoUsd), 'note')} bought.`}
        </p>
      )}
      <Activity reconciliation={reconciliation} />
    </section>
  )
}

function Line({ term, figure, part = false }: { term: string; figure: string; part?: boolean }) {
  return (
    <div className="flex items-baseline justify-between gap-4 py-1.5">
      <dt className={part ? 'figures pl-3 text-ink-3' : 'figures text-ink-2'}>{term}</dt>
      <dd className="column text-ink">{figure}</dd>
    </div>
  )
}

function Verdict({ finding, reconciliation }: { finding: Finding; reconciliation: Reconciliation }) {
  const { verdict } = finding
  return (
    <p className={verdict === 'unexplained' ? 'figures mt-2 text-ui text-warning' : 'figures mt-2 text-ink-2 text-ui'}>
      {verdict !== 'agrees' && (
        <span className="mr-1.5">
          {verdict === 'open' ? <Mark kind="pending" word="Open:" quiet /> : <Mark kind="interrupted" word="Warning:" quiet />}
        </span>
      )}
      {findingWords(finding, reconciliation)}
    </p>
  )
}

function Activity({ reconciliation }: { reconciliation: Reconciliation }) {
  const { activity, upstream } = reconciliation
  const words = activityWords(reconciliation)
  if (words !== null) return upstream === 'demo' ? null : <p className="mt-1 text-ink-3 text-ui">{words}</p>
  return activity.state === 'read' && <Differences differences={activity.differences} />
}

function Differences({ differences }: { differences: readonly ActivityDifference[] }) {
  const decimals = ledgerDecimals(differences.flatMap(line => [picoUsdFromJson(line.oursPicoUsd), picoUsdFromJson(line.theirsPicoUsd)]))
  const money = (figure: string) => formatCost(picoUsdFromJson(figure), 'ledger', decimals)
  return (
    <div className="mt-4 overflow-x-auto">
      <table className="w-full text-ui">
        <caption className="pb-1 text-left text-ink-3">Completed days on which a model’s sums differ, all keys of the account</caption>
        <thead>
          <tr className="border-line border-b text-ink-3 [&>th]:py-1.5 [&>th]:font-normal">
            <th scope="col" className="text-left">
              Day
            </th>
            <th scope="col" className="px-3 text-left">
              Model
            </th>
            <th scope="col" className="text-right">
              There
            </th>
            <th scope="col" className="px-3 text-right">
              Here
            </th>
            <th scope="col" className="text-right">
              Difference
            </th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ date, model, theirsPicoUsd, oursPicoUsd, differencePicoUsd, called }) => (
            <tr key={`${date} ${model}`} className="border-line border-b align-top [&>td]:py-1.5">
              <td className="figures whitespace-nowrap text-left">{date}</td>
              <td className="wrap-anywhere px-3 text-left">
                {model}
                {!called && <span className="block text-ink-3 text-note">another application: never asked here on that day</span>}
              </td>
              <td className="column">{money(theirsPicoUsd)}</td>
              <td className="column px-3">{money(oursPicoUsd)}</td>
              <td className="column">{money(differencePicoUsd)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
