import type { Element, ElementContent } from 'hast'
import type { ListItem } from 'mdast'
import { longestLine } from '../article/limits.ts'
import { directionOf } from '../article/text.ts'
import type { Attribute } from '../sources/tree/attach.ts'
import {
  type Flow,
  lineOf,
  linesOf,
  readBlocks,
  rawTextOf,
  splitImages,
  toBlocks,
  toParagraph,
  withoutDash,
} from './content.ts'
import { readFigure } from './figures.ts'
import { readEndnotes } from './footnotes.ts'
import { attributeOf, findElement, textOf } from './hast.ts'
import { type PageContext, plainOf, type ReadElement, readers, toText } from './phrasing.ts'
import { readTableElement } from './tables.ts'

declare module 'mdast' {
  interface Data {
    /** Whether `attributes` say the language and direction. */
    isPlaced?: boolean
  }
}

/** A heading; one that is too long for the model is a paragraph. */
const readHeading: ReadElement = (element, page) => {
  const blocks = readBlocks(element, page)
  const source = rawTextOf(blocks)
  if (source.length > longestLine) {
    page.notes.add('longHeading', source, { value: String(source.length) })
    return blocks
  }
  const { texts, images } = splitImages(blocks)
  const depth = Number(element.tagName.slice(1)) as 1 | 2 | 3 | 4 | 5 | 6
  const children = linesOf(texts).flatMap((line, index) => (index === 0 ? line : [toText(' '), ...line]))
  return source.trim() === '' ? images : [{ type: 'heading', depth, children }, ...images]
}

/** The last of the texts, if it begins with a dash as the name of who said the others does. */
const signatureIn = (texts: Flow[]): string => {
  const last = texts.length > 1 ? rawTextOf(texts.slice(-1)) : ''
  return /^\s*[–—―]/u.test(last) && last.length <= 200 ? last : ''
}

/** A quote, with who said it: its cite or footer, or a last paragraph that begins with a dash. */
const readQuote: ReadElement = (element, page) => {
  const signed = element.children.findLast(
    (child): child is Element =>
      child.type === 'element' && /^(?:cite|footer)$/.test(child.tagName) && textOf(child).trim() !== '',
  )
  const content = element.children.filter((child) => child !== signed)
  const blocks = readBlocks({ ...element, children: content }, page)
  const { texts, images } = splitImages(blocks)
  const ending = signed === undefined ? signatureIn(texts) : ''
  const children = ending === '' ? texts : texts.slice(0, -1)
  const attribution = withoutDash(signed === undefined ? ending : lineOf(signed, page))
  if (children.length === 0)
    return attribution === '' ? images : [toParagraph([toText(attribution)]), ...images]
  return [{ type: 'blockquote', children, data: { attribution } }, ...images]
}

/** Whether the task of an item is done; undefined where it has no box, or the box is of a list inside. */
const checkedOf = (item: ElementContent): boolean | undefined => {
  if (item.type !== 'element') return undefined
  const own = item.children.filter((child) => child.type !== 'element' || !/^[ou]l$/.test(child.tagName))
  const box = findElement({ ...item, children: own }, 'input')
  return box === undefined || attributeOf(box, 'type') !== 'checkbox'
    ? undefined
    : Object.hasOwn(box.properties, 'checked')
}

/** A list, with its images after it. */
const readList: ReadElement = (element, page) => {
  const images: Flow[] = []
  const items = element.children.flatMap((child): ListItem[] => {
    const blocks = splitImages(readBlocks({ type: 'root', children: [child] }, page))
    for (const image of blocks.images) images.push(image)
    const checked = checkedOf(child)
    return blocks.texts.length === 0
      ? []
      : [{ type: 'listItem', children: blocks.texts, ...(checked !== undefined && { checked }) }]
  })
  if (items.length === 0) return images
  const ordered = element.tagName === 'ol'
  const start = Number.parseInt(attributeOf(element, 'start'), 10)
  return [{ type: 'list', ordered, start: Number.isNaN(start) ? 1 : start, children: items }, ...images]
}

const elementsOf = ({ children }: Element): Element[] => children.filter((child) => child.type === 'element')

/** Terms and their definitions, each pair an item. */
const readDefinitions: ReadElement = (element, page) => {
  const items: string[] = []
  const parts = elementsOf(element).flatMap((child) =>
    child.tagName === 'div' ? elementsOf(child) : [child],
  )
  for (const part of parts) {
    const line = /^d[dt]$/.test(part.tagName) ? lineOf(part, page) : ''
    const before = items.at(-1) ?? ''
    if (line === '') continue
    if (part.tagName === 'dd' && before.endsWith(':')) items[items.length - 1] = `${before} ${line}`
    else items.push(part.tagName === 'dt' ? `${line}:` : line)
  }
  if (items.length === 0) return []
  page.notes.add('definitions', items[0])
  const children = items.map((item): ListItem => ({
    type: 'listItem',
    children: [toParagraph([toText(item)])],
  }))
  return [{ type: 'list', ordered: false, children }]
}

/** Preformatted text as code; its images stand after it. */
const readPre: ReadElement = (element, page) => {
  const content = page.state.all(element)
  const value = plainOf(content).replace(/^\n/, '').trimEnd()
  const images = content.filter(({ type }) => type === 'image')
  return [...(value.trim() === '' ? [] : [{ type: 'code' as const, value }]), ...toBlocks(images, page)]
}

/** The language and direction of an element as attributes, where they are not those of the whole page. */
const attributesOf = (element: Element, { whole }: PageContext): Attribute[] => {
  const [lang, dir] = [attributeOf(element, 'lang'), attributeOf(element, 'dir')]
  const isOther = lang !== whole.lang
  const usual = isOther ? directionOf(lang) : whole.dir
  return [
    ...(isOther ? [{ key: 'lang', value: lang }] : []),
    ...(dir === usual ? [] : [{ key: 'dir', value: dir }]),
  ]
}

/** Blocks with the language and direction of their element; those made of an element inside have their own. */
const readPlaced =
  (read: ReadElement): ReadElement =>
  (element, page, parent) => {
    const attributes = attributesOf(element, page)
    return read(element, page, parent).map((block) =>
      block.data?.isPlaced === true
        ? block
        : {
            ...block,
            data: {
              ...block.data,
              isPlaced: true,
              attributes: [...(block.data?.attributes ?? []), ...attributes],
            },
          },
    )
  }

const readSection: ReadElement = (element, page, parent) =>
  (attributeOf(element, 'role') === 'doc-endnotes' ? readEndnotes : readBlocks)(element, page, parent)

const blocks: Record<string, ReadElement> = {
  ...readers(
    'address article aside body caption center dd details dialog div dt fieldset figcaption footer form header hgroup html legend li main nav p summary tbody td tfoot th thead tr',
    readBlocks,
  ),
  ...readers('h1 h2 h3 h4 h5 h6', readHeading),
  ...readers('menu ol ul', readList),
  blockquote: readQuote,
  dl: readDefinitions,
  figure: readFigure,
  pre: readPre,
  section: readSection,
  table: readTableElement,
}

/** The elements that make blocks. */
export const flowReaders: Record<string, ReadElement> = Object.fromEntries(
  Object.entries(blocks).map(([name, read]) => [name, readPlaced(read)]),
)
