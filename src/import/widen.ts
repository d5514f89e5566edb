import { isBox, isLinks, totalLength, proseIn, trimmedTexts } from './boxes.ts'
import type { DomElement } from './dom.ts'

const ancestorsOf = (element: DomElement): DomElement[] => {
  const found: DomElement[] = []
  for (let at = element.parentElement; at !== null; at = at.parentElement) found.push(at)
  return found
}

/** How much of each element around prose is prose, in characters. */
const weigh = (prose: DomElement[]): Map<DomElement, number> => {
  const weights = new Map<DomElement, number>()
  for (const paragraph of prose) {
    for (const element of ancestorsOf(paragraph))
      weights.set(element, (weights.get(element) ?? 0) + paragraph.textContent.trim().length)
  }
  return weights
}

/** The least part of the text of an article that is in long paragraphs. */
const leastProse = 0.4

/** How much more prose a wider element must hold for it to be taken. */
const leastGain = 1.25

/** Removes what stands beside an article in the element that holds both. */
const removeBoxes = (root: DomElement, weights: Map<DomElement, number>): void => {
  const left = [...root.children]
  for (let element = left.pop(); element !== undefined; element = left.pop()) {
    const hasProse = weights.has(element) || element.localName === 'p'
    const isAside = isBox(element) || (/^(?:ul|ol|div|section)$/.test(element.localName) && isLinks(element))
    if (isAside && !hasProse) element.remove()
    else left.push(...element.children)
  }
}

/**
 * The element of a page that holds an article of which only a part was found, since its text stands in several boxes: the widest
 * around what was found that is mostly prose. `found` are the texts of the paragraphs found. Undefined where there is no such element.
 */
export const widen = (body: DomElement, found: ReadonlySet<string>): DomElement | undefined => {
  const prose = proseIn(body)
  const weights = weigh(prose)
  const known = prose.filter(({ textContent }) => found.has(textContent.trim()))
  const longest = prose.toSorted((one, other) => other.textContent.length - one.textContent.length)[0]
  const first = known[0] ?? longest
  if (first === undefined) return undefined
  const kept = totalLength(trimmedTexts(known))
  let best: DomElement | undefined
  for (const element of ancestorsOf(first)) {
    const weight = weights.get(element) ?? 0
    const before = best === undefined ? kept : (weights.get(best) ?? 0)
    const isDense = weight > element.textContent.trim().length * leastProse
    if (isDense && weight > before * leastGain && known.every((paragraph) => element.contains(paragraph)))
      best = element
    if (element === body) break
  }
  if (best !== undefined) removeBoxes(best, weights)
  return best
}
