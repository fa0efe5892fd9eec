import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

type Variant = 'primary' | 'default' | 'ghost' | 'danger'

const variants: Record<Variant, string> = {
  primary: 'bg-inverse text-on-inverse hover:opacity-90',
  default: 'border border-line-strong bg-raised text-ink hover:bg-surface',
  ghost: 'text-ink-2 hover:bg-hover hover:text-ink',
  danger: 'border border-danger bg-raised text-danger hover:bg-danger-wash'
}

interface ButtonProps extends ComponentProps<'button'> {
  variant?: Variant
  /** Shown and spoken as working; keeps its width and the focus. */
  busy?: boolean
}

/** A button with a word on it. */
export function Button({ variant = 'default', busy = false, className, type = 'button', onClick, ...props }: ButtonProps) {
  return (
    <button
      {...props}
      type={type}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? event => event.preventDefault() : onClick}
      className={classNames(
        'hit inline-flex h-8 shrink-0 items-center justify-center gap-2 whitespace-nowrap rounded-sm px-3 font-medium text-ui transition-colors duration-120',
        'disabled:opacity-50 aria-busy:opacity-60',
        variants[variant],
        className
      )}
    />
  )
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'title'> {
  /** Name and tooltip. */
  label: string
}

/** A square button with an icon only. */
export function IconButton({ label, className, type = 'button', ...props }: IconButtonProps) {
  return (
    <button
      {...props}
      type={type}
      aria-label={label}
      title={label}
      className={classNames(
        'hit inline-flex size-8 shrink-0 items-center justify-center rounded-sm text-ink-3 transition-colors duration-120',
        'hover:bg-hover hover:text-ink disabled:opacity-50 aria-disabled:opacity-50',
        className
      )}
    />
  )
}
