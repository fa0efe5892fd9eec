'use client'

import { useEffect, useRef } from 'react'
import type { Command } from './commands.ts'

type Commands = () => readonly Command[]

/** What the page can do at the moment beside what every page can. */
const onPage: { current: Commands }[] = []

/** Adds commands while the component is on the page; they are asked for when somebody looks for one. */
export function usePageCommands(commands: Commands): void {
  const latest = useRef(commands)
  latest.current = commands

  useEffect(() => {
    onPage.push(latest)
    return () => {
      onPage.splice(onPage.indexOf(latest), 1)
    }
  }, [])
}

export function pageCommands(): Command[] {
  return onPage.flatMap(({ current }) => current())
}
