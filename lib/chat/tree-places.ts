/** The part of a message that a tree is made of. */
export interface TreeNode {
  id: string
  role: string
  parentId: string | null
}

/** Where a message stands: it belongs to the `ordinal`th question of its branch, from 1. */
export interface Place {
  ordinal: number
  onSelectedBranch: boolean
}

/**
 * The place of every message, in reading order: the branch to `leafId`, then what is on other branches, each branch to its end,
 * the oldest first. `tree`: oldest first.
 */
export function placesOf(tree: readonly TreeNode[], leafId: string | null): Map<string, Place> {
  const byId = new Map(tree.map(node => [node.id, node]))
  const selected = branchIds(byId, leafId)
  const children = Map.groupBy(tree, ({ parentId }) => (parentId !== null && byId.has(parentId) ? parentId : null))
  const places: [id: string, place: Place][] = []
  const open = (children.get(null) ?? []).map(node => ({ node, before: 0 })).reverse()
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, before } = next
    const ordinal = node.role === 'user' ? before + 1 : before
    places.push([node.id, { ordinal, onSelectedBranch: selected.has(node.id) }])
    for (const child of (children.get(node.id) ?? []).toReversed()) open.push({ node: child, before: ordinal })
  }
  const [others, shown] = [places.filter(([id]) => !selected.has(id)), places.filter(([id]) => selected.has(id))]
  return new Map([...shown, ...others])
}

function branchIds(byId: ReadonlyMap<string, TreeNode>, leafId: string | null): Set<string> {
  const ids = new Set<string>()
  for (let node = byId.get(leafId ?? ''); node && !ids.has(node.id); node = byId.get(node.parentId ?? '')) ids.add(node.id)
  return ids
}
