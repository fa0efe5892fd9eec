import type { ReactNode } from 'react'
import { Frame } from '../frame.tsx'

export default function CompareLayout({ children }: { children: ReactNode }) {
  return <Frame>{children}</Frame>
}
