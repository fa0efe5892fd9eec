const ownTags =
  'div p span a strong em del mark sup sub code pre figure figcaption button blockquote ul ol li hr br table thead tbody tr th td'
const partTags = 'h3 h4 h5 h6 section details summary article input dl dt dd data label'
const iconTags = 'svg path rect circle line polyline polygon ellipse'
const mathTags =
  'math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle msub msup msubsup munder mover munderover mmultiscripts mprescripts ' +
  'none mtable mtr mtd mpadded mphantom menclose merror'
const allowedTags = new Set(`${ownTags} ${partTags} ${iconTags} ${mathTags}`.split(' '))

const attributes =
  'class style href title rel target download tabindex role type value open start colspan rowspan align disabled ' +
  // icons
  'xmlns width height viewbox fill stroke stroke-width stroke-linecap stroke-linejoin d x x1 x2 y y1 y2 cx cy r rx ry points transform ' +
  // formulas
  'display mathvariant stretchy fence separator form lspace rspace minsize maxsize symmetric largeop movablelimits accent accentunder ' +
  'linethickness columnalign rowalign rowspacing columnspacing columnlines rowlines depth voffset scriptlevel displaystyle mathcolor ' +
  'mathbackground mathsize notation side columnspan'
const allowedAttributes = new Set(attributes.split(' '))

/** What of React's markup could run, load, submit, or stand in the way of the page: elements, attributes and addresses not on the list. */
export function harmful(html: string): string[] {
  const found: string[] = []
  // Text and values are escaped: every `<` begins a tag, or the list below is not to be trusted.
  const tags = html.match(/<\/?[a-z][a-z0-9-]*(?:\s+[a-zA-Z:-]+(?:="[^"]*")?)*\s*\/?>/g) ?? []
  if (tags.length !== (html.match(/</g)?.length ?? 0)) found.push('markup that cannot be read')
  let openLinks = 0
  for (const tag of tags) {
    const name = /^<\/?([a-z0-9-]+)/.exec(tag)?.[1] ?? ''
    if (name === 'a') openLinks += tag.startsWith('</') ? -1 : 1
    // A browser takes one out of the other, and React then finds another page than it has sent.
    if (openLinks > 1) found.push('link in a link')
    if (!allowedTags.has(name)) found.push(`element ${name}`)
    for (const [, attribute = '', value = ''] of tag.matchAll(/\s([a-zA-Z:-]+)(?:="([^"]*)")?/g)) {
      const lower = attribute.toLowerCase()
      if (lower === 'id' && name === 'article' && /^[qa]\d+$/.test(value)) continue
      // Which message an entry shows.
      if (lower === 'data-message' && name === 'article') continue
      if (!allowedAttributes.has(lower) && !lower.startsWith('aria-')) found.push(`attribute ${attribute} of ${name}`)
      if (lower === 'href' && !isHarmlessAddress(value)) found.push(`address ${value.slice(0, 80)}`)
      if (lower === 'style' && /url|expression|@import|fixed/i.test(value)) found.push(`style ${value.slice(0, 80)}`)
    }
  }
  return [...new Set(found)]
}

function isHarmlessAddress(value: string): boolean {
  // The marks of entries, which are ours.
  if (/^#[qa]\d+$/.test(value)) return true
  if (!/^(?:https?:\/\/|mailto:)/.test(value)) return false
  return value.startsWith('mailto:') || !value.split(/[?#]/)[0]?.includes('@')
}

/** How many elements a browser is asked to make. */
export function elementCount(html: string): number {
  return html.match(/<[a-z]/g)?.length ?? 0
}
