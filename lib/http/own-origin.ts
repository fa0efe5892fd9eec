/** This app as the browser that asks has it. `proxy.ts` lets no other names through than those of this machine. */
export function ownOrigin(request: Request): string {
  return `http://${request.headers.get('host') ?? new URL(request.url).host}`
}
