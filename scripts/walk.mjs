// One walk through the API of docs/api.md, against the simulator and the production build: send, leave, come back, stop,
// and two deaths of the server. What a client was shown is compared with the stored parts and with Step.wire.
import assert from 'node:assert/strict'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'libsql'
import { uuidv7 } from 'uuidv7'
import { startSimulator } from '../lib/simulator/server.ts'
import { startApp, temporaryDataDirectory } from './app-server.mjs'
import { freePort } from './free-port.mjs'

const port = await freePort()
const origin = `http://127.0.0.1:${port}`
const key = 'sk-or-v1-walk'
const data = temporaryDataDirectory()
const databaseFile = path.join(data, 'steno.db')
const simulator = await startSimulator({})
let server = await startServer()

/** Texts without spaces at their ends, so that a lost or doubled piece shows. */
const words = Array.from({ length: 400 }, (_, index) => `word${index}`).join(' ')

function startServer() {
  return startApp({ dataDirectory: data, port, env: { OPENROUTER_API_KEY: key, OPENROUTER_BASE_URL: simulator.url } })
}

async function killServer() {
  server.child.kill('SIGKILL')
  await server.exited
}

const request = (route, init = {}) => fetch(`${origin}${route}`, { ...init, headers: { 'Sec-Fetch-Site': 'same-origin', ...init.headers } })

const get = async route => (await request(route)).json()

const script = async (...steps) => {
  const response = await fetch(`${simulator.origin}/__sim/script`, { method: 'POST', body: JSON.stringify({ key, steps }) })
  assert.equal(response.status, 200, await response.text())
}

/** Without the calls that write titles. */
const turnCalls = async () => (await askSimulator(`requests?key=${key}`)).filter(({ body }) => body.stream)

const askSimulator = async question => (await fetch(`${simulator.origin}/__sim/${question}`)).json()

function post(ids, text, settings = {}) {
  return request('/api/chat', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      trigger: 'submit-message',
      conversationId: ids.conversation,
      parentId: ids.parent ?? null,
      assistantMessageId: ids.answer,
      message: { id: ids.question, parts: [{ type: 'text', text }] },
      settings: { model: 'anthropic/claude-sonnet-4.5', ...settings }
    }),
    ...(ids.signal ? { signal: ids.signal } : {})
  })
}

const newIds = (more = {}) => ({ conversation: uuidv7(), question: uuidv7(), answer: uuidv7(), ...more })

/** What a client has been shown: the text of its text chunks, the number of the last event, whether it came to the end. */
class Shown {
  text = ''
  steps = 0
  seq = 0
  done = false
  metadata = {}

  async read(response, until = () => false) {
    assert.equal(response.status, 200)
    let rest = ''
    try {
      for await (const bytes of response.body.pipeThrough(new TextDecoderStream())) {
        const events = (rest + bytes).split('\n\n')
        rest = events.pop()
        for (const event of events) this.accept(event)
        if (until(this)) return this
      }
    } catch {
      // The connection broke: what was shown stays shown.
    }
    return this
  }

  accept(event) {
    if (event === 'data: [DONE]') {
      this.done = true
      return
    }
    // What is true only at this moment has no number.
    const [, id, json] = /^(?:id: (\d+)\n)?data: (.*)$/s.exec(event) ?? assert.fail(`not an event of ours: ${event.slice(0, 200)}`)
    const chunk = JSON.parse(json)
    if (id !== undefined) this.seq = Number(id)
    if (chunk.type === 'text-delta') this.text += chunk.delta
    if (chunk.type === 'start-step') this.steps += 1
    if (chunk.messageMetadata) Object.assign(this.metadata, chunk.messageMetadata)
  }
}

const textOf = message => message.parts.flatMap(part => (part.type === 'text' ? [part.text] : [])).join('')

async function messageOf(ids) {
  const conversation = await get(`/api/conversations/${ids.conversation}`)
  return conversation.messages.find(({ id }) => id === ids.answer) ?? assert.fail('the answer is not in its conversation')
}

function wiresOf(ids) {
  const database = new Database(databaseFile, { readonly: true })
  try {
    return database
      .prepare('SELECT "wire", "ended" FROM "Step" WHERE "messageId" = ? ORDER BY "position"')
      .all(ids.answer)
      .map(row => ({ ...JSON.parse(row.wire), ended: row.ended === 1 }))
  } finally {
    database.close()
  }
}

async function waitFor(what, check, deadlineMs = 10_000) {
  const deadline = Date.now() + deadlineMs
  for (;;) {
    const value = await check()
    if (value) return value
    assert.ok(Date.now() < deadline, `waited ${deadlineMs} ms in vain: ${what}`)
    await sleep(50)
  }
}

const walk = {
  async 'a client that leaves and comes back is shown every byte'() {
    await script({ reasoning: 'Let me think about it.', text: words, tokensPerSecond: 400 })
    const leaving = new AbortController()
    const ids = newIds({ signal: leaving.signal })
    const first = await new Shown().read(await post(ids, 'Say many words.'), shown => shown.text.length > 400)
    leaving.abort()
    const rest = await new Shown().read(await request(`/api/chat/${ids.answer}/stream?after=${first.seq}`))
    assert.ok(rest.done)
    assert.equal(first.text + rest.text, words)
    const message = await messageOf(ids)
    assert.equal(message.metadata.status, 'complete')
    assert.equal(message.metadata.costState, 'billed')
    assert.equal(textOf(message), words)
    assert.equal(wiresOf(ids)[0].content, words)
    assert.equal((await request(`/api/chat/${ids.answer}/stream`)).status, 204)
    const again = await new Shown().read(await post({ ...ids, signal: undefined }, 'Say many words.'))
    assert.equal(again.text, words, 'the same POST again is given the stored answer')
    assert.equal((await turnCalls()).length, 1, 'and makes no second call')
  },

  async 'stop aborts upstream within a second, keeps the text, and finds out the cost'() {
    await script({ text: words, tokensPerSecond: 50, generation: { notFound: 2 } })
    const ids = newIds()
    const shown = new Shown()
    const reading = post(ids, 'Take your time.').then(response => shown.read(response))
    await waitFor('some text', () => shown.text.length > 40)
    const stoppedAt = Date.now()
    assert.deepEqual(await (await request(`/api/chat/${ids.answer}/stop`, { method: 'POST' })).json(), { status: 'stopped' })
    const aborted = await waitFor('the upstream abort', async () => (await askSimulator('streams?state=aborted'))[0])
    assert.ok(aborted.endedAt - stoppedAt < 1000, `${aborted.endedAt - stoppedAt} ms`)
    await reading
    assert.equal(shown.metadata.costState, 'pending')
    const message = await messageOf(ids)
    assert.equal(textOf(message), shown.text)
    assert.equal(wiresOf(ids)[0].content, shown.text)
    const billed = await waitFor('the bill', async () => {
      const { metadata } = await messageOf(ids)
      return metadata.costState === 'billed' ? metadata : null
    })
    const bill = await askSimulator(`bill?key=${key}`)
    const conversations = await get('/api/conversations')
    const total = conversations.conversations.reduce((sum, { cost }) => sum + BigInt(cost.picoUsd), 0n)
    assert.ok(BigInt(billed.costPicoUsd) > 0n)
    assert.equal(String(total), bill.picoUsd, 'the ledger is the bill, to the pico-dollar')
  },

  async 'kill -9 in the middle of a text loses nothing that was shown'() {
    await script({ text: words, tokensPerSecond: 200 })
    const ids = newIds()
    const shown = new Shown()
    const reading = post(ids, 'Say many words.').then(response => shown.read(response))
    await waitFor('some text', () => shown.text.length > 500)
    await killServer()
    await reading
    assert.equal(shown.done, false)
    server = await startServer()
    const message = await messageOf(ids)
    assert.equal(message.metadata.status, 'interrupted')
    assert.equal(message.metadata.failure.code, 'server_restart')
    assert.ok(textOf(message).startsWith(shown.text), 'the stored text begins with what was shown')
    assert.ok(words.startsWith(textOf(message)))
    const [wire] = wiresOf(ids)
    assert.equal(wire.content, textOf(message))
    assert.equal(wire.ended, false)
  },

  async 'kill -9 in the second step of a tool loop keeps the first step whole'() {
    const call = { name: 'calculator', arguments: '{"expression": "6 * 7"}' }
    await script(
      { reasoning: 'I should calculate.', text: 'One moment.', toolCalls: [call] },
      { text: words, tokensPerSecond: 200 },
      { text: 'It was 42.' }
    )
    const ids = newIds()
    const shown = new Shown()
    const reading = post(ids, 'What is 6 * 7?').then(response => shown.read(response))
    await waitFor('the second text', () => shown.steps === 2 && shown.text.length > 300)
    await killServer()
    await reading
    server = await startServer()
    const message = await messageOf(ids)
    assert.equal(message.metadata.status, 'interrupted')
    assert.ok(textOf(message).startsWith(shown.text))
    const [first, second] = wiresOf(ids)
    assert.equal(first.ended, true)
    assert.equal(first.content, 'One moment.')
    assert.equal(first.tool_calls[0].function.arguments, call.arguments)
    assert.equal(first.reasoning_details[0].text, 'I should calculate.')
    assert.ok(first.reasoning_details[0].signature.length > 0)
    assert.equal(second.ended, false)
    assert.equal(first.content + second.content, textOf(message))
    // The simulator compares every byte of the history that this sends back.
    const next = newIds({ conversation: ids.conversation, parent: ids.answer })
    const answer = await new Shown().read(await post(next, 'And now?'))
    assert.equal(answer.text, 'It was 42.')
    assert.equal(answer.metadata.status, 'complete')
  },

  async 'a server that is told to stop says so of what it was writing'() {
    await script({ text: words, tokensPerSecond: 100 })
    const ids = newIds()
    const shown = new Shown()
    const reading = post(ids, 'Say many words.').then(response => shown.read(response))
    await waitFor('some text', () => shown.text.length > 100)
    assert.equal(await server.stop(), 0)
    await reading
    server = await startServer()
    const message = await messageOf(ids)
    assert.equal(message.metadata.status, 'interrupted')
    assert.equal(message.metadata.failure.code, 'server_restart')
    assert.ok(textOf(message).startsWith(shown.text))
  },

  async 'two equal requests at the same moment are one turn'() {
    await script({ text: 'Only once.', tokensPerSecond: 50 })
    const ids = newIds()
    const before = (await turnCalls()).length
    const shown = await Promise.all([0, 1, 2].map(async () => new Shown().read(await post(ids, 'Once?'))))
    assert.deepEqual(
      shown.map(({ text }) => text),
      ['Only once.', 'Only once.', 'Only once.']
    )
    assert.equal((await turnCalls()).length, before + 1)
  },

  async 'nothing that was sent upstream was wrong'() {
    assert.deepEqual(await askSimulator('violations'), [])
  }
}

let failed = 0
for (const [name, step] of Object.entries(walk)) {
  const startedAt = performance.now()
  try {
    await step()
    console.log(`ok   ${name} (${Math.round(performance.now() - startedAt)} ms)`)
  } catch (error) {
    failed += 1
    console.error(`FAIL ${name}\n${error.stack}`)
  }
}
await server.stop()
await simulator.close()
process.exit(failed === 0 ? 0 : 1)
