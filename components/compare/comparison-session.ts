import type { ComparisonDetail } from '../../lib/chat/comparison.ts'
import type { ChatMessage } from '../../lib/chat/message.ts'
import type { TurnRequest, TurnSettings } from '../../lib/chat/turn-request.ts'
import { type Problem, unlessRead } from '../chat/session-state.ts'
import { postTurn } from '../chat/transport.ts'
import { asApiError, requestJson } from '../http/request-json.ts'
import { AnswerStreams } from './answer-streams.ts'
import type { ComparisonChange, ComparisonState } from './comparison-state.ts'
import { expectedMessages, withExpected } from './expected-messages.ts'
import { followAnswer } from './follow-answer.ts'
import { askedTexts, questionTurn, retryTurn } from './lane-turns.ts'
import { LiveAnswer } from './live-answer.ts'
import { PaintQueue } from './paint-queue.ts'
import { comparisonOf } from './rounds.ts'

/** Several events of one turn are one reading. */
const settleMs = 150
/** Attempts to join an answer that is said to run and of which nothing comes. */
const mostFruitless = 5

/** One comparison on screen. Leaving the page only detaches; a turn is stopped by `stop()` alone. */
export class ComparisonSession {
  readonly conversationId: string
  readonly #address: string
  readonly #queue = new PaintQueue()
  readonly #answers = new Map<string, LiveAnswer>()
  readonly #following = new Set<string>()
  /** Messages that were asked and are not known to have arrived. */
  readonly #sending = new Set<string>()
  /** Messages that no reading has shown yet: what was read before they arrived must not take them away. */
  readonly #unread = new Set<string>()
  readonly #fruitless = new Map<string, number>()
  readonly #listeners = new Set<() => void>()
  #streams: AnswerStreams | null = null
  #state: ComparisonState
  #reads = 0
  /** Turns that did not arrive, since the last notice was answered. */
  #held: TurnRequest[] = []
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(detail: ComparisonDetail) {
    this.conversationId = detail.id
    this.#address = `/api/conversations/${detail.id}`
    const shape = comparisonOf(detail.messages, detail.settingsOf)
    this.#state = { detail, shape, running: new Set(), connection: 'live', problem: null }
    this.#takeAnswers(detail)
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly getState = (): ComparisonState => this.#state

  /** Joins what runs already; the result detaches. */
  readonly start = (): (() => void) => {
    this.#streams = new AnswerStreams(connection => this.#set({ connection }))
    this.#joinRunning()
    return () => {
      clearTimeout(this.#timer)
      this.#streams?.close()
      this.#streams = null
      this.#following.clear()
    }
  }

  /** The store of one answer, to be subscribed to where it is drawn. */
  answer(id: string): LiveAnswer {
    const answer = this.#answers.get(id)
    if (!answer) throw new Error(`No answer ${id} in this comparison`)
    return answer
  }

  message(id: string): ChatMessage | undefined {
    return this.#state.detail.messages.find(message => message.id === id)
  }

  /** Another answer of a lane to its question. */
  retry(answerId: string, settings: TurnSettings): void {
    const questionId = this.message(answerId)?.metadata?.parentId
    if (!questionId || this.#state.running.has(answerId)) return
    this.#dropHeld()
    void this.#ask(retryTurn(this.conversationId, questionId, settings))
  }

  /** Asks on: each lane behind its own answer, or anew (`parentId: null`). True for each that has arrived. */
  async ask(text: string, lanes: readonly { parentId: string | null; settings: TurnSettings }[]): Promise<boolean[]> {
    this.#dropHeld()
    return await Promise.all(lanes.map(({ parentId, settings }) => this.#ask(questionTurn(this.conversationId, text, parentId, settings))))
  }

  /** Sends what did not arrive once more, confirmed beyond the budgets that ask; the texts that have arrived. */
  async sendAnyway(): Promise<string[]> {
    const held = this.#held
    this.dismissProblem()
    const arrived = await Promise.all(held.map(turn => this.#ask({ ...turn, overBudget: true })))
    return held.filter((_, index) => arrived[index]).flatMap(askedTexts)
  }

  /** Whoever asks anew has done without what did not arrive. */
  #dropHeld(): void {
    this.#held = []
    if (this.#state.problem?.during === 'send') this.#set({ problem: null })
  }

  stop(answerId: string): void {
    const answer = this.answer(answerId)
    if (answer.latest.stopping || !this.#state.running.has(answerId)) return
    answer.change({ stopping: true })
    // A stop that comes before its question has arrived waits for it.
    if (!this.#sending.has(answerId)) this.#postStop(answer, answerId)
  }

  #postStop(answer: LiveAnswer, answerId: string): void {
    requestJson(`/api/chat/${answerId}/stop`, 'POST').catch((error: unknown) => {
      answer.change({ stopping: false })
      this.#set({ problem: { during: 'stop', error: asApiError(error) } })
    })
  }

  /** `null`: a tie. */
  async vote(questionId: string, lane: number | null, answerId?: string): Promise<void> {
    const detail = await this.#saying('read', requestJson<ComparisonDetail>(`${this.#address}/vote`, 'PUT', { questionId, lane, answerId }))
    if (!detail) return
    // What was read before the vote is older than this.
    this.#reads++
    this.#take(detail)
  }

  /** Whether it was saved. `leaving`: the page may be gone before the answer comes. */
  async change(change: ComparisonChange, { leaving = false } = {}): Promise<boolean> {
    const { detail } = this.#state
    const { title = detail.title, notes = detail.comparison.notes } = change
    this.#set({ detail: { ...detail, title, comparison: { ...detail.comparison, notes } } })
    const saved = await this.#saying('read', requestJson<object>(this.#address, 'PATCH', change, { keepalive: leaving }))
    // A reading that is under way may be older than this: the next one counts.
    this.#reads++
    this.refreshSoon()
    return saved !== null
  }

  /** After a connection was given up. */
  reconnect(): void {
    this.#fruitless.clear()
    this.dismissProblem()
    void this.refresh()
  }

  dismissProblem(): void {
    this.#held = []
    this.#set({ problem: null })
  }

  refreshSoon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.refresh(), settleMs)
  }

  async refresh(): Promise<void> {
    const read = ++this.#reads
    try {
      const detail = await requestJson<ComparisonDetail>(this.#address)
      if (read === this.#reads && this.#streams) this.#take(detail)
    } catch (error) {
      if (read === this.#reads && !this.#state.problem) this.#set({ problem: { during: 'read', error: asApiError(error) } })
    }
  }

  #set(change: Partial<ComparisonState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }

  async #saying<Result>(during: Problem['during'], result: Promise<Result>): Promise<Result | null> {
    return await result.catch((error: unknown) => {
      this.#set({ problem: { during, error: asApiError(error) } })
      return null
    })
  }

  #take(read: ComparisonDetail): void {
    for (const { id } of read.messages) this.#unread.delete(id)
    const underWay = this.#state.detail.messages.filter(({ id }) => this.#unread.has(id))
    const detail = {
      ...read,
      messages: [...read.messages, ...underWay],
      settingsOf: { ...this.#state.detail.settingsOf, ...read.settingsOf }
    }
    this.#takeAnswers(detail)
    this.#show(detail)
    this.#joinRunning()
  }

  #show(detail: ComparisonDetail): void {
    const shape = comparisonOf(detail.messages, detail.settingsOf)
    const same = JSON.stringify(shape) === JSON.stringify(this.#state.shape)
    this.#set({ detail, shape: same ? this.#state.shape : shape, problem: unlessRead(this.#state.problem) })
  }

  /** An answer that is as it was keeps its object, so that nothing is drawn anew for it. */
  #takeAnswers({ messages }: ComparisonDetail): void {
    for (const message of messages) {
      if (message.role !== 'assistant') continue
      const answer = this.#answers.get(message.id)
      if (!answer) this.#answers.set(message.id, new LiveAnswer(message, this.#queue))
      else if (!(this.#following.has(message.id) || answer.isAs(message))) answer.change({ message })
    }
  }

  #joinRunning(): void {
    for (const { id, role, metadata } of this.#state.detail.messages) {
      if (role !== 'assistant' || metadata?.status !== 'streaming' || this.#sending.has(id)) continue
      if ((this.#fruitless.get(id) ?? 0) < mostFruitless) void this.#follow(id)
    }
  }

  async #follow(id: string): Promise<void> {
    const streams = this.#streams
    if (!streams || this.#following.has(id)) return
    this.#following.add(id)
    const answer = this.answer(id)
    const { message, runningSince } = answer.latest
    answer.change({ runningSince: runningSince ?? Date.parse(message.metadata?.createdAt ?? '') })
    this.#setRunning(id, true)
    let came = false
    try {
      await followAnswer({
        streams,
        message,
        onMessage: next => {
          came = true
          answer.write(next)
        }
      })
    } catch (error) {
      this.#set({ problem: { during: 'connection', error: asApiError(error) } })
    }
    if (streams !== this.#streams) return
    this.#fruitless.set(id, came ? 0 : (this.#fruitless.get(id) ?? 0) + 1)
    this.#following.delete(id)
    answer.change({ runningSince: null, stopping: false })
    this.#setRunning(id, false)
    this.refreshSoon()
  }

  #setRunning(id: string, runs: boolean): void {
    if (this.#state.running.has(id) === runs) return
    const running = new Set(this.#state.running)
    running[runs ? 'add' : 'delete'](id)
    this.#set({ running })
  }

  /** Shows the question and its answer to come, and takes both back when they do not arrive. */
  async #ask(turn: TurnRequest): Promise<boolean> {
    const expected = expectedMessages(turn)
    const ids = expected.map(({ id }) => id)
    for (const id of ids) {
      this.#sending.add(id)
      this.#unread.add(id)
    }
    const detail = withExpected(this.#state.detail, turn, expected)
    this.#takeAnswers(detail)
    this.answer(turn.assistantMessageId).change({ runningSince: Date.now() })
    this.#setRunning(turn.assistantMessageId, true)
    this.#show(detail)
    try {
      const response = await postTurn(turn, undefined)
      // The turn is followed with the others, over one connection.
      await response.body?.cancel()
    } catch (error) {
      this.#forget(ids)
      this.#held.push(turn)
      this.#set({ problem: { during: 'send', error: asApiError(error) } })
      return false
    }
    for (const id of ids) this.#sending.delete(id)
    const answer = this.answer(turn.assistantMessageId)
    if (answer.latest.stopping) this.#postStop(answer, turn.assistantMessageId)
    void this.#follow(turn.assistantMessageId)
    return true
  }

  #forget(ids: readonly string[]): void {
    for (const id of ids) {
      this.#sending.delete(id)
      this.#unread.delete(id)
      this.#setRunning(id, false)
    }
    const { detail } = this.#state
    this.#show({ ...detail, messages: detail.messages.filter(({ id }) => !ids.includes(id)) })
  }
}
