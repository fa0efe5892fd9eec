'use client'

import { defaultTimeouts, type StreamTimeouts, timeoutBounds } from '@/lib/chat/timeouts.ts'
import { formatDuration } from '@/lib/cost/format.ts'
import { Field } from '../ui/field.tsx'

const fields: readonly { name: keyof StreamTimeouts; label: string; help: string }[] = [
  { name: 'headersMs', label: 'OpenRouter must answer within', help: 'Tried once more after that.' },
  { name: 'firstContentMs', label: 'First words within', help: 'While the provider says that it works.' },
  { name: 'silenceMs', label: 'No sign of life for', help: 'Not even that it works.' },
  { name: 'stalledMs', label: 'No further word for', help: 'In the middle of an answer.' },
  { name: 'totalMs', label: 'A whole answer within', help: 'Each round of a tool call counts anew.' }
]

interface TimeoutsFieldsProps {
  chosen: Partial<Record<keyof StreamTimeouts, number | undefined>>
  onChange: (change: Partial<StreamTimeouts>) => void
}

/** In seconds; an emptied field goes back to its default. What is out of bounds is refused by the server, in words. */
export function TimeoutsFields({ chosen, onChange }: TimeoutsFieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {fields.map(({ name, label, help }) => {
        const { leastMs, mostMs } = timeoutBounds[name]
        const seconds = (chosen[name] ?? defaultTimeouts[name]) / 1000
        return (
          <Field
            key={`${name}-${seconds}`}
            label={`${label} (seconds)`}
            help={`${help} Usually ${formatDuration(defaultTimeouts[name])}.`}
            type="number"
            inputMode="numeric"
            min={leastMs / 1000}
            max={mostMs / 1000}
            step={1}
            defaultValue={seconds}
            onBlur={event => {
              const { value } = event.target
              const ms = value === '' ? defaultTimeouts[name] : Math.round(Number(value) * 1000)
              if (value === '') event.target.value = String(ms / 1000)
              if (ms !== seconds * 1000) onChange({ [name]: ms })
            }}
          />
        )
      })}
    </div>
  )
}
