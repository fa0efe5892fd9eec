'use client'

import { useSyncExternalStore } from 'react'

interface ModelMemory {
  pinned: readonly string[]
  /** Newest first. */
  recent: readonly string[]
}

const key = 'steno:models'
const maxRecent = 5
const nothing: ModelMemory = { pinned: [], recent: [] }
const listeners = new Set<() => void>()
let memory: ModelMemory | null = null

/** Pinned and recent models of this browser. */
export function useModelMemory(): ModelMemory {
  return useSyncExternalStore(subscribe, read, () => nothing)
}

export function rememberModel(id: string): void {
  write({ ...read(), recent: [id, ...read().recent.filter(other => other !== id)].slice(0, maxRecent) })
}

export function togglePinned(id: string): void {
  const { pinned, recent } = read()
  write({ recent, pinned: pinned.includes(id) ? pinned.filter(other => other !== id) : [...pinned, id] })
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function read(): ModelMemory {
  memory ??= parse(stored())
  return memory
}

function write(next: ModelMemory): void {
  memory = next
  try {
    localStorage.setItem(key, JSON.stringify(next))
  } catch (error) {
    // Full or forbidden storage: the choice lives as long as the page.
    if (!(error instanceof DOMException)) throw error
  }
  for (const listener of listeners) listener()
}

function stored(): string | null {
  try {
    return localStorage.getItem(key)
  } catch (error) {
    if (error instanceof DOMException) return null
    throw error
  }
}

/** What stands in storage may be of another version, or of somebody's hand. */
function parse(text: string | null): ModelMemory {
  if (text === null) return nothing
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return nothing
    return { pinned: 'pinned' in value ? strings(value.pinned) : [], recent: 'recent' in value ? strings(value.recent) : [] }
  } catch (error) {
    if (error instanceof SyntaxError) return nothing
    throw error
  }
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : []
}
