import { isValidElement, type ReactElement, type ReactNode } from 'react'
import { CodeBlock } from './code-block.tsx'
import { isPlainPart } from './plain-parts.tsx'
import { TextLink } from './text-link.tsx'

/** In what two drawings differ. */
export interface EndChanges {
  /** The last text, when it is another one: how it was and how it is. */
  text: [was: string, is: string] | null
  /** What has come behind everything that an element held. */
  added: { parent: Place; nodes: readonly ReactNode[] }[]
}

/** The element in a box that is reached by its last child, that one's last child, and so on; the box itself when there is none. */
export type Place = readonly HostElement[]
type HostElement = ReactElement<Props, string>

/** The changes between two drawings when there are none but at their end, and of plain elements; `null` otherwise. */
export function changesAtEnd(before: ReactNode, now: ReactNode): EndChanges | null {
  const changes: EndChanges = { text: null, added: [] }
  return compareChildren(before, now, [], changes) ? changes : null
}

type Props = Record<string, unknown> & { children?: ReactNode }

function compareChildren(before: ReactNode, now: ReactNode, place: Place, changes: EndChanges): boolean {
  const [old, children] = [drawnOf(before), drawnOf(now)]
  const last = old.length - 1
  const added = children.slice(old.length)
  if (children.length < old.length || !old.every((child, index) => index === last || isSame(child, children[index]))) return false
  if (last >= 0 && !compareLast(old[last], children[last], place, changes)) return false
  if (added.length === 0) return true
  changes.added.push({ parent: place, nodes: added })
  return !mayMove(old[last]) && added.every(isPlain)
}

/** React puts what a component of ours draws anew behind all that it knows of: what stood behind it would come before it. */
function mayMove(node: ReactNode): boolean {
  return isValidElement(node) && typeof node.type !== 'string' && !isPlainPart(node.type) && node.type !== TextLink
}

function compareLast(before: ReactNode, now: ReactNode, place: Place, changes: EndChanges): boolean {
  if (typeof before === 'string' && typeof now === 'string') return noteText(before, now, changes)
  if (!isValidElement<Props>(before) || !isValidElement<Props>(now) || before.type !== now.type || before.key !== now.key) {
    return Object.is(before, now)
  }
  if (isPlainPart(before.type)) return compareChildren(before.type(before.props), before.type(now.props), place, changes)
  if (before.type === CodeBlock) {
    const [{ text: was, ...rest }, { text: is, ...restNow }] = [before.props, now.props]
    return isSame(rest, restNow) && noteText(String(was), String(is), changes)
  }
  if (!isHost(before)) return isSame(before, now)
  const [{ children: old, ...rest }, { children, ...restNow }] = [before.props, now.props]
  return isSame(rest, restNow) && compareChildren(old, children, [...place, before], changes)
}

function noteText(was: string, is: string, changes: EndChanges): true {
  if (was !== is) changes.text = [was, is]
  return true
}

/** The children of which something is on the page, in their order. */
export function drawnOf(children: ReactNode): readonly ReactNode[] {
  if (Array.isArray(children)) return children.flatMap(drawnOf)
  return children === null || children === undefined || typeof children === 'boolean' || children === '' ? [] : [children]
}

/** Elements and texts that can be made without React. */
function isPlain(node: ReactNode): boolean {
  if (typeof node === 'string') return true
  if (!isValidElement<Props>(node)) return false
  if (isPlainPart(node.type)) return drawnOf(node.type(node.props)).every(isPlain)
  return (
    isHost(node) &&
    Object.keys(node.props).every(name => isPlainProp(name, node.props[name])) &&
    drawnOf(node.props.children).every(isPlain)
  )
}

function isPlainProp(name: string, value: unknown): boolean {
  return value === undefined || name === 'children' || name === 'className' || name === 'style'
}

export function isHost(node: ReactNode): node is HostElement {
  return isValidElement(node) && typeof node.type === 'string'
}

/** Whether two drawings, or what they are made of, are the same. Of an element, who made it is no part of it. */
function isSame(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  if (isValidElement(left) && isValidElement(right)) {
    return left.type === right.type && left.key === right.key && isSame(left.props, right.props)
  }
  const [values, others] = [Object.entries(left), Object.entries(right)]
  return values.length === others.length && values.every(([name, value], at) => others[at]?.[0] === name && isSame(value, others[at][1]))
}
