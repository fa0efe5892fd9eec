import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Reads the lists beside this file. A mutant is written like a change: whose test must notice and what the mistake is,
 * the file, the line as it stands (indentation aside), and what stands there instead (nothing: the line is gone).
 *
 *   D10 the upstream cost is added to the cost
 *   lib/openrouter/usage.ts
 *   - totalCost: (cost ?? 0) + (ownKey ? (upstreamCost ?? 0) : 0),
 *   + totalCost: (cost ?? 0) + (upstreamCost ?? 0),
 *
 * `#` begins a comment. A test is the number of a case, or the path of a test file.
 */
export function readMutants() {
  const lists = readdirSync(import.meta.dirname).filter(name => name.endsWith('.txt'))
  return lists.sort().flatMap(name => parse(readFileSync(path.join(import.meta.dirname, name), 'utf8'), name))
}

function parse(text, list) {
  const blocks = text
    .split('\n')
    .filter(line => !line.startsWith('#'))
    .join('\n')
    .split(/\n{2,}/)
  return blocks
    .filter(block => block.trim() !== '')
    .map(block => {
      const [title = '', file = '', removed = '', added = '+', ...rest] = block.trim().split('\n')
      const [, test, mistake] = /^(\S+) (.+)$/.exec(title) ?? []
      if (!test || !removed.startsWith('- ') || !added.startsWith('+') || rest.length > 0)
        throw new Error(`${list}: not a mutant:\n${block}`)
      return { test, mistake, file, line: removed.slice(2).trim(), replacement: added.slice(2) }
    })
}
