'use client'

import type { ModelVotes } from '@/lib/chat/comparison.ts'
import { useShell } from '../../conversations/shell-context.ts'
import { modelName } from '../../models/model-name.ts'

const figure = 'column h-10 pl-4'

/** How often each model was the best one, by this reader's votes. */
export function WinRates({ votes }: { votes: readonly ModelVotes[] }) {
  const { catalogue } = useShell()
  return (
    <section aria-label="Win rate" className="mt-12 max-w-form">
      <h2 className="font-semibold text-head">Win rate</h2>
      {votes.length === 0 ? (
        <p className="mt-2 text-body text-ink-3">No votes yet. Vote in a comparison, and its models are counted here.</p>
      ) : (
        <table className="mt-2 w-full text-ui">
          <caption className="sr-only">Votes per model, a tie counts half</caption>
          <thead className="text-ink-3">
            <tr className="border-ink-3 border-b">
              <th scope="col" className="h-10 text-left font-normal">
                Model
              </th>
              {['Won', 'Tied', 'Lost', 'Rate'].map(head => (
                <th key={head} scope="col" className="pl-4 text-right font-normal">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {votes.map(({ model, wins, ties, losses, rate }) => (
              <tr key={model} className="border-line border-b">
                <th scope="row" className="wrap-anywhere py-2 text-left font-normal text-ink">
                  {modelName(catalogue, model)}
                </th>
                <td className={figure}>{wins}</td>
                <td className={figure}>{ties}</td>
                <td className={figure}>{losses}</td>
                <td className={figure}>{(rate * 100).toFixed(1)}%</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
