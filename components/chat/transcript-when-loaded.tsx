'use client'

import { type ComponentProps, useEffect, useState } from 'react'
import type { Transcript } from './transcript.tsx'

let loaded: typeof Transcript | null = null

/** The transcript with its markdown and parts. */
export const loadTranscript = async () => {
  const module = await import('./transcript.tsx')
  loaded = module.Transcript
  return module.Transcript
}

/**
 * The transcript of a page that was read without it. Until it is there the rest of the page does not wait for it: the turn is shown to
 * run, can be stopped, and its end is noticed.
 */
export function TranscriptWhenLoaded(props: ComponentProps<typeof Transcript>) {
  const [Shown, setShown] = useState(() => loaded)

  // It comes over the network.
  useEffect(() => {
    if (Shown) return
    loadTranscript().then(
      module => setShown(() => module),
      (error: unknown) =>
        setShown(() => {
          throw error
        })
    )
  }, [Shown])
  return Shown && <Shown {...props} />
}
