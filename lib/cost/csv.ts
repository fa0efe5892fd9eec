/** Text that came from anywhere, or a figure of ours, which may be below zero. */
export type CsvCell = string | { figure: string }

/** Lines of a file, RFC 4180. */
export function csvText(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map(cells => `${cells.map(cell => (typeof cell === 'string' ? textCell(cell) : cell.figure)).join()}\r\n`).join('')
}

/** A spreadsheet would run what begins like a formula; the apostrophe makes it text. */
function textCell(text: string): string {
  const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
