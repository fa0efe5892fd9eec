/** Programs whose files Steno reads, itself among them. */
export type ImportSource = 'steno' | 'chatgpt' | 'librechat' | 'open-webui'

/** What a file names and Steno cannot keep. */
export type ImportLoss =
  /** The file has its name and not its bytes. */
  | 'file_not_in_file'
  /** Of a type that Steno does not store, or damaged. */
  | 'file_not_readable'
  /** Something in a message that Steno has no place for. */
  | 'unknown_content'
  /** The other program hid it from its reader. */
  | 'hidden_message'

/** A conversation that cannot be taken; the others can. */
export interface ImportProblem {
  /** `conversations.3` */
  place: string
  message: string
}

/** What an import would do, before anything is written. */
export interface ImportPreview {
  source: ImportSource
  /** Everything that the file has. */
  conversations: number
  /** Of these, not here yet; here with fewer messages; here whole. */
  fresh: number
  grown: number
  known: number
  /** What would be added. */
  messages: number
  branches: number
  toolCalls: number
  files: number
  /** Calls of another Steno, with what they cost. */
  calls: number
  losses: { loss: ImportLoss; count: number }[]
  /** Up to 20 of them; `problemCount` counts all. */
  problems: ImportProblem[]
  problemCount: number
}

/** What an import did. */
export interface ImportResult {
  /** Conversations that are new here, and that got messages they did not have. */
  imported: number
  grown: number
  known: number
  messages: number
  problems: ImportProblem[]
  problemCount: number
}
