import { eventStream, route } from '@/lib/http/route.ts'
import { userEvents } from '@/lib/turn/user-events.ts'

export const GET = route(({ userId }) => Promise.resolve(eventStream(userEvents(userId))))
