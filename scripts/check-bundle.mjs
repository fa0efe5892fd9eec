// What a browser loads before the chat page works: every script the served page names, gzipped as a proxy would.
import { gzipSync } from 'node:zlib'
import { startApp } from './app-server.mjs'

const limitKilobytes = 320
const goalKilobytes = 250

const app = await startApp()
const page = await (await fetch(`${app.origin}/`)).text()
const tags = page.match(/<(?:script|link)\b[^>]*>/g) ?? []
const loaded = tags.filter(
  tag => !/\bnomodule\b/i.test(tag) && (tag.startsWith('<script') || /\brel="modulepreload"|\bas="script"/.test(tag))
)
const addresses = new Set(loaded.flatMap(tag => /\b(?:src|href)="([^"]+)"/.exec(tag)?.[1] ?? []))

const parts = []
for (const address of addresses) {
  const script = await (await fetch(new URL(address, app.origin))).arrayBuffer()
  parts.push({ address, bytes: gzipSync(Buffer.from(script)).length })
}
await app.stop()

const kilobytes = bytes => (bytes / 1000).toFixed(1).padStart(7)
const total = parts.reduce((sum, part) => sum + part.bytes, 0)
for (const { address, bytes } of parts.sort((a, b) => b.bytes - a.bytes)) console.log(`${kilobytes(bytes)} kB  ${address}`)
console.log(`${kilobytes(total)} kB  first load of / (limit ${limitKilobytes}, goal ${goalKilobytes})`)
if (parts.length === 0) console.error('The page names no script at all: this check no longer measures anything.')
process.exit(parts.length > 0 && total <= limitKilobytes * 1000 ? 0 : 1)
