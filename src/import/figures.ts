import type { Element, Parents } from 'hast'
import type { RootContent } from 'mdast'
import { longestLine } from '../article/limits.ts'
import { lineOf, readBlocks, textOfBlocks, toBlocks, withoutDash } from './content.ts'
import { attributeOf, elementsIn, findElement } from './hast.ts'
import { readImage } from './images.ts'
import type { PageContext, ReadElement } from './phrasing.ts'

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
export const readFigure: ReadElement = (element, page) => {
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
