/** Behind one of backticks there are no more of them: else it is code within a line. */
const fenceStart = /^ {0,3}(`{3,}(?!.*`)|~{3,})/

/** The last fenced code of a text, without its fences; `null` when it has none. */
export function lastCode(text: string): string | null {
  let last: string | null = null
  let open: { fence: string; lines: string[] } | null = null
  for (const line of text.split('\n')) {
    const [, fence = ''] = fenceStart.exec(line) ?? []
    if (open && fence.startsWith(open.fence) && line.trim() === fence) {
      last = open.lines.join('\n')
      open = null
    } else if (open) open.lines.push(line)
    else if (fence !== '') open = { fence, lines: [] }
  }
  return last
}
