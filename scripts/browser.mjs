// A Chromium for Playwright: what is there, or else what can be fetched. Each candidate counts once it has started.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { chromium } from '@playwright/test'
import { capture, root } from './processes.mjs'
import { npm, tool } from './setup.mjs'

const installedNames = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/microsoft-edge',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'
]

/** The environment with which Playwright finds this browser; null when it does not start. */
async function environmentOf(executablePath, libraryPath) {
  const env = {
    ...(executablePath === undefined ? {} : { PLAYWRIGHT_CHROMIUM_PATH: executablePath }),
    ...(libraryPath === undefined ? {} : { LD_LIBRARY_PATH: libraryPath })
  }
  try {
    const browser = await chromium.launch({
      env: { ...process.env, ...env },
      ...(executablePath === undefined ? {} : { executablePath })
    })
    await browser.close()
    return env
  } catch (error) {
    if (executablePath !== undefined) console.error(`${executablePath} does not start: ${error.message.split('\n')[0]}`)
    return null
  }
}

async function installed() {
  const named = process.env.PLAYWRIGHT_CHROMIUM_PATH
  if (named) return await environmentOf(named)
  for (const candidate of [undefined, ...installedNames.filter(name => existsSync(name))]) {
    const env = await environmentOf(candidate)
    if (env !== null) return env
  }
  return null
}

async function fetchedByPlaywright() {
  const { code } = await capture(...tool('@playwright/test/cli.js', 'install', '--only-shell', 'chromium'))
  return code === 0 ? await environmentOf(undefined) : null
}

/** Chromium from npm with the libraries it needs: for Linux without a browser, a foreign network and root. */
async function fetchedFromNpm() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  const directory = path.join(root, '.toolchain/chromium')
  const { code, output } = await capture(
    ...npm('install', '--prefix', directory, '--ignore-scripts', '--no-save', '--no-package-lock', '@sparticuz/chromium@153')
  )
  if (code !== 0) {
    console.error(output)
    return null
  }
  const file = createRequire(path.join(directory, 'package.json')).resolve('@sparticuz/chromium')
  const { default: packed, inflate } = await import(file)
  // It unpacks to wherever temporary files go, and takes what it finds there for its own.
  const { TMPDIR } = process.env
  process.env.TMPDIR = directory
  const executable = await packed.executablePath()
  const libraries = await inflate(path.join(path.dirname(file), '../bin/al2023.tar.br'))
  if (TMPDIR === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = TMPDIR
  return await environmentOf(executable, path.join(libraries, 'lib'))
}

async function fetchedFromDebian() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null
  const update = await capture('apt-get', ['update'])
  const install = update.code === 0 ? await capture('apt-get', ['install', '-y', '--no-install-recommends', 'chromium']) : update
  if (install.code === 0) return await environmentOf('/usr/bin/chromium')
  console.error(install.output)
  return null
}

/** What an earlier run fetched. */
const fetchedFile = path.join(root, '.toolchain/browser.json')

/** Environment variables that lead Playwright to a working Chromium, fetched if there is none; null when all failed. */
export async function findBrowser() {
  const found = await installed()
  if (found !== null) return found
  if (existsSync(fetchedFile)) return JSON.parse(readFileSync(fetchedFile, 'utf8'))
  console.log('No browser found; fetching one (once) …')
  const fetched = (await fetchedByPlaywright()) ?? (await fetchedFromNpm()) ?? (await fetchedFromDebian())
  if (fetched !== null) {
    mkdirSync(path.dirname(fetchedFile), { recursive: true })
    writeFileSync(fetchedFile, JSON.stringify(fetched))
  }
  return fetched
}
