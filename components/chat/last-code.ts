const fence = /^ {0,3}(`{3,}|~{3,})[^\n]*\n([\s\S]*?)^ {0,3}\1[`~]* *$/gm

/** The last fenced code of a text, without its fences; `null` when it has none. */
export function lastCode(text: string): string | null {
  const last = [...text.matchAll(fence)].at(-1)
  return last?.[2]?.replace(/\n$/, '') ?? null
}
