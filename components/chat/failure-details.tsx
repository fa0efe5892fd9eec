import type { Failure } from '@/lib/chat/failure.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { RawText } from '../ui/raw-text.tsx'

/** To be handed on alone: to OpenRouter's support, or to whoever reads Steno's log. */
function isId(name: string): boolean {
  return name === 'Request' || name === 'Answer'
}

/** Everything that is known of a failure, for whoever has to look into it. `messageId` is what Steno's log calls the answer. */
export function FailureDetails({ failure, messageId }: { failure: Failure; messageId: string }) {
  const facts: [string, string | undefined][] = [
    ['Code', failure.code],
    ['Status', failure.status?.toString()],
    ['Provider', failure.provider],
    ['Generation', failure.generationId],
    ['Request', failure.requestId],
    ['Answer', messageId],
    ['Message', failure.message || undefined]
  ]
  const known = facts.filter((fact): fact is [string, string] => fact[1] !== undefined)
  const raw = failure.details === undefined ? null : JSON.stringify(failure.details, null, 2)
  const everything = [...known.map(([name, value]) => `${name}: ${value}`), ...(raw === null ? [] : [raw])].join('\n')
  return (
    <div className="mt-3 border-line border-t pt-2 text-ui">
      <div className="flex items-start justify-between gap-2">
        <dl className="min-w-0 flex-1">
          {known.map(([name, value]) => (
            <div key={name} className="flex gap-3">
              <dt className="w-20 shrink-0 text-ink-3">{name}</dt>
              <dd className="wrap-anywhere flex min-w-0 items-start gap-1 font-mono">
                {value}
                {isId(name) && <CopyButton text={value} label={`Copy ${name.toLowerCase()} id`} className="-my-1.5" />}
              </dd>
            </div>
          ))}
        </dl>
        <CopyButton text={everything} label="Copy details" />
      </div>
      {raw !== null && <RawText text={raw} className="mt-2 text-ink-2 text-note" />}
    </div>
  )
}
