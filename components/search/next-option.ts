/** Where a key leads in a list of options; `undefined`: it does not lead anywhere. */
export function nextOption<Option>(key: string, options: readonly Option[], active: Option | undefined): Option | undefined {
  const at = active === undefined ? -1 : options.indexOf(active)
  switch (key) {
    case 'ArrowDown':
      return options[at + 1] ?? options[0]
    case 'ArrowUp':
      return options[at - 1] ?? options.at(-1)
    case 'PageDown':
      return options[Math.min(at + 8, options.length - 1)]
    case 'PageUp':
      return options[Math.max(at - 8, 0)]
    default:
      return undefined
  }
}
