import type { AttachedFile } from '../../attachments/attached-file.ts'

/** A question that a chat gives to the next comparison. */
interface HandedQuestion {
  text: string
  files: readonly AttachedFile[]
}

let handed: HandedQuestion | null = null

/** The page that is opened next takes it; no reload lies between. */
export function handOver(question: HandedQuestion): void {
  handed = question
}

/** What was handed over, once. */
export function takeHanded(): HandedQuestion | null {
  const question = handed
  handed = null
  return question
}
