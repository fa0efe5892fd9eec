// The lock file must hold every platform's packages: a version whose platform packages were not all published leaves
// holes, and `npm ci` then fails on every platform, also on those that need none of the missing ones.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './processes.mjs'

const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'))

/** Node's own way up: nested under the package, beside it, then further up. */
function isInstalledFor(location, name) {
  for (let folder = location; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    if (`${folder === '' ? '' : `${folder}/`}node_modules/${name}` in packages) return true
    if (folder === '') return false
  }
}

const problems = []
for (const [location, entry] of Object.entries(packages)) {
  const optionalPeers = Object.keys(entry.peerDependenciesMeta ?? {})
  for (const name of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) {
    if (!optionalPeers.includes(name) && !isInstalledFor(location, name))
      problems.push(`${location || 'package.json'} needs ${name}, which is missing`)
  }
  if (location !== '' && !entry.link && entry.integrity === undefined) problems.push(`${location} has no integrity`)
  if (entry.resolved !== undefined && !entry.resolved.startsWith('https://registry.npmjs.org/'))
    problems.push(`${location} comes from ${entry.resolved}`)
}

if (problems.length > 0) {
  console.error(`package-lock.json is not complete:\n  ${problems.join('\n  ')}`)
  process.exit(1)
}
console.log(`${Object.keys(packages).length} locked packages, none missing.`)
