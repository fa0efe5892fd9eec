'use client'

import Check from 'lucide-react/icons/check'
import Copy from 'lucide-react/icons/copy'
import { useEffect, useState } from 'react'
import { IconButton } from './button.tsx'

interface CopyButtonProps {
  text: string | (() => string)
  label?: string
  className?: string
}

/** Puts a text on the clipboard and says so for two seconds. */
export function CopyButton({ text, label = 'Copy', className }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null)

  // The answer is a word that goes away again.
  useEffect(() => {
    if (outcome === null) return
    const timer = setTimeout(() => setOutcome(null), 2000)
    return () => clearTimeout(timer)
  }, [outcome])

  const copy = () => {
    const value = typeof text === 'function' ? text() : text
    navigator.clipboard.writeText(value).then(
      () => setOutcome('copied'),
      () => setOutcome('refused')
    )
  }
  return (
    <>
      <IconButton label={label} onClick={copy} {...(className === undefined ? {} : { className })}>
        {outcome === 'copied' ? <Check /> : <Copy />}
      </IconButton>
      <span role="status" className={outcome === 'refused' ? 'text-note text-ink-3' : 'sr-only'}>
        {outcome === 'copied' && 'Copied'}
        {outcome === 'refused' && 'The browser did not allow copying.'}
      </span>
    </>
  )
}
