const yearSeconds = 365 * 24 * 60 * 60

/** Remembers a choice that the server needs to draw the page right the first time. */
export function writeCookie(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: cookieStore needs https, and Steno is served over http on loopback
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${yearSeconds}; samesite=lax`
}
