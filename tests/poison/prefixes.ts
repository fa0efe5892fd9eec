/** Up to this length every prefix is tried. */
const longestWhole = 600
const samples = 12

/** What a stream has brought so far, at every moment, or at some of them where a text is long. */
export function prefixesOf(text: string): string[] {
  const step = text.length <= longestWhole ? 1 : Math.ceil(text.length / samples)
  const prefixes: string[] = []
  for (let length = step; length < text.length; length += step) prefixes.push(text.slice(0, length))
  return [...prefixes, text]
}
