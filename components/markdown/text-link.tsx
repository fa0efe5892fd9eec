import type { ReactNode } from 'react'
import { type SafeUrl, safeUrl } from './safe-url.ts'

/** A link that says where it really leads, or that it leads nowhere. */
export function TextLink({ address, children }: { address: string | null; children: ReactNode }) {
  const url = safeUrl(address)
  if (!url) {
    return (
      <span>
        {children} <span className="prose-host">[blocked link]</span>
      </span>
    )
  }
  return (
    <a href={url.href} title={url.href} rel="noopener noreferrer" target="_blank">
      {children}
      {!namesItsHost(children, url) && <span className="prose-host">({url.host})</span>}
    </a>
  )
}

/** Whether the link's words are its address, so that the host need not be said again. */
function namesItsHost(children: ReactNode, url: SafeUrl): boolean {
  const text =
    typeof children === 'string'
      ? children
      : Array.isArray(children) && children.every(child => typeof child === 'string')
        ? children.join('')
        : ''
  const named = safeUrl(text) ?? safeUrl(`https://${text}`)
  return named !== null && /^\S+$/.test(text) && !text.includes('@') && named.host === url.host
}
