const extensions = new Map(
  Object.entries({
    bash: 'sh',
    csharp: 'cs',
    javascript: 'js',
    kotlin: 'kt',
    markdown: 'md',
    mermaid: 'mmd',
    plaintext: 'txt',
    python: 'py',
    ruby: 'rb',
    rust: 'rs',
    shell: 'sh',
    text: 'txt',
    typescript: 'ts',
    yaml: 'yml'
  })
)

/** Under which name a block of code is saved. A model chose the language: nothing but letters and digits of it is kept. */
export function codeFileName(language: string | undefined): string {
  const word = /^[a-z0-9]{1,12}$/.exec(language?.toLowerCase() ?? '')?.[0] ?? 'txt'
  return `code.${extensions.get(word) ?? word}`
}
