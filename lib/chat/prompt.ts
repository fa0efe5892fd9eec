/** A text of the user's library. */
export interface Prompt {
  id: string
  name: string
  text: string
}

/** More are no library any more. */
export const maxPrompts = 500
export const maxPromptName = 100
export const maxPromptText = 100_000

/** What a prompt is without its id. */
export type PromptBody = Pick<Prompt, 'name' | 'text'>

/** What became of a file's prompts. */
export interface ImportedPrompts {
  added: number
  /** Were there already, word for word. */
  same: number
}

/** What is to be filled in: `{{name}}`, of letters, digits, blanks, `-` and `_`. */
const variable = /\{\{\s*([\p{L}\p{N}_](?:[\p{L}\p{N}_ -]{0,58}[\p{L}\p{N}_])?)\s*\}\}/gu

/** Names of what a text leaves open, each once, in its order. */
export function variablesOf(text: string): string[] {
  return [...new Set([...text.matchAll(variable)].map(([, name = '']) => name))]
}

/** What has no value stays as it is written. */
export function fillPrompt(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(variable, (written, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? '') : written))
}

/**
 * What a library takes over from a file: nothing that it has word for word, and nothing under a name that is taken, so that
 * both texts are kept: "Review (2)".
 */
export function newPrompts(library: readonly PromptBody[], file: readonly PromptBody[]): PromptBody[] {
  const known = new Map(library.map(({ name, text }) => [name, text]))
  const added: PromptBody[] = []
  for (const prompt of file) {
    const names = namesFor(prompt.name)
    let name = names(1)
    for (let count = 2; known.has(name) && known.get(name) !== prompt.text; count++) name = names(count)
    if (known.has(name)) continue
    known.set(name, prompt.text)
    added.push({ name, text: prompt.text })
  }
  return added
}

function namesFor(name: string): (count: number) => string {
  return count => {
    if (count === 1) return name
    const suffix = ` (${count})`
    return `${name.slice(0, maxPromptName - suffix.length).toWellFormed()}${suffix}`
  }
}
