import type { MessageRecord, StepRecord } from './export-format.ts'
import type { ForeignPiece } from './foreign-tree.ts'

type Part = MessageRecord['parts'][number]

interface AnswerFacts {
  id: string
  createdAt: string
  model: string | null
}

interface OpenCall {
  id: string
  name: string
  input: Record<string, unknown>
  output: string | null
}

interface OpenStep {
  texts: string[]
  calls: OpenCall[]
}

/** An answer of another program: what the page shows, and the steps that later requests are built from. */
export function answerContent(
  pieces: readonly ForeignPiece[],
  facts: AnswerFacts,
  keep: (name: string, bytes: string) => Part
): { parts: Part[]; steps: StepRecord[]; isWhole: boolean } {
  const steps: OpenStep[] = []
  const parts: (() => Part)[] = []
  let calls = 0
  let thoughts = 0
  const step = (followsCalls: boolean): OpenStep => {
    const last = steps.at(-1)
    // What is said after calls was said when their results were there: it is the next step.
    if (last && (followsCalls || last.calls.length === 0)) return last
    const next = { texts: [], calls: [] }
    steps.push(next)
    parts.push(() => ({ type: 'step-start' }))
    return next
  }
  const addCall = (name: string, input: string, output: string | null) => {
    const call = { id: `${facts.id} ${calls++}`, name, input: inputOf(input), output }
    step(true).calls.push(call)
    parts.push(() => toolPart(call))
  }
  for (const piece of pieces) {
    switch (piece.type) {
      case 'text':
        if (piece.text === '') break
        step(false).texts.push(piece.text)
        parts.push(() => ({ type: 'text', text: piece.text, state: 'done' }))
        break
      case 'thought': {
        step(false)
        const id = `thought-${thoughts++}`
        const measured = piece.durationMs === undefined ? {} : { providerMetadata: { steno: { durationMs: piece.durationMs } } }
        parts.push(() => ({ type: 'reasoning', id, text: piece.text, state: 'done', ...measured }))
        break
      }
      case 'call':
        addCall(piece.name, piece.input, piece.output)
        break
      case 'result': {
        const open = steps.flatMap(({ calls: made }) => made).findLast(({ output }) => output === null)
        if (open) open.output = piece.text
        else addCall(piece.name, '{}', piece.text)
        break
      }
      case 'file': {
        step(false)
        const part = keep(piece.name, piece.bytes)
        parts.push(() => part)
        break
      }
      case 'lost-file':
        step(false)
        parts.push(() => ({
          type: 'file',
          url: '',
          mediaType: 'image/png',
          filename: piece.name,
          providerMetadata: { steno: { problem: 'remote' } }
        }))
    }
  }
  const records = steps.map((each, position) => stepOf(each, position, facts))
  return { parts: parts.map(part => part()), steps: records, isWhole: pieces.some(({ type }) => type !== 'thought') }
}

/** Arguments that are no JSON object, code for instance, become one: nothing else could be sent on. */
function inputOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  return { input: text }
}

function toolPart({ id, name, input, output }: OpenCall): Part {
  const call = { type: 'dynamic-tool' as const, toolName: name, toolCallId: id, input }
  return output === null
    ? { ...call, state: 'output-error', errorText: 'No result: the file has none.' }
    : { ...call, state: 'output-available', output: { text: output } }
}

function stepOf({ texts, calls }: OpenStep, position: number, { createdAt, model }: AnswerFacts): StepRecord {
  const toolCalls = calls.map(({ id, name, input, output }, index) => ({
    id,
    position: index,
    wireId: `call_${position}_${index}`,
    // What providers take for a name.
    name: name.replace(/[^\w-]/g, '_').slice(0, 64) || 'tool',
    arguments: JSON.stringify(input).toWellFormed(),
    status: output === null ? ('error' as const) : ('ok' as const),
    output: output?.toWellFormed() ?? null,
    durationMs: null
  }))
  const wire = {
    role: 'assistant',
    content: texts.length === 0 && calls.length > 0 ? null : texts.join('\n\n'),
    ...(calls.length > 0
      ? {
          tool_calls: toolCalls.map(call => ({
            id: call.wireId,
            type: 'function',
            function: { name: call.name, arguments: call.arguments }
          }))
        }
      : {})
  }
  return {
    ...{ position, model: (model ?? 'unknown').toWellFormed().slice(0, 200), provider: null, generationId: null, ended: true, createdAt },
    wire: JSON.stringify(wire),
    toolCalls
  }
}
