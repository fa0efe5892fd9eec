import { json, route } from '@/lib/http/route.ts'
import { readHealth } from '@/lib/turn/health.ts'

export const GET = route(() => {
  const health = readHealth()
  return Promise.resolve(json(health, health.ready ? 200 : 503))
})
