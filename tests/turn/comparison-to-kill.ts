/** A process of its own that runs the lanes of a comparison, prints what readers are shown, and waits to be killed. */
import { localUserId } from '../../lib/auth/local-user.ts'
import { newComparison } from '../../lib/chat/comparison.ts'
import { ensureUser } from '../../lib/db/users.ts'
import { follow } from '../../lib/turn/attach.ts'
import { startComparison } from '../../lib/turn/start-comparison.ts'
import { upstreamOf } from '../../lib/turn/upstream.ts'

await ensureUser(localUserId)
const { baseUrl, apiKey } = await upstreamOf(localUserId)
const steps: unknown = JSON.parse(process.argv[2] ?? '')
const comparison = newComparison.parse(JSON.parse(process.argv[3] ?? ''))
await fetch(`${new URL(baseUrl).origin}/__sim/script`, { method: 'POST', body: JSON.stringify({ key: apiKey, steps }) })
await startComparison(localUserId, comparison)
await Promise.all(
  comparison.lanes.map(async ({ assistantMessageId }) => {
    for await (const bytes of (await follow(localUserId, assistantMessageId, null)) ?? []) process.stdout.write(bytes)
  })
)
