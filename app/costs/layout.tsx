import type { ReactNode } from 'react'
import { Frame } from '../frame.tsx'

export default function CostsLayout({ children }: { children: ReactNode }) {
  return <Frame>{children}</Frame>
}
