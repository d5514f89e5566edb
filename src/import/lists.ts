import type { Element } from 'hast'
import type { Attribute } from '../sources/tree/attach.ts'
import type { ListItem } from 'mdast'
import { type Flow, lineOf, readBlocks, splitImages, toParagraph } from './content.ts'
import { attributeOf, elementsIn, findElement } from './hast.ts'
import { type ReadElement, toText } from './phrasing.ts'
import { taskMark } from './styles.ts'
import { longestLine } from '../article/limits.ts'

const elementsOf = ({ children }: Element): Element[] => children.filter((child) => child.type === 'element')

/** Whether a task is done; undefined where an item is none. */
const taskOf = (item: Element): boolean | undefined => {
  const said = attributeOf(item, taskMark)
  if (said !== '') return said === 'done'
  // A box in a list inside of the item is of an item there.
  const own = item.children.filter((child) => child.type !== 'element' || !/^[ou]l$/.test(child.tagName))
  const box = elementsIn({ ...item, children: own }).find(
    (element) => element.tagName === 'input' && attributeOf(element, 'type') === 'checkbox',
  )
  return box && Object.hasOwn(box.properties, 'checked')
}

/** A list, with its images after it. A list that stands right in a list belongs to the item before it. */
export const readList: ReadElement = (element, page) => {
  const images: Flow[] = []
  const items: ListItem[] = []
  for (const child of element.children) {
    const blocks = splitImages(readBlocks({ type: 'root', children: [child] }, page))
    for (const image of blocks.images) images.push(image)
    const last = items.at(-1)
    if (blocks.texts.length === 0) continue
    if (child.type === 'element' && /^[ou]l$/.test(child.tagName) && last !== undefined)
      for (const text of blocks.texts) last.children.push(text)
    else {
      const checked = child.type === 'element' ? taskOf(child) : undefined
      items.push({ type: 'listItem', children: blocks.texts, ...(checked !== undefined && { checked }) })
    }
  }
  if (items.length === 0) return images
  const ordered = element.tagName === 'ol'
  const start = Number.parseInt(attributeOf(element, 'start'), 10)
  if (ordered && Object.hasOwn(element.properties, 'reversed'))
    page.notes.add('listReversed', lineOf(element, page))
  return [{ type: 'list', ordered, start: Number.isNaN(start) ? 1 : start, children: items }, ...images]
}

/** The last paragraph of an item with what it defines. */
const withTerm = (children: Flow[], term: string): Flow[] => {
  const attributes: Attribute[] = [{ key: 'term', value: term }]
  const [first, ...others] = children
  const paragraph = first?.type === 'paragraph' ? first : undefined
  const own = toParagraph([...(paragraph?.children ?? []), { type: 'attributes', value: '', attributes }])
  return [own, ...(paragraph === undefined && first !== undefined ? [first] : []), ...others]
}

/** Terms and their definitions: each definition is an item, the first of a term with the term. */
export const readDefinitions: ReadElement = (element, page) => {
  const items: ListItem[] = []
  const images: Flow[] = []
  let terms: string[] = []
  const add = (children: Flow[]) => {
    const term = terms.join(', ').slice(0, longestLine)
    terms = []
    items.push({ type: 'listItem', children: term === '' ? children : withTerm(children, term) })
  }
  const parts = elementsOf(element).flatMap((child) =>
    child.tagName === 'div' ? elementsOf(child) : [child],
  )
  for (const part of parts) {
    if (part.tagName === 'dt') {
      const term = lineOf(part, page)
      if (findElement(part, 'a') !== undefined) page.notes.add('definitions', term)
      if (term !== '') terms.push(term)
    } else if (part.tagName === 'dd') {
      const blocks = splitImages(readBlocks(part, page))
      for (const image of blocks.images) images.push(image)
      if (blocks.texts.length > 0) add(blocks.texts)
    }
  }
  // A term that nothing defines is an item like others.
  if (terms.length > 0) {
    const text = terms.join(', ')
    items.push({ type: 'listItem', children: [toParagraph([toText(text)])] })
  }
  return items.length === 0 ? images : [{ type: 'list', ordered: false, children: items }, ...images]
}
