import { createRequire } from 'node:module'

/** An id in a path: of a message, a conversation, a file. */
const id = /\/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}(?:\/|$)/

/**
 * Next remembers for every path that was ever asked for that no file stands there: up to 8 MB of them, for which it has no setting
 * (FS_LRU_MAX_SIZE in its server/lib/router-utils/filesystem.js). Each answer has paths of its own, which nobody asks for again a
 * week later: those are not remembered. `entry`: a file that can load Next; to be called before it does.
 */
export function forgetPaths(entry) {
  const { LRUCache } = createRequire(entry)('next/dist/server/lib/lru-cache')
  const { set } = LRUCache.prototype
  LRUCache.prototype.set = function setUnlessPath(key, value) {
    return id.test(key) ? false : set.call(this, key, value)
  }
}
