import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Simulator, startSimulator } from './server.ts'
import { TestChat } from './test-chat.ts'

const folder = mkdtempSync(join(tmpdir(), 'steno-recordings-'))
let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator({ recordings: folder })
})
afterAll(async () => {
  await simulator.close()
  rmSync(folder, { recursive: true })
})

test('a recorded JSON body is served as it is, under its own generation id', async () => {
  const body = '\n {"id":"gen-1-recorded","choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}]}'
  writeFileSync(join(folder, 'whole.json'), body)
  const chat = new TestChat(simulator)
  await chat.control.script({ framing: { replayFile: 'whole.json' } })
  expect(await chat.ask()).toMatchObject({ body, contentType: 'application/json', generationId: 'gen-1-recorded' })
})
