import X from 'lucide-react/icons/x'
import { IconButton } from '../../ui/button.tsx'

interface UnsentRowProps {
  label: string
  value: string
  model: string
  /** It would, if something else were not set. */
  onlyWhile?: string
  onRemove: () => void
}

/** What was set and the model does not take: kept for the next one, unless it is taken away. */
export function UnsentRow({ label, value, model, onlyWhile, onRemove }: UnsentRowProps) {
  return (
    <p className="flex items-center justify-between gap-3 text-body text-ink-2">
      <span className="min-w-0">
        {label} <span className="figures text-ink">{value}</span>{' '}
        <span className="text-warning">
          is kept and not sent: {model} does not take it{onlyWhile && ` ${onlyWhile}`}.
        </span>
      </span>
      <IconButton label={`Remove ${label.toLowerCase()}`} onClick={onRemove}>
        <X />
      </IconButton>
    </p>
  )
}
