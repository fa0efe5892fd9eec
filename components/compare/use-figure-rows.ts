'use client'

import { useEffect, useState } from 'react'
import type { ModelCatalogue } from '@/lib/chat/model-summary.ts'
import { findModel } from '../models/model-name.ts'
import type { ComparisonSession } from './comparison-session.ts'
import { type LaneFigures, laneFigures } from './lane-figures.ts'
import { writtenOf } from './lane-head.tsx'
import { runningEstimate } from './running-estimate.ts'
import type { ShownLane } from './shown-lanes.ts'

interface FigureRowsOptions {
  session: ComparisonSession
  lanes: readonly ShownLane[]
  running: ReadonlySet<string>
  catalogue: ModelCatalogue
  /** Characters that were sent to each lane. */
  sent: number
}

/** The figures of the lanes on screen; while any of them runs, once a second. */
export function useFigureRows({ session, lanes, running, catalogue, sent }: FigureRowsOptions): LaneFigures[] {
  const [now, setNow] = useState<number | null>(null)
  const runs = lanes.some(({ answerId }) => running.has(answerId))

  // Time passes without anything else changing.
  useEffect(() => {
    if (!runs) return
    const tick = () => setNow(Math.floor(Date.now() / 1000) * 1000)
    tick()
    const timer = setInterval(tick, 1000)
    return () => clearInterval(timer)
  }, [runs])

  return lanes.flatMap(({ lane, answerId, name, settings }) => {
    const answer = session.answer(answerId)
    const { message, runningSince } = answer.latest
    if (!message.metadata) return []
    const soFar =
      runningSince === null
        ? null
        : {
            elapsedMs: now === null ? null : Math.max(0, now - Math.floor(runningSince / 1000) * 1000),
            estimate: runningEstimate(findModel(catalogue, settings.model), { sent, written: writtenOf(answer) })
          }
    return [laneFigures({ lane, name, metadata: message.metadata, running: soFar })]
  })
}
