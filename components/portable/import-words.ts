import type { ImportLoss, ImportPreview, ImportResult, ImportSource } from '@/lib/chat/import.ts'

export const sourceNames: Record<ImportSource, string> = {
  steno: 'Steno',
  chatgpt: 'ChatGPT',
  librechat: 'LibreChat',
  'open-webui': 'Open WebUI'
}

const lossWords: Record<ImportLoss, [one: string, many: string]> = {
  file_not_in_file: ['file is only named in it', 'files are only named in it'],
  file_not_readable: [
    'file is damaged, or of a type that Steno does not store',
    'files are damaged, or of a type that Steno does not store'
  ],
  unknown_content: ['piece is of a kind that Steno does not know', 'pieces are of a kind that Steno does not know'],
  hidden_message: ['message was hidden there', 'messages were hidden there']
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}

/** What an import would add, a line each; without zeros. */
export function additions({ messages, branches, toolCalls, files, calls }: ImportPreview): string[] {
  const lines: [number, string, string?][] = [
    [messages, 'message'],
    [branches, 'branch', 'branches'],
    [toolCalls, 'tool call'],
    [files, 'file'],
    [calls, 'call with what it cost elsewhere', 'calls with what they cost elsewhere']
  ]
  return lines.flatMap(([count, one, many]) => (count === 0 ? [] : [counted(count, one, many)]))
}

export function lossLines({ losses }: ImportPreview): string[] {
  return losses.map(({ loss, count }) => counted(count, ...lossWords[loss]))
}

export function resultText({ imported, grown, known, problemCount }: ImportResult): string {
  const parts = [
    ...(imported > 0 || grown + known + problemCount === 0 ? [`${counted(imported, 'chat')} imported`] : []),
    ...(grown > 0 ? [`${grown} brought up to date`] : []),
    ...(known > 0 ? [`${known} already here`] : []),
    ...(problemCount > 0 ? [`${problemCount} could not be read`] : [])
  ]
  return `${parts.join(', ')}.`
}
