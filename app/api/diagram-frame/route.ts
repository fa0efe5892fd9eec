import { diagramFrame } from '@/lib/http/diagram-frame.ts'
import { route } from '@/lib/http/route.ts'

export const GET = route(diagramFrame)
