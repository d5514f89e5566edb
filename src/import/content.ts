import type { Element, Parents } from 'hast'
import type {
  BlockContent,
  DefinitionContent,
  Image,
  Paragraph,
  PhrasingContent,
  RootContent,
  Text,
} from 'mdast'
import { longestLine } from '../article/limits.ts'
import { type PageContext, plainOf } from './phrasing.ts'

/** Content that is made of blocks. */
export type Flow = BlockContent | DefinitionContent

export const toParagraph = (children: PhrasingContent[]): Paragraph => ({ type: 'paragraph', children })

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
export const toParagraphs = (block: Flow): Flow[] => {
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

export const toBlocks = (nodes: RootContent[], { state }: PageContext): Flow[] =>
  state.toFlow(nodes).flatMap(toParagraphs)

export const readBlocks = (element: Parents, page: PageContext): Flow[] =>
  toBlocks(page.state.all(element), page)

/** Blocks apart from their images, which in the model are only in sections. */
export const splitImages = (blocks: Flow[]): { texts: Flow[]; images: Flow[] } => ({
  texts: blocks.filter((block) => !isImage(block)),
  images: blocks.filter(isImage),
})

/** The content of one block for where the model has a line alone. */
const lineOfBlock = (block: RootContent): PhrasingContent[][] => {
  if (block.type === 'paragraph' || block.type === 'heading') return [block.children]
  if (block.type === 'code') return [[{ type: 'text', value: block.value }]]
  return 'children' in block ? block.children.flatMap(lineOfBlock) : []
}

/** Blocks as the content of one line, divided by line breaks or spaces, and their images. */
export const toLine = (
  blocks: Flow[],
  between: PhrasingContent = { type: 'break' },
): { line: PhrasingContent[]; images: Flow[] } => {
  const { texts, images } = splitImages(blocks)
  const lines = texts.flatMap(lineOfBlock)
  return { line: lines.flatMap((line, index) => (index === 0 ? line : [{ ...between }, ...line])), images }
}

/** The text of an element on one line. */
export const lineOf = (element: Element, page: PageContext): string =>
  plainOf(toLine(readBlocks(element, page), { type: 'text', value: ' ' }).line)
    .replaceAll(/\s+/gu, ' ')
    .trim()

/** The text of blocks as in the source, a line each. */
export const rawTextOf = (blocks: Flow[]): string => blocks.map((block) => plainOf([block])).join('\n')

/** Who said a quote, on one line. */
export const withoutDash = (text: string): string =>
  text
    .replace(/^[\s\-–—―]+/u, '')
    .replaceAll(/\s+/gu, ' ')
    .slice(0, longestLine)
    .trim()
