/** Next calls this once, before the first request is answered. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const boot = await import('./lib/turn/boot.ts')
  await boot.register()
}
