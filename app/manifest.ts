import type { MetadataRoute } from 'next'
import { groundColors } from '@/components/settings/theme.ts'

/** What an installed Steno is called and looks like: https://www.w3.org/TR/appmanifest/ */
export default function manifest(): MetadataRoute.Manifest {
  return {
    id: '/',
    name: 'Steno',
    short_name: 'Steno',
    description: 'Chat for OpenRouter on your own machine: nothing is lost, not a thought, not a byte, not a cent.',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    // The page's ground by day: a manifest cannot ask for the theme.
    background_color: groundColors.light,
    theme_color: groundColors.light,
    icons: [
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' }
    ],
    shortcuts: [
      { name: 'New chat', url: '/' },
      { name: 'Compare', url: '/compare' },
      { name: 'Costs', url: '/costs' }
    ]
  }
}
