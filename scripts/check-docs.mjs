// Every path of this repository that a Markdown file names must exist: documents are the first thing to go stale.
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './processes.mjs'

const documents = globSync('**/*.md', {
  cwd: root,
  exclude: name => /^(node_modules|\.next|\.toolchain|data|test-results|playwright-report|\.git)$/.test(path.basename(name))
})

/** A path from the root, as prose and code blocks name it: lib/db/client.ts, app/c/[conversationId], lib/turn/. */
const repositoryPath = /(?<![\w/.@-])(?:app|components|docs|lib|prisma|public|scripts|tests|\.ci)\/(?:[\w./*-]|\[[\w.]+\]|\(\w+\))*/g
const rootFile = /(?<=`)[\w.-]+\.(?:ts|mjs|json|md)(?=`)/g
const link = /\]\((?!\w+:|#)([^)#\s]+)/g

function exists(name) {
  const pattern = name.replace(/[[\]()]/g, '?')
  return globSync([pattern, `${pattern}.*`], { cwd: root }).length > 0
}

function missing(document) {
  const text = readFileSync(path.join(root, document), 'utf8')
  const named = [...text.matchAll(repositoryPath)].map(([match]) => match.replace(/\.$/, ''))
  const files = [...text.matchAll(rootFile)].map(([match]) => match)
  const linked = [...text.matchAll(link)].map(([, target]) => path.join(path.dirname(document), target))
  // A bare file name may be of any folder; next to a path in the same paragraph that is how people write.
  const absentFiles = files.filter(
    name => globSync([name, `{app,components,docs,lib,prisma,scripts,tests}/**/${name}`], { cwd: root }).length === 0
  )
  const absentPaths = [...named, ...linked].filter(name => !exists(name))
  return [...new Set([...absentPaths, ...absentFiles])].map(name => `${document}: ${name}`)
}

const problems = documents.flatMap(missing)
if (problems.length > 0) {
  console.error(`Named, but not there:\n  ${problems.join('\n  ')}`)
  process.exit(1)
}
console.log(`${documents.length} documents name existing paths only.`)
