import type { ImportedPrompts, Prompt, PromptBody } from '@/lib/chat/prompt.ts'
import { request, requestJson } from '../http/request-json.ts'

export async function readPrompts(): Promise<Prompt[]> {
  return (await requestJson<{ prompts: Prompt[] }>('/api/prompts')).prompts
}

/** A new one without an id. */
export function savePrompt(id: string | null, body: PromptBody): Promise<Prompt> {
  return id === null ? requestJson('/api/prompts', 'POST', body) : requestJson(`/api/prompts/${id}`, 'PUT', body)
}

export async function deletePrompt(id: string): Promise<void> {
  await request(`/api/prompts/${id}`, { method: 'DELETE' })
}

/** `file`: as it was exported; the server checks it. */
export function importPrompts(file: unknown): Promise<ImportedPrompts> {
  return requestJson('/api/prompts/import', 'POST', file)
}
