import { uuidv7 } from 'uuidv7'
import type { ComparisonDetail } from '@/lib/chat/comparison.ts'
import type { QuestionPart, TurnSettings } from '@/lib/chat/turn-request.ts'
import type { AttachedFile } from '../../attachments/attached-file.ts'
import { requestJson } from '../../http/request-json.ts'

/** What is asked of whom. */
export interface ComparisonQuestion {
  text: string
  files: readonly Pick<AttachedFile, 'id'>[]
  lanes: TurnSettings[]
  blind: boolean
  rerunOfId: string | null
  /** Confirmed beyond the budgets that ask. */
  overBudget?: boolean
}

/**
 * Starts comparisons, each once: the same asked again after a lost answer keeps its ids, by which the server knows that it
 * has started already.
 */
export class ComparisonStarter {
  #last: { content: string; body: ReturnType<typeof bodyOf> } | null = null

  /** Answers with the conversation's id; throws an ApiError. */
  async start(question: ComparisonQuestion): Promise<string> {
    const content = JSON.stringify(question)
    if (this.#last?.content !== content) this.#last = { content, body: bodyOf(question) }
    const { id } = await requestJson<ComparisonDetail>('/api/conversations', 'POST', this.#last.body)
    // Asked once more on purpose, it is another one.
    this.#last = null
    return id
  }
}

function bodyOf({ text, files, lanes, blind, rerunOfId, overBudget }: ComparisonQuestion) {
  const parts: QuestionPart[] = [
    ...(text.trim() === '' ? [] : [{ type: 'text' as const, text }]),
    ...files.map(file => ({ type: 'file' as const, attachmentId: file.id }))
  ]
  return {
    kind: 'compare',
    conversationId: uuidv7(),
    message: { id: uuidv7(), parts },
    lanes: lanes.map(settings => ({ assistantMessageId: uuidv7(), settings })),
    blind,
    ...(rerunOfId === null ? {} : { rerunOfId }),
    ...(overBudget ? { overBudget: true } : {})
  }
}
