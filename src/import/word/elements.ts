import type { Element, ElementContent } from 'hast'
import type { WordPlace } from './language.ts'

/** An element of the tree, with the language and direction of its place. */
export const createElement = (
  tagName: string,
  { lang, dir }: WordPlace,
  children: ElementContent[],
  properties: Record<string, string> = {},
): Element => ({ type: 'element', tagName, properties: { ...properties, lang, dir }, children })

const stray = /[\p{Noncharacter_Code_Point}\u007F-\u0084\u0086-\u009F]/gu

/** Text without what no text of the model may hold. */
export const createText = (value: string): ElementContent => ({
  type: 'text',
  value: value.replaceAll(/[\u2028\u2029\u0085]/g, ' ').replaceAll(stray, ''),
})

/** Neighbours that are equal in something, together. */
export const neighbours = <Item>(
  items: readonly Item[],
  isSame: (one: Item, other: Item) => boolean,
): Item[][] => {
  const groups: Item[][] = []
  for (const item of items) {
    const group = groups.at(-1)
    if (group?.[0] !== undefined && isSame(group[0], item)) group.push(item)
    else groups.push([item])
  }
  return groups
}
