import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from './class-names.ts'

interface FieldProps extends Omit<ComponentProps<'input'>, 'id'> {
  label: string
  help?: ReactNode
  /** Why the value was refused. */
  error?: string | null
}

const box = 'w-full rounded-sm border bg-raised px-3 text-read text-ink placeholder:text-ink-3'

/** One line to type into, with its label, help and error. */
export function Field({ label, help, error = null, className, ...props }: FieldProps) {
  const id = useId()
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block font-medium text-ink text-ui">
        {label}
      </label>
      <input
        {...props}
        id={id}
        aria-invalid={error !== null || undefined}
        aria-describedby={classNames(help ? `${id}-help` : null, error !== null && `${id}-error`) || undefined}
        className={classNames(box, 'h-10', error === null ? 'border-line-strong' : 'border-danger')}
      />
      {help && (
        <p id={`${id}-help`} className="mt-1 text-ink-3 text-ui">
          {help}
        </p>
      )}
      {error !== null && (
        <p id={`${id}-error`} role="alert" className="mt-1 text-danger text-ui">
          {error}
        </p>
      )}
    </div>
  )
}

interface TextAreaFieldProps extends Omit<ComponentProps<'textarea'>, 'id'> {
  label: string
  help?: ReactNode
}

/** Several lines to type into; grows with its text, from `rows` on where they are given. */
export function TextAreaField({ label, help, className, ...props }: TextAreaFieldProps) {
  const id = useId()
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block font-medium text-ink text-ui">
        {label}
      </label>
      <textarea
        autoComplete="off"
        {...props}
        id={id}
        aria-describedby={help ? `${id}-help` : undefined}
        className={classNames(
          box,
          'field-sizing-content block max-h-96 resize-none border-line-strong py-2',
          props.rows === undefined && 'min-h-24'
        )}
      />
      {help && (
        <p id={`${id}-help`} className="mt-1 text-ink-3 text-ui">
          {help}
        </p>
      )}
    </div>
  )
}
