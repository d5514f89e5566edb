import type { Html, Image, ImageReference, PhrasingContent, RootContent, Table, TableRow } from 'mdast'
import type { Direction } from '../../article/text.ts'
import { ImageAddress } from '../../article/text.ts'
import type { Attributes, Part } from './attach.ts'
import { readContainer } from './callouts.ts'
import { definitionOf, type TreeContext } from './context.ts'
import { asSpaces, type Breaks, readInline } from './inline.ts'
import { fit, join, type Marked } from './marked.ts'
import { addNote } from './notes.ts'
import { textOfHtml } from './tags.ts'
import type { Template } from './templates.ts'

const isBlank = (node: PhrasingContent): boolean =>
  node.type === 'break' || (node.type === 'text' && node.value.trim() === '')

/** The content of a block, and the attributes that end it. */
export const splitAttributes = (children: readonly PhrasingContent[]): [PhrasingContent[], Attributes[]] => {
  const last = children.findLastIndex((node) => node.type !== 'attributes' && !isBlank(node))
  return [
    children.slice(0, last + 1),
    children.slice(last + 1).filter((node): node is Attributes => node.type === 'attributes'),
  ]
}

type AnyImage = Image | ImageReference

const isImage = (node: PhrasingContent): node is AnyImage =>
  node.type === 'image' || node.type === 'imageReference'

/** The images of a paragraph that holds nothing else. */
export const onlyImages = (content: readonly PhrasingContent[]): AnyImage[] => {
  const kept = content.filter((node) => !isBlank(node))
  return kept.every(isImage) ? kept : []
}

/** The templates of a paragraph that holds nothing else. */
export const onlyTemplates = (content: readonly PhrasingContent[]): Template[] => {
  const kept = content.filter((node) => !isBlank(node))
  return kept.every((node) => node.type === 'template') ? kept : []
}

const orNull = (text: string | null | undefined): string | null => (text === '' ? null : (text ?? null))

/** The caption that a block has beside its content. */
export const captionIn = (caption: PhrasingContent[] | undefined, context: TreeContext): Part => {
  if (caption === undefined) return {}
  const { text, marks } = readInline(caption, context)
  return text === '' ? {} : { caption: text, ...(marks.length > 0 && { captionMarks: marks }) }
}

/** An image; one whose address is none is the text that stands for it. */
export const toImagePart = (node: AnyImage, context: TreeContext): Part | undefined => {
  const target = node.type === 'image' ? node : definitionOf(node.identifier, context)
  const image = {
    type: 'image',
    url: target?.url ?? '',
    alt: orNull(node.alt),
    caption: orNull(target?.title),
    ...captionIn(node.data?.caption, context),
  }
  if (ImageAddress.safeParse(image.url).success) return image
  const text = image.caption ?? image.alt
  addNote(node, context, { kind: 'imageAddress', text: text ?? '' })
  return text === null ? undefined : { text }
}

/** Text with its marks; no list of marks where there are none. */
export const asPart = ({ text, marks }: Marked): Part => (marks.length === 0 ? { text } : { text, marks })

type Align = 'left' | 'right' | 'center' | null | undefined

/** Markdown aligns by the sides of the page, the model by the direction of the text. */
const alignOf = (align: Align, direction: Direction): 'start' | 'center' | 'end' | null => {
  if (align === 'center') return align
  if (align === null || align === undefined) return null
  return (align === 'left') === (direction === 'ltr') ? 'start' : 'end'
}

const hasText = (cells: readonly Part[]): boolean => cells.some(({ text }) => text !== '')

/** A table, or nothing where no cell has text. */
export const readTable = (table: Table, context: TreeContext): Part | undefined => {
  const read = ({ children }: TableRow): Part[] =>
    children.map((cell) => asPart(readInline(cell.children, context)))
  const [header = [], ...rows] = table.children.map(read)
  if (![header, ...rows].some(hasText)) return undefined
  const columns = (table.align ?? []).map((align) => ({ align: alignOf(align, context.direction) }))
  return {
    type: 'table',
    ...(columns.some(({ align }) => align !== null) && { columns }),
    ...(hasText(header) && { header }),
    rows,
    ...captionIn(table.data?.caption, context),
  }
}

/** A block of HTML as its text, with a note. */
export const readHtmlBlock = (node: Html, context: TreeContext): Part => {
  const { text } = fit({ text: textOfHtml(node.value), marks: [] })
  addNote(node, context, { kind: node.value.startsWith('<!') ? 'comment' : 'html', text })
  return { text }
}

/** Blocks as one text, each on lines of its own: what stands where the model has text alone. */
export const readFlow = (
  nodes: readonly RootContent[],
  context: TreeContext,
  breaks: Breaks = asSpaces,
): Marked => {
  const parts = nodes.flatMap((node): Marked[] => {
    if (node.type === 'paragraph' || node.type === 'heading')
      return [readInline(splitAttributes(node.children)[0], context, breaks)]
    if (node.type === 'code') return [fit({ text: node.value.replaceAll(/\n\s*\n/g, '\n'), marks: [] })]
    if (node.type === 'html') return [fit({ text: String(readHtmlBlock(node, context)['text']), marks: [] })]
    if (node.type === 'containerDirective') {
      const { label = '', children } = readContainer(node, context)
      return [fit({ text: label, marks: [] }), readFlow(children, context, breaks)]
    }
    return 'children' in node ? [readFlow(node.children, context, breaks)] : []
  })
  return fit(
    join(
      parts.filter((part) => part.text !== ''),
      '\n',
    ),
  )
}
