import Link from 'next/link'

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-form flex-col justify-center p-8">
      <title>Not found · Steno</title>
      <h1 className="font-serif text-display tracking-tight">Not on the record.</h1>
      <p className="mt-2 text-ink-2 text-read">There is no such page, or its conversation was deleted.</p>
      <Link href="/" className="mt-6 w-fit text-accent-ink underline decoration-1 underline-offset-2">
        New chat
      </Link>
    </main>
  )
}
