import { keysText, shortcutAction } from '../conversations/use-shortcuts.ts'
import { applyTheme } from '../settings/theme.ts'
import { pageCommands } from './page-commands.ts'

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
    ...pageCommands(),
    ...ofShortcut('New chat', 'shift+o'),
    ...ofShortcut('Temporary chat', 'shift+y'),
    { name: 'Compare models', run: () => goTo('/compare') },
    { name: 'Costs', run: () => goTo('/costs') },
    { name: 'Settings', run: () => goTo('/settings') },
    { name: 'Prompts', run: () => goTo('/settings#prompts') },
    { name: 'Export chats', run: () => goTo('/settings#export') },
    { name: 'Import chats', run: () => goTo('/settings#export') },
    ...ofShortcut('Choose a model', 'shift+m'),
    ...ofShortcut('Copy the last answer', 'shift+c'),
    ...ofShortcut('Copy the last code', 'shift+;'),
    ...ofShortcut('Show or hide the sidebar', 'shift+s'),
    { name: 'Theme: light', run: () => applyTheme('light') },
    { name: 'Theme: dark', run: () => applyTheme('dark') },
    { name: 'Theme: as the system', run: () => applyTheme('system') },
    { name: 'Keyboard shortcuts', keys: keysText('/'), run: showShortcuts }
  ]
}

/** Commands, and what else has a name, in which each word begins something; first those that have it whole. */
export function matchingCommands<Named extends { name: string }>(commands: readonly Named[], text: string): Named[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const wholeWords = ({ name }: Named) => words.filter(word => partsOf(name).includes(word)).length
  return commands
    .filter(({ name }) => words.every(word => partsOf(name).some(part => part.startsWith(word))))
    .sort((left, right) => wholeWords(right) - wholeWords(left))
}

function partsOf(name: string): string[] {
  return name.toLowerCase().split(/[\s:]+/)
}
