'use client'

import { Button } from '@/components/ui/button.tsx'

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-form flex-col justify-center p-8">
      <title>Error · Steno</title>
      <h1 className="font-serif text-display tracking-tight">This page broke.</h1>
      <p className="mt-2 text-ink-2 text-read">What is stored is not touched, and a running answer goes on in the server.</p>
      {error.digest && <p className="mt-2 font-mono text-ink-3 text-note">{error.digest}</p>}
      <Button variant="primary" className="mt-6 w-fit" onClick={reset}>
        Try again
      </Button>
    </main>
  )
}
