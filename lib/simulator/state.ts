import { Authorizations } from './authorizations.ts'
import { Bill } from './bill.ts'
import { ConversationMemory } from './conversation-memory.ts'
import { labelSource } from './opaque.ts'
import { Recordings } from './recordings.ts'
import type { PlayedStep } from './script.ts'
import type { Violation } from './violation.ts'

/** A request as it came, for assertions. */
export interface RecordedRequest {
  /** Epoch milliseconds. */
  at: number
  key: string
  method: string
  /** Below `/api/v1`, with its query: "/chat/completions", "/generation?id=…". */
  path: string
  /** Lower-case names; the bearer token is in `key`. */
  headers: Record<string, string>
  /** Parsed JSON; absent for a GET, and once newer bodies needed the room. */
  body?: unknown
  sessionId: string | null
  generationId: string | null
  /** HTTP status that it was answered with; `null` while it is not. */
  status: number | null
}

export interface RecordedViolation extends Violation {
  at: number
  key: string
  sessionId: string | null
  generationId: string
}

/** One upstream connection. Times are epoch milliseconds. */
export interface StreamRecord {
  generationId: string
  key: string
  model: string
  sessionId: string | null
  /** aborted: the client went away. cut: the simulator ended the body early, as scripted. */
  state: 'live' | 'done' | 'aborted' | 'cut'
  startedAt: number
  firstTokenAt: number | null
  endedAt: number | null
  completionTokens: number
}

/** How an endpoint other than chat misbehaves, once per entry. */
export interface EndpointFault {
  path: string
  key?: string | undefined
  status?: number | undefined
  body?: unknown
  delayMs?: number | undefined
  hang?: boolean | undefined
}

const keptPerKey = 300
const keptStreams = 2000
/** Of all keys together: the demo mode runs inside the application for weeks. */
const keptBodyCharacters = 32 * 1024 * 1024

/** All that one simulator knows. Nothing is shared between two of them, so that parallel test files stay apart. */
export class SimulatorState {
  readonly bill: Bill
  readonly authorizations = new Authorizations()
  readonly memory = new ConversationMemory()
  readonly nextLabel: () => string
  readonly recordings: Recordings
  readonly #steps = new Map<string, PlayedStep[]>()
  readonly #holds = new Map<string, AbortController>()
  readonly #generations = new Map<string, NonNullable<PlayedStep['generation']>>()
  readonly #failedQuestions = new Set<string>()
  #requests: RecordedRequest[] = []
  #bodies: { record: RecordedRequest; characters: number }[] = []
  #bodyCharacters = 0
  #violations: RecordedViolation[] = []
  #streams: StreamRecord[] = []
  #faults: EndpointFault[] = []

  constructor(options: { dataFile?: string; seed?: string; recordings?: string }) {
    this.bill = new Bill(options.dataFile)
    this.recordings = new Recordings(options.recordings)
    this.nextLabel = labelSource(options.seed ?? crypto.randomUUID())
  }

  addSteps(key: string, steps: readonly PlayedStep[]): void {
    const hold = this.#holds.get(key) ?? new AbortController()
    this.#holds.set(key, hold)
    const held = steps.map(step => ({ ...step, released: hold.signal }))
    this.#steps.set(key, [...(this.#steps.get(key) ?? []), ...held])
  }

  /** Ends the waits of all steps that there are, whether they have begun or not. */
  release(key: string): void {
    this.#holds.get(key)?.abort()
    this.#holds.delete(key)
  }

  /** First step for this kind of request and this model; the others keep their order. */
  takeStep(key: string, stream: boolean, model: string): PlayedStep | undefined {
    const steps = this.#steps.get(key) ?? []
    const index = steps.findIndex(step => step.stream === stream && (step.onModel ?? model) === model)
    return index === -1 ? undefined : steps.splice(index, 1)[0]
  }

  pendingSteps(key: string): number {
    return this.#steps.get(key)?.length ?? 0
  }

  addFault(fault: EndpointFault): void {
    this.#faults.push(fault)
  }

  takeFault(path: string, key: string | undefined): EndpointFault | undefined {
    const index = this.#faults.findIndex(fault => path.startsWith(fault.path) && (fault.key === undefined || fault.key === key))
    return index === -1 ? undefined : this.#faults.splice(index, 1)[0]
  }

  setGeneration(generationId: string, behaviour: NonNullable<PlayedStep['generation']>): void {
    this.#generations.set(generationId, { ...behaviour })
    trim(this.#generations, keptStreams)
  }

  generationBehaviour(generationId: string): NonNullable<PlayedStep['generation']> | undefined {
    return this.#generations.get(generationId)
  }

  /** `true` the first time a question is asked. */
  isFirstAttempt(question: string): boolean {
    if (this.#failedQuestions.has(question)) return false
    this.#failedQuestions.add(question)
    trim(this.#failedQuestions, keptStreams)
    return true
  }

  recordRequest(request: RecordedRequest): void {
    this.#requests.push(request)
    const own = this.#requests.filter(other => other.key === request.key)
    const oldest = own[0]
    if (own.length > keptPerKey && oldest) this.#requests.splice(this.#requests.indexOf(oldest), 1)
  }

  /** Keeps a request's body for questions, until newer ones need the room. */
  recordBody(record: RecordedRequest, body: unknown, characters: number): void {
    record.body = body
    this.#bodies.push({ record, characters })
    this.#bodyCharacters += characters
    while (this.#bodyCharacters > keptBodyCharacters && this.#bodies.length > 1) {
      const oldest = this.#bodies.shift()
      this.#bodyCharacters -= oldest?.characters ?? 0
      delete oldest?.record.body
    }
  }

  recordViolations(violations: RecordedViolation[]): void {
    this.#violations = [...this.#violations, ...violations].slice(-keptStreams)
  }

  recordStream(stream: StreamRecord): void {
    this.#streams.push(stream)
    if (this.#streams.length > keptStreams) this.#streams.shift()
  }

  requests(key?: string): RecordedRequest[] {
    return this.#requests.filter(ofKey(key))
  }

  violations(key?: string): RecordedViolation[] {
    return this.#violations.filter(ofKey(key))
  }

  streams(key?: string): StreamRecord[] {
    return this.#streams.filter(ofKey(key))
  }

  /** Forgets one key, or everything. Running streams go on. */
  clear(key?: string): void {
    const others = (record: { key: string }) => key !== undefined && record.key !== key
    this.#requests = this.#requests.filter(others)
    this.#bodies = this.#bodies.filter(({ record }) => others(record))
    this.#bodyCharacters = this.#bodies.reduce((sum, { characters }) => sum + characters, 0)
    this.#violations = this.#violations.filter(others)
    this.#streams = this.#streams.filter(stream => stream.state === 'live' || others(stream))
    this.#faults = this.#faults.filter(fault => key !== undefined && fault.key !== key)
    if (key === undefined) this.#steps.clear()
    else this.#steps.delete(key)
    this.memory.clear(key)
    this.bill.clear(key)
  }
}

function ofKey(key: string | undefined): (record: { key: string }) => boolean {
  return record => key === undefined || record.key === key
}

/** Drops what was put in first. */
function trim(collection: Map<string, unknown> | Set<string>, limit: number): void {
  const oldest = collection.keys().next()
  if (collection.size > limit && !oldest.done) collection.delete(oldest.value)
}
