// Real: the cache in which Next's router remembers what paths lead to. That it is there at all is checked by every start of a server.
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { forgetPaths } from '../../scripts/forget-paths.mjs'

test('of the paths that somebody asks for, those that have an id are not remembered', () => {
  const entry = import.meta.filename
  forgetPaths(entry)
  const { LRUCache } = createRequire(entry)('next/dist/server/lib/lru-cache')
  const cache = new LRUCache(10)
  const withId = ['/api/chat/01a21711-c123-73d8-84bf-389109bd5f6a/stream', '/c/01a21711-c123-73d8-84bf-389109bd5f6a']
  for (const path of [...withId, '/api/health', '/']) cache.set(path, 'nothing')
  expect([...withId, '/api/health', '/'].map(path => cache.get(path))).toEqual([undefined, undefined, 'nothing', 'nothing'])
})
