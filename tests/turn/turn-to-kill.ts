/** A process of its own that runs one turn, prints what a reader is shown, and waits to be killed; of a temporary chat when it is told so. */
import { uuidv7 } from 'uuidv7'
import { localUserId } from '../../lib/auth/local-user.ts'
import { idBeside, temporaryId } from '../../lib/chat/temporary.ts'
import { ensureUser } from '../../lib/db/users.ts'
import { startTurn } from '../../lib/turn/start-turn.ts'
import { upstreamOf } from '../../lib/turn/upstream.ts'

await ensureUser(localUserId)
const { baseUrl, apiKey } = await upstreamOf(localUserId)
const steps: unknown = JSON.parse(process.argv[2] ?? '')
await fetch(`${new URL(baseUrl).origin}/__sim/script`, { method: 'POST', body: JSON.stringify({ key: apiKey, steps }) })
const conversationId = process.argv[3] === 'temporary' ? temporaryId() : uuidv7()
const stream = await startTurn(localUserId, {
  trigger: 'submit-message',
  conversationId,
  parentId: null,
  assistantMessageId: idBeside(conversationId),
  message: { id: idBeside(conversationId), parts: [{ type: 'text', text: 'Go.' }] },
  settings: { model: 'google/gemini-3-flash-preview' }
})
for await (const bytes of stream) process.stdout.write(bytes)
