import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'

// lib/env.ts reads the environment once, when it is imported: the directory must be there before the test file is.
const directory = mkdtempSync(path.join(os.tmpdir(), 'steno-test-'))
process.env.STENO_DATA = directory
delete process.env.OPENROUTER_API_KEY
// What a test provokes is no news; a test of the log sets its own.
process.env.LOG_LEVEL = 'error'

afterAll(() => rmSync(directory, { recursive: true, force: true }))
