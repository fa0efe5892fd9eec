import { expect, type Page } from '@playwright/test'
import { uuidv7 } from 'uuidv7'
import type { TurnRequest, TurnSettings } from '../../lib/chat/turn-request.ts'
import { base64 } from '../setup/sample-files.ts'

/** As a page would upload: same origin, the bytes as the body. */
export async function upload(page: Page, name: string, mediaType: string, bytes: Uint8Array): Promise<string> {
  const { id } = await page.evaluate(
    async ({ name: fileName, mediaType: type, encoded }) => {
      const body = Uint8Array.from(atob(encoded), character => character.charCodeAt(0))
      const response = await fetch(`/api/attachments?name=${encodeURIComponent(fileName)}`, {
        method: 'POST',
        headers: { 'content-type': type },
        body
      })
      return response.json()
    },
    { name, mediaType, encoded: base64(bytes) }
  )
  return id
}

/** Asks a first question with what the page has no control for, and answers with the conversation once the answer is there. */
export async function askByHttp(
  page: Page,
  text: string,
  { files = [], settings = { model: 'google/gemini-3-flash-preview' } }: { files?: string[]; settings?: TurnSettings }
): Promise<string> {
  const conversationId = uuidv7()
  const turn: TurnRequest = {
    trigger: 'submit-message',
    conversationId,
    parentId: null,
    assistantMessageId: uuidv7(),
    message: { id: uuidv7(), parts: [{ type: 'text', text }, ...files.map(attachmentId => ({ type: 'file' as const, attachmentId }))] },
    settings
  }
  const status = await page.evaluate(async body => {
    const response = await fetch('/api/chat', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body)
    })
    await response.text()
    return response.status
  }, turn)
  expect(status).toBe(200)
  return conversationId
}
