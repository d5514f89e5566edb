import type { Element, Parents } from 'hast'
import type { Image, Link, PhrasingContent, RootContent } from 'mdast'
import { longestLine } from '../article/limits.ts'
import { lineOf, readBlocks, toLine, toParagraph, withoutDash } from './content.ts'
import { attributeOf, elementsIn, findElement } from './hast.ts'
import { type PageContext, type ReadElement, toText } from './phrasing.ts'

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

/** What stands below a figure: its caption, and who made what it shows. */
type Below = { caption: PhrasingContent[]; credit: string }

const belowOf = (caption: Element, page: PageContext): Below => {
  const made = elementsIn(caption).find(isCredit)
  const credit = made === undefined ? '' : lineOf(made, page).slice(0, longestLine)
  const rest = made === undefined ? caption : without(caption, made)
  return { caption: toLine(readBlocks(rest, page)).line, credit }
}

/** Gives a block the caption and credit of its figure. */
const withBelow = (block: RootContent, { caption, credit }: Below): RootContent => {
  const attributes = [
    ...(block.data?.attributes ?? []),
    ...(credit === '' ? [] : [{ key: 'credit', value: credit }]),
  ]
  return { ...block, data: { ...block.data, attributes, ...(caption.length > 0 && { caption }) } }
}

const isImage = (block: RootContent): boolean =>
  block.type === 'paragraph' && block.children.length === 1 && block.children[0]?.type === 'image'

const linkOfMedia = (block: RootContent): Link | undefined => {
  if (block.type !== 'paragraph' || block.children.length !== 2) return undefined
  const [link, attributes] = block.children
  const isMedia =
    attributes?.type === 'attributes' && attributes.attributes.some(({ key }) => key === 'media')
  return link?.type === 'link' && isMedia ? link : undefined
}

/** The block of a figure that its caption belongs to, with the caption; undefined where there is none. */
const captioned = (block: RootContent, below: Below): RootContent | undefined => {
  if (block.type === 'table') return { ...block, data: { ...block.data, caption: below.caption } }
  if (block.type === 'paragraph' && isImage(block)) {
    const [image] = block.children
    if (image?.type !== 'image') return undefined
    const own = withBelow({ ...image, data: { ...image.data, ...block.data } }, { ...below, credit: '' })
    const credit = below.credit === '' ? [] : [{ key: 'credit', value: below.credit }]
    const attributes = [...(block.data?.attributes ?? []), ...credit]
    return { ...block, children: [own as Image], data: { ...block.data, attributes } }
  }
  const link = linkOfMedia(block)
  if (link === undefined || block.type !== 'paragraph') return undefined
  const [, attributes] = block.children
  if (attributes?.type !== 'attributes') return undefined
  const credit = below.credit === '' ? [] : [{ key: 'credit', value: below.credit }]
  return {
    ...block,
    children: [
      { ...link, data: { ...link.data, caption: below.caption } },
      { ...attributes, attributes: [...attributes.attributes, ...credit] },
    ],
  }
}

const hasFigure = (element: Element): boolean => findElement(element, 'figure') !== undefined

/** A figure: its content, the last of which has the caption, a quote the name below it as who said it. */
export const readFigure: ReadElement = (element, page) => {
  const caption = element.children.findLast(
    (child): child is Element => child.type === 'element' && child.tagName === 'figcaption',
  )
  const deep = caption ?? (hasFigure(element) ? undefined : findElement(element, 'figcaption'))
  if (deep === undefined) return readBlocks(element, page)
  const inside: RootContent[] = readBlocks(without(element, deep), page)
  const quote = inside.findIndex(({ type }) => type === 'blockquote')
  if (quote >= 0 && findElement(element, 'img') === undefined) {
    const attribution = withoutDash(lineOf(deep, page))
    return inside.map((block, index) =>
      index === quote ? { ...block, data: { ...block.data, attribution } } : block,
    )
  }
  const below = belowOf(deep, page)
  const last = inside.findLastIndex((block) => captioned(block, below) !== undefined)
  const block = inside[last]
  // The caption of figures in a figure is of all of them.
  if (block === undefined || hasFigure(element)) {
    const rest = below.credit === '' ? [] : [toParagraph([toText(below.credit)])]
    return [...inside, ...(below.caption.length === 0 ? [] : [toParagraph(below.caption)]), ...rest]
  }
  return inside.with(last, captioned(block, below) ?? block)
}
