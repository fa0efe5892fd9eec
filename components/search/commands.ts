import { keysText, shortcutAction } from '../conversations/use-shortcuts.ts'
import { applyTheme } from '../settings/theme.ts'

export interface Command {
  name: string
  /** As the platform writes them. */
  keys?: string
  run: () => void
}

interface Place {
  goTo: (address: string) => void
  showShortcuts: () => void
}

/** A shortcut as a command; nothing where the page does not answer to it. */
function ofShortcut(name: string, keys: string): Command[] {
  const run = shortcutAction(keys)
  return run ? [{ name, keys: keysText(keys), run }] : []
}

/** Everything that the palette can do on this page, in the order of how often it is wanted. */
export function commandsOfPage({ goTo, showShortcuts }: Place): Command[] {
  return [
    ...ofShortcut('New chat', 'shift+o'),
    { name: 'Compare models', run: () => goTo('/compare') },
    { name: 'Costs', run: () => goTo('/costs') },
    { name: 'Settings', run: () => goTo('/settings') },
    ...ofShortcut('Choose a model', 'shift+m'),
    ...ofShortcut('Show or hide the sidebar', 'shift+s'),
    { name: 'Theme: light', run: () => applyTheme('light') },
    { name: 'Theme: dark', run: () => applyTheme('dark') },
    { name: 'Theme: as the system', run: () => applyTheme('system') },
    { name: 'Keyboard shortcuts', keys: keysText('/'), run: showShortcuts }
  ]
}

/** Commands in which each word begins something. */
export function matchingCommands(commands: readonly Command[], text: string): Command[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return commands.filter(({ name }) => {
    const parts = name.toLowerCase().split(/[\s:]+/)
    return words.every(word => parts.some(part => part.startsWith(word)))
  })
}
