'use client'

import { useState } from 'react'
import type { ReadText } from '../../models/read-number.ts'
import { Field } from '../../ui/field.tsx'

interface NumberFieldProps {
  label: string
  help: string
  value: number | undefined
  read: (text: string) => ReadText<number>
  whole?: boolean
  placeholder?: string
  onChange: (value: number | undefined) => void
}

/** A number that is saved as soon as it can be read; until then the field says why it cannot. */
export function NumberField({ label, help, value, read, whole = false, placeholder = 'the model’s own', onChange }: NumberFieldProps) {
  const [text, setText] = useState(value?.toString() ?? '')
  const [left, setLeft] = useState(false)
  const { value: shown, error } = read(text)
  // A preset or another tab has changed it.
  const [known, setKnown] = useState(value)
  if (known !== value) {
    setKnown(value)
    if ((shown ?? undefined) !== value) setText(value?.toString() ?? '')
  }
  return (
    <Field
      label={label}
      value={text}
      placeholder={placeholder}
      inputMode={whole ? 'numeric' : 'decimal'}
      autoComplete="off"
      {...(error !== null && left ? { error } : { help })}
      onChange={event => {
        setText(event.target.value)
        const next = read(event.target.value)
        if (next.error === null && (next.value ?? undefined) !== value) onChange(next.value ?? undefined)
      }}
      onBlur={() => setLeft(true)}
    />
  )
}
