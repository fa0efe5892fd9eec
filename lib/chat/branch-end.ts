import { branchTo } from './branch.ts'
import type { ConversationDetail } from './conversation.ts'

/** Of a longer branch a page is first drawn with its end; what stands before is read once it is on screen. */
const longestWhole = 80
const endLength = 40

/** A conversation with what its page shows first: the last messages of the branch and their alternatives. */
export function endOfBranch<Detail extends ConversationDetail>(detail: Detail): Detail {
  const branch = branchTo(detail.messages, detail.selectedLeafId)
  const start = branch.length - endLength
  const first = branch[start]
  if (branch.length <= longestWhole || !first) return detail
  const places = new Set(branch.slice(start).map(({ metadata }) => metadata?.parentId ?? null))
  return {
    ...detail,
    messages: detail.messages.filter(({ metadata }) => places.has(metadata?.parentId ?? null)),
    earlier: { firstId: first.id, questions: branch.slice(0, start).filter(({ role }) => role === 'user').length }
  }
}
