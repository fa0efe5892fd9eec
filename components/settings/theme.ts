import { writeCookie } from '../http/cookie.ts'

export type Theme = 'system' | 'light' | 'dark'

const schemes = ['light', 'dark'] as const

/** `--color-page` in sRGB, for what surrounds the page of an installed Steno. */
export const groundColors = { light: '#fafbf8', dark: '#141817' }

/** One for each scheme of the system: what the browser paints around the page while the system has it. */
export function themeColors(theme: Theme): { media: string; color: string }[] {
  return schemes.map(scheme => ({
    media: `(prefers-color-scheme: ${scheme})`,
    color: groundColors[theme === 'system' ? scheme : theme]
  }))
}

/** Shows a theme and remembers it in this browser. */
export function applyTheme(theme: Theme): void {
  writeCookie('steno-theme', theme)
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  for (const { media, color } of themeColors(theme)) {
    document.querySelector(`meta[name="theme-color"][media="${media}"]`)?.setAttribute('content', color)
  }
}
