import { type ReactNode, useMemo } from 'react'
import { type SafeUrl, safeUrl } from './safe-url.ts'

/** A link that says where it really leads, or that it leads nowhere. */
export function TextLink({ address, children }: { address: string | null; children: ReactNode }) {
  const url = useMemo(() => safeUrl(address), [address])
  const text = textOf(children)
  const namesHost = useMemo(() => url !== null && namesItsHost(text, url), [text, url])
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
      {!namesHost && <span className="prose-host">({url.host})</span>}
    </a>
  )
}

/** The words of a link without anything else in them. */
function textOf(children: ReactNode): string {
  if (typeof children === 'string') return children
  return Array.isArray(children) && children.every(child => typeof child === 'string') ? children.join('') : ''
}

/** Whether the link's words are its address, so that the host need not be said again. */
function namesItsHost(text: string, url: SafeUrl): boolean {
  if (!/^\S+$/.test(text) || text.includes('@')) return false
  const named = safeUrl(text) ?? safeUrl(`https://${text}`)
  return named?.host === url.host
}
