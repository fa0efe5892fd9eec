'use client'

import dynamic from 'next/dynamic'
import type { ComparisonDetail } from '@/lib/chat/comparison.ts'

// In a chunk of its own, or the bundler puts what a lane is drawn with into the first load of a new chat.
const ComparisonView = dynamic(() => import('./comparison-view.tsx').then(module => module.ComparisonView))

/** A comparison that the server has read. */
export function ComparisonPage({ detail }: { detail: ComparisonDetail }) {
  return <ComparisonView key={detail.id} initial={detail} />
}
