'use client'

import { useEffect, useRef, useState } from 'react'
import { TextAreaField } from '../../ui/field.tsx'

/** What is typed without a pause is saved together. */
const pauseMs = 400

interface PromptFieldProps {
  prompt: string
  onChange: (prompt: string) => void
}

/** The system prompt. */
export function PromptField({ prompt, onChange }: PromptFieldProps) {
  const [text, setText] = useState(prompt)
  const [known, setKnown] = useState(prompt)
  const save = useRef<() => void>(() => undefined)
  // A preset or another tab has changed it.
  if (known !== prompt) {
    setKnown(prompt)
    setText(prompt)
  }
  save.current = () => {
    if (text !== prompt) onChange(text)
  }

  useEffect(() => {
    const timer = text === prompt ? undefined : setTimeout(() => save.current(), pauseMs)
    return () => clearTimeout(timer)
  }, [text, prompt])

  // Who closes the sheet has finished typing.
  useEffect(() => () => save.current(), [])

  return (
    <TextAreaField
      label="System prompt"
      help="Sent before the conversation."
      value={text}
      maxLength={100_000}
      onChange={event => setText(event.target.value)}
      onBlur={() => save.current()}
    />
  )
}
