import { gzipSync } from 'node:zlib'

/** In kilobytes of 1000, gzipped as a proxy would: what the chat page may bring before it works, and what is aimed at. */
export const firstLoadLimit = { kilobytes: 320, goalKilobytes: 250 }

/** Every script that a served page names, gzipped; what a browser loads before the page works. Largest first. */
export async function readFirstLoad(origin, address) {
  const page = await (await fetch(new URL(address, origin))).text()
  const tags = page.match(/<(?:script|link)\b[^>]*>/g) ?? []
  const loaded = tags.filter(
    tag => !/\bnomodule\b/i.test(tag) && (tag.startsWith('<script') || /\brel="modulepreload"|\bas="script"/.test(tag))
  )
  const addresses = new Set(loaded.flatMap(tag => /\b(?:src|href)="([^"]+)"/.exec(tag)?.[1] ?? []))
  const scripts = await Promise.all(
    [...addresses].map(async script => {
      const body = await (await fetch(new URL(script, origin))).arrayBuffer()
      return { address: script, bytes: gzipSync(Buffer.from(body)).length }
    })
  )
  return scripts.sort((left, right) => right.bytes - left.bytes)
}
