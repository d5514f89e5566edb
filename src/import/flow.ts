import type { Element, Parents } from 'hast'
import type {
  BlockContent,
  DefinitionContent,
  Image,
  ListItem,
  Paragraph,
  PhrasingContent,
  RootContent,
  Text,
} from 'mdast'
import { longestLine } from '../article/limits.ts'
import { directionOf } from '../article/text.ts'
import type { Attribute } from '../sources/tree/attach.ts'
import { readFlow } from '../sources/tree/blocks.ts'
import { attributeOf, elementsIn, findElement, textOf } from './hast.ts'
import { readImage } from './images.ts'
import { type PageContext, plainOf, type ReadElement, readers, toText } from './phrasing.ts'

type Flow = BlockContent | DefinitionContent

declare module 'mdast' {
  interface Data {
    /** Whether `attributes` say the language and direction. */
    isPlaced?: boolean
  }
}

const toParagraph = (children: PhrasingContent[]): Paragraph => ({ type: 'paragraph', children })

const isSpace = (node: PhrasingContent): boolean => node.type === 'text' && node.value.trim() === ''

const endsInSpace = (part: PhrasingContent[] = []): boolean => {
  const last = part.at(-1)
  return last?.type === 'text' && last.value.endsWith(' ')
}

const withoutSpace = (node: Text): Text => ({ ...node, value: node.value.replace(/^ /, '') })

/** Phrasing content divided where two line ends leave a blank line; its images are put into `images`. */
const divide = (nodes: PhrasingContent[], images: Image[]): PhrasingContent[][] => {
  const parts: PhrasingContent[][] = [[]]
  let isAfterBreak = false
  for (const node of nodes) {
    if (node.type === 'break' && isAfterBreak) parts.push([])
    else if (node.type === 'image') images.push(node)
    else if ('children' in node) {
      const [first = [], ...rest] = divide(node.children, images).map((children) => [{ ...node, children }])
      parts.at(-1)?.push(...first)
      parts.push(...rest)
    } else parts.at(-1)?.push(node.type === 'text' && endsInSpace(parts.at(-1)) ? withoutSpace(node) : node)
    isAfterBreak = node.type === 'break' || (isAfterBreak && isSpace(node))
  }
  return parts
}

const isEmpty = (nodes: PhrasingContent[]): boolean =>
  nodes.every((node) => node.type === 'break' || isSpace(node))

/** A paragraph of a page as those of the model: divided at blank lines, its images after it. */
const toParagraphs = (block: Flow): Flow[] => {
  if (block.type !== 'paragraph') return [block]
  const images: Image[] = []
  const parts = divide(block.children, images).filter((part) => !isEmpty(part))
  return [
    ...parts.map((children) => ({ ...block, children })),
    ...images.map((image) => ({ ...block, children: [image], data: { ...image.data, ...block.data } })),
  ]
}

const isImage = (block: RootContent): boolean =>
  block.type === 'paragraph' && block.children.length === 1 && block.children[0]?.type === 'image'

const toBlocks = (nodes: RootContent[], { state }: PageContext): Flow[] =>
  state.toFlow(nodes).flatMap(toParagraphs)

const readBlocks = (element: Parents, page: PageContext): Flow[] => toBlocks(page.state.all(element), page)

/** Blocks apart from their images, which in the model are only in sections. */
const splitImages = (blocks: Flow[]): { texts: Flow[]; images: Flow[] } => ({
  texts: blocks.filter((block) => !isImage(block)),
  images: blocks.filter(isImage),
})

/** The text of blocks, a line each, without their images. */
const textOfBlocks = (blocks: Flow[], { context }: PageContext): string => {
  const { texts } = splitImages(blocks)
  return readFlow(texts, { ...context, notes: [] }).text
}

/** The text of an element on one line. */
const lineOf = (element: Element, page: PageContext): string =>
  textOfBlocks(readBlocks(element, page), page).replaceAll('\n', ' ')

/** Who said a quote, on one line. */
const withoutDash = (text: string): string =>
  text
    .replace(/^[\s\-–—―]+/u, '')
    .replaceAll(/\s+/gu, ' ')
    .slice(0, longestLine)
    .trim()

/** The text of blocks as in the source, a line each. */
const sourceOf = (blocks: Flow[]): string => blocks.map((block) => plainOf([block])).join('\n')

/** A heading; one that is too long for the model is a paragraph. */
const readHeading: ReadElement = (element, page) => {
  const blocks = readBlocks(element, page)
  const source = sourceOf(blocks)
  if (source.length > longestLine) {
    page.notes.add('longHeading', source, { value: String(source.length) })
    return blocks
  }
  const heading = textOfBlocks(blocks, page).replaceAll('\n', ' ')
  const depth = Number(element.tagName.slice(1)) as 1 | 2 | 3 | 4 | 5 | 6
  return heading === '' ? [] : [{ type: 'heading', depth, children: [toText(heading)] }]
}

/** A block within a quote as paragraphs: in the model a quote holds nothing else. */
const unfold = (block: Flow): Flow[] => {
  if (block.type === 'heading') return [toParagraph(block.children)]
  if (block.type === 'blockquote') return block.children.flatMap(unfold)
  return block.type === 'list' ? block.children.flatMap(({ children }) => children.flatMap(unfold)) : [block]
}

/** The last of the texts, if it begins with a dash as the name of who said the others does. */
const signatureIn = (texts: Flow[]): string => {
  const last = texts.length > 1 ? sourceOf(texts.slice(-1)) : ''
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
  const { texts, images } = splitImages(blocks.flatMap(unfold))
  const ending = signed === undefined ? signatureIn(texts) : ''
  const children = ending === '' ? texts : texts.slice(0, -1)
  const attribution = withoutDash(signed === undefined ? ending : lineOf(signed, page))
  if (children.length === 0)
    return attribution === '' ? images : [toParagraph([toText(attribution)]), ...images]
  if (blocks.some(({ type }) => /^(?:heading|list|blockquote)$/.test(type)))
    page.notes.add('quoteBlocks', sourceOf(children))
  return [{ type: 'blockquote', children, data: { attribution } }, ...images]
}

/** A list, with its images after it. */
const readList: ReadElement = (element, page) => {
  const images: Flow[] = []
  const items = element.children.flatMap((child): ListItem[] => {
    const blocks = splitImages(readBlocks({ type: 'root', children: [child] }, page))
    images.push(...blocks.images)
    return blocks.texts.length === 0 ? [] : [{ type: 'listItem', children: blocks.texts }]
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

/** A table; of one that only lays out the page, its content. */
const readTable: ReadElement = (element, page) => {
  const rows = [...elementsIn(element)].filter(({ tagName }) => tagName === 'tr').map(elementsOf)
  const isLayout =
    attributeOf(element, 'role') === 'presentation' ||
    findElement(element, 'table') !== undefined ||
    rows.every((cells) => cells.length < 2)
  if (isLayout) return readBlocks(element, page)
  const caption = findElement(element, 'caption')
  const data = caption === undefined ? {} : { data: { caption: [toText(lineOf(caption, page))] } }
  const children = rows.map((cells) => ({
    type: 'tableRow' as const,
    children: cells.map((cell) => ({ type: 'tableCell' as const, children: [toText(lineOf(cell, page))] })),
  }))
  return [{ type: 'table', children, ...data }]
}

/** Preformatted text as code; its images stand after it. */
const readPre: ReadElement = (element, page) => {
  const content = page.state.all(element)
  const value = plainOf(content).replace(/^\n/, '').trimEnd()
  const images = content.filter(({ type }) => type === 'image')
  return [...(value.trim() === '' ? [] : [{ type: 'code' as const, value }]), ...toBlocks(images, page)]
}

const isCredit = (element: Element): boolean =>
  /^(?:small|cite)$/.test(element.tagName) ||
  /credit|copyright|source/.test(attributeOf(element, 'class')) ||
  attributeOf(element, 'itemprop') === 'copyrightHolder'

const without = <Parent extends Parents>(parent: Parent, removed: Element): Parent => ({
  ...parent,
  children: parent.children
    .filter((child) => child !== removed)
    .map((child) => (child.type === 'element' ? without(child, removed) : child)),
})

/** The images of a figure, the last with the caption and credit, which are below all of them. */
const readImages = (figure: Element, page: PageContext): RootContent[] => {
  const images = [...elementsIn(figure)]
    .filter(({ tagName }) => tagName === 'img')
    .flatMap((element) => readImage(element, page))
  const last = images.at(-1)
  const caption = findElement(figure, 'figcaption')
  if (last !== undefined && caption !== undefined) {
    const made = elementsIn(caption).find(isCredit)
    const credit = made === undefined ? '' : lineOf(made, page).slice(0, longestLine)
    const rest = made === undefined ? caption : without(caption, made)
    last.title = textOfBlocks(readBlocks(rest, page), page)
    if (credit !== '') last.data?.attributes?.push({ key: 'credit', value: credit })
  }
  return images.flatMap((image) => toBlocks([image], page))
}

const texts = new Set('blockquote ol p pre table ul'.split(' '))

/** A figure of images, or of a quote, whose caption then says who said it. */
const readFigure: ReadElement = (element, page) => {
  const caption = findElement(element, 'figcaption')
  const hasText = elementsIn(element).some(({ tagName }) => texts.has(tagName))
  if (findElement(element, 'img') !== undefined) {
    return caption === undefined && hasText ? readBlocks(element, page) : readImages(element, page)
  }
  if (caption === undefined || findElement(element, 'blockquote') === undefined)
    return readBlocks(element, page)
  const inside = readBlocks(without(element, caption), page)
  const quote = inside.findIndex(({ type }) => type === 'blockquote')
  const attribution = withoutDash(lineOf(caption, page))
  return inside.map((block, index) =>
    index === quote ? { ...block, data: { ...block.data, attribution } } : block,
  )
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

const blocks: Record<string, ReadElement> = {
  ...readers(
    'address article aside body caption center dd details dialog div dt fieldset figcaption footer form header hgroup html legend li main nav p section summary tbody td tfoot th thead tr',
    readBlocks,
  ),
  ...readers('h1 h2 h3 h4 h5 h6', readHeading),
  ...readers('menu ol ul', readList),
  blockquote: readQuote,
  dl: readDefinitions,
  figure: readFigure,
  pre: readPre,
  table: readTable,
}

/** The elements that make blocks. */
export const flowReaders: Record<string, ReadElement> = Object.fromEntries(
  Object.entries(blocks).map(([name, read]) => [name, readPlaced(read)]),
)
