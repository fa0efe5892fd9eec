import type { Page } from '@playwright/test'

export interface PageFigures {
  /** From a key's event to the frame after it was painted. */
  keysMs: number[]
  /** Tasks below 50 ms are not reported: 0 when there was none. */
  longestTaskMs: number
  /** From the upstream's write of a stamp to its being in the page. */
  lagsMs: number[]
  /** How often something in the page changed: as many as there were drawings. */
  changes: number
  /** Of the frames that a screen could have shown, those that were not there in time. */
  droppedShare: number
}

const frameMs = 1000 / 60

/** Watches a page from its beginning; the result collects what was seen, loading left out. */
export async function measurePage(page: Page): Promise<() => Promise<PageFigures>> {
  await page.addInitScript(frame => {
    const figures = { keysMs: [] as number[], longestTaskMs: 0, lagsMs: [] as number[], changes: 0, droppedShare: 0 }
    Object.assign(window, { benchFigures: figures })
    let begunAt = Number.POSITIVE_INFINITY
    let [lastFrameAt, frames, dropped] = [0, 0, 0]
    requestAnimationFrame(function next(at) {
      const passed = at < begunAt || lastFrameAt === 0 ? 1 : Math.max(1, Math.round((at - lastFrameAt) / frame))
      lastFrameAt = at
      frames += passed
      dropped += passed - 1
      figures.droppedShare = dropped / frames
      requestAnimationFrame(next)
    })
    addEventListener(
      'keydown',
      event => {
        begunAt = Math.min(begunAt, event.timeStamp)
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => figures.keysMs.push(performance.now() - event.timeStamp)
          port2.postMessage(null)
        })
      },
      { capture: true }
    )
    new PerformanceObserver(list => {
      for (const { duration, startTime } of list.getEntries())
        if (startTime > begunAt) figures.longestTaskMs = Math.max(figures.longestTaskMs, duration)
    }).observe({ type: 'longtask' })
    const seen = new Set<string>()
    const look = (text: string | null) => {
      if (!text?.includes('@')) return
      for (const [, written] of text.matchAll(/@(\d+\.\d+)@/g)) {
        if (written === undefined || seen.has(written)) continue
        seen.add(written)
        // What was written before the page was there has waited for the page, not for a lane.
        const writtenAt = Number(written) - performance.timeOrigin
        if (writtenAt > begunAt) figures.lagsMs.push(performance.now() - writtenAt)
      }
    }
    new MutationObserver(records => {
      figures.changes += 1
      for (const { type, target, addedNodes } of records) {
        if (type === 'characterData') look(target.nodeValue)
        else for (const node of addedNodes) look(node.textContent)
      }
    }).observe(document, { subtree: true, childList: true, characterData: true })
  }, frameMs)
  return () => page.evaluate(() => Reflect.get(window, 'benchFigures') as PageFigures)
}
