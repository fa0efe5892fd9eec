import type { Metadata, Viewport } from 'next'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { themeColors } from '@/components/settings/theme.ts'
import { fontVariables } from './fonts.ts'
import './globals.css'
import { readTheme } from './theme.ts'

export const metadata: Metadata = {
  description: 'Chat for OpenRouter on your own machine: nothing is lost, not a thought, not a byte, not a cent.',
  robots: { index: false, follow: false }
}

export async function generateViewport(): Promise<Viewport> {
  return {
    width: 'device-width',
    initialScale: 1,
    viewportFit: 'cover',
    // The keyboard shortens the page, so the composer stays above it.
    interactiveWidget: 'resizes-content',
    themeColor: themeColors(await readTheme())
  }
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // The nonce of the content security policy is new with every request: no page is rendered ahead of one.
  await connection()
  const theme = await readTheme()
  return (
    <html lang="en" className={fontVariables} data-theme={theme === 'system' ? undefined : theme}>
      <body>{children}</body>
    </html>
  )
}
