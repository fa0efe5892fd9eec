// tests/e2e/README.md says which browser test proves which clause of the everyday surface. Every clause names a test that is there, or
// says "not yet".
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './processes.mjs'

const folder = path.join(root, 'tests/e2e')
const document = 'tests/e2e/README.md'
const title = /\btest\(\s*(?:'((?:[^'\\]|\\.)+)'|`((?:[^`\\]|\\.)+)`)/g
const titlesOf = new Map(
  globSync('*.spec.ts', { cwd: folder }).map(file => {
    const text = readFileSync(path.join(folder, file), 'utf8')
    return [file, new Set([...text.matchAll(title)].map(match => match[1] ?? match[2]))]
  })
)

const clauses = []
for (const line of readFileSync(path.join(root, document), 'utf8').split('\n')) {
  if (line.startsWith('- ')) clauses.push({ clause: line.slice(2), tests: [] })
  else if (line.startsWith('  - ')) clauses.at(-1)?.tests.push(line.slice(4))
}

const problems = clauses.flatMap(({ clause, tests }) => {
  if (tests.length === 0) return [`${clause}: names no test, nor "not yet"`]
  if (tests.length === 1 && tests[0] === 'not yet') return []
  return tests.flatMap(test => {
    const [, file = '', name = ''] = /^([\w-]+\.spec\.ts): (.+)$/.exec(test) ?? []
    return titlesOf.get(file)?.has(name) ? [] : [`${clause}: there is no "${test}"`]
  })
})
if (clauses.length === 0) problems.push('no clause was found')
if (problems.length > 0) {
  console.error(`${document}:\n  ${problems.join('\n  ')}`)
  process.exit(1)
}
const open = clauses.filter(({ tests }) => tests[0] === 'not yet')
console.log(`${clauses.length - open.length} of ${clauses.length} clauses of the everyday surface have a browser test.`)
for (const { clause } of open) console.log(`  not yet: ${clause}`)
