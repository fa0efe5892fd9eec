import type { BillRow } from './bill.ts'
import type { ScriptStep } from './script.ts'
import type { RecordedRequest, RecordedViolation, StreamRecord } from './state.ts'

/** The controls of control.ts for one bearer key, typed: what a test holds in its hand. */
export class SimulatorControl {
  readonly #origin: string
  readonly #key: string

  constructor(origin: string, key: string) {
    this.#origin = origin
    this.#key = key
  }

  /** Appends steps; each answers one completion. */
  async script(...steps: ScriptStep[]): Promise<void> {
    await this.#post('script', { key: this.#key, steps })
  }

  /** What the steps so far wait for is over: a stall of a minute ends when a test has seen enough. */
  async release(): Promise<void> {
    await this.#post('release', { key: this.#key })
  }

  /** Lets an endpoint beside chat misbehave; `path` as "/models". */
  async fault(fault: { path: string; status?: number; body?: unknown; delayMs?: number; hang?: boolean; times?: number }): Promise<void> {
    await this.#post('fault', { ...fault, ...(fault.path === '/models' || fault.path === '/providers' ? {} : { key: this.#key }) })
  }

  requests(path = '/chat/completions'): Promise<RecordedRequest[]> {
    return this.#get(`requests?key=${this.#key}&path=${encodeURIComponent(path)}`)
  }

  violations(): Promise<RecordedViolation[]> {
    return this.#get(`violations?key=${this.#key}`)
  }

  bill(): Promise<{ rows: BillRow[]; picoUsd: string; creditsPicoUsd: string }> {
    return this.#get(`bill?key=${this.#key}`)
  }

  streams(state?: StreamRecord['state']): Promise<StreamRecord[]> {
    return this.#get(`streams?key=${this.#key}${state === undefined ? '' : `&state=${state}`}`)
  }

  /** Steps that nobody took yet. */
  async pending(): Promise<number> {
    return (await this.#get<{ pending: number }>(`pending?key=${this.#key}`)).pending
  }

  /** Forgets everything of this key. */
  async clear(): Promise<void> {
    await fetch(`${this.#origin}/__sim?key=${this.#key}`, { method: 'DELETE' })
  }

  async #get<Answer>(question: string): Promise<Answer> {
    const response = await fetch(`${this.#origin}/__sim/${question}`)
    return await response.json()
  }

  async #post(command: string, body: unknown): Promise<void> {
    const response = await fetch(`${this.#origin}/__sim/${command}`, { method: 'POST', body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`The simulator refused ${command}: ${await response.text()}`)
  }
}
