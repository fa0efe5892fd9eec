import { classNames } from './class-names.ts'

interface SegmentedProps<Value extends string> {
  label: string
  value: Value
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
}

/** A few words of which one is on; arrows move as in any radio group. */
export function Segmented<Value extends string>({ label, value, options, onChange }: SegmentedProps<Value>) {
  return (
    <fieldset className="inline-flex min-w-0 flex-wrap rounded-sm border border-line-strong p-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map(option => (
        <label
          key={option.value}
          className={classNames(
            'hit flex h-7 cursor-pointer items-center rounded-xs px-2 text-ui has-focus-visible:outline-2 has-focus-visible:outline-accent sm:px-3',
            option.value === value ? 'bg-inverse font-medium text-on-inverse' : 'text-ink-2 hover:text-ink'
          )}
        >
          <input
            type="radio"
            name={label}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="sr-only"
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  )
}
