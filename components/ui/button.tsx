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
  /** In a row of several where there is little room. */
  small?: boolean
  /** Shown and spoken as working; keeps its width and the focus. */
  busy?: boolean
}

/** A button with a word on it. */
export function Button({ variant = 'default', small = false, busy = false, className, type = 'button', onClick, ...props }: ButtonProps) {
  return (
    <button
      {...props}
      type={type}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? event => event.preventDefault() : onClick}
      className={classNames(
        'hit inline-flex shrink-0 items-center justify-center gap-2 whitespace-nowrap rounded-sm font-medium text-ui transition-colors duration-120',
        small ? 'h-7 px-1 pointer-coarse:h-8 pointer-coarse:px-3' : 'h-8 px-3',
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
