export interface SafeUrl {
  href: string
  /** Where it really leads, as the browser would write it: punycode, no user name. */
  host: string
}

const schemes = new Set(['http:', 'https:', 'mailto:'])
const longestHost = 40

/** An address of a model's text that may be followed: http, https, mailto; `null` for everything else. */
export function safeUrl(address: string | null | undefined): SafeUrl | null {
  if (!address || !URL.canParse(address)) return null
  const url = new URL(address)
  if (!schemes.has(url.protocol)) return null
  url.username = ''
  url.password = ''
  const host = url.protocol === 'mailto:' ? decodeAddress(url.pathname) : url.host
  // The end of a host name is the part that says who owns it.
  return { href: url.href, host: host.length > longestHost ? `…${host.slice(-longestHost)}` : host }
}

function decodeAddress(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch (error) {
    if (error instanceof URIError) return path
    throw error
  }
}
