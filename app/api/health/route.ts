import { json, route } from '@/lib/http/route.ts'
import packageJson from '@/package.json' with { type: 'json' }

export const GET = route(() => Promise.resolve(json({ status: 'ok', version: packageJson.version })))
