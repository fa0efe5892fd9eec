import { writeCookie } from '../http/cookie.ts'

export type Theme = 'system' | 'light' | 'dark'

/** Shows a theme and remembers it in this browser. */
export function applyTheme(theme: Theme): void {
  writeCookie('steno-theme', theme)
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}
