/** Cuts a text into tokens of so many UTF-16 units, never through a surrogate pair. */
export function* splitTokens(text: string, tokenCharacters: number): Generator<string> {
  for (let start = 0; start < text.length; ) {
    let end = Math.min(start + tokenCharacters, text.length)
    const last = text.charCodeAt(end - 1)
    if (end < text.length && last >= 0xd800 && last <= 0xdbff) end++
    yield text.slice(start, end)
    start = end
  }
}
