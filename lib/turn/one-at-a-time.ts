const last = new Map<string, Promise<unknown>>()

/** Does works under the same key one after another, however the one before ends. */
export async function oneAtATime<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
  const own = (last.get(key) ?? Promise.resolve()).then(work, work)
  last.set(key, own)
  try {
    return await own
  } finally {
    if (last.get(key) === own) last.delete(key)
  }
}
