import type {
  Blockquote,
  Heading,
  Image,
  ImageReference,
  Paragraph,
  PhrasingContent,
  Root,
  RootContent,
} from 'mdast'
import { ImageAddress } from '../../article/text.ts'
import { attach, type Kind, type Part } from './attach.ts'
import type { Attributes } from './attributes.ts'
import { readForeign, readItems, readParagraph, readQuote } from './blocks.ts'
import { definitionOf, type Desk, placeOf, sourceOf, warn } from './desk.ts'
import { readLine } from './inline.ts'

type SectionPart = Part & { paragraphs: Part[] }

const isBlank = (node: PhrasingContent): boolean => node.type === 'text' && node.value.trim() === ''

/** The content of a block, and the attributes that end it. */
const parted = (children: PhrasingContent[]): [PhrasingContent[], Attributes[]] => {
  const last = children.findLastIndex((node) => node.type !== 'attributes' && !isBlank(node))
  return [
    children.slice(0, last + 1),
    children.slice(last + 1).filter((node): node is Attributes => node.type === 'attributes'),
  ]
}

const isImage = (node: PhrasingContent): node is Image | ImageReference =>
  node.type === 'image' || node.type === 'imageReference'

const orNull = (text: string | null | undefined): string | null => (text === '' ? null : (text ?? null))

const readImage = (node: Image | ImageReference, desk: Desk): Part | undefined => {
  const at = node.type === 'image' ? node : definitionOf(node.identifier, desk)
  const image = { type: 'image', url: at?.url ?? '', alt: orNull(node.alt), caption: orNull(at?.title) }
  if (ImageAddress.safeParse(image.url).success) return image
  const kept = image.caption ?? image.alt
  warn(
    node,
    desk,
    'is an image whose address is not a web address or a path',
    kept === null ? 'left out: it has no text that stands for it' : 'kept as the text that stands for it',
  )
  return kept === null ? undefined : { type: 'text', text: kept }
}

const readQuoteBlock = (node: Blockquote, desk: Desk): [Part, Attributes[]] => {
  const last = node.children.at(-1)
  if (last?.type !== 'paragraph') return [{ type: 'quote', ...readQuote(node, desk) }, []]
  const [content, attributes] = parted(last.children)
  const children = [...node.children.slice(0, -1), { ...last, children: content }]
  return [{ type: 'quote', ...readQuote({ ...node, children }, desk) }, attributes]
}

/** A block as a paragraph of the article file, and the attributes that end it, if it may have some. */
const readBlock = (node: RootContent, desk: Desk): [Part | undefined, Attributes[]] => {
  if (node.type === 'blockquote') return readQuoteBlock(node, desk)
  if (node.type === 'list') {
    const items = readItems(node, desk)
    return [items.length === 0 ? undefined : { type: 'list', ordered: node.ordered === true, items }, []]
  }
  if (node.type !== 'paragraph') return [{ type: 'text', ...readForeign(node, desk) }, []]
  const [content, attributes] = parted(node.children)
  const [only] = content
  if (only !== undefined && content.length === 1 && isImage(only)) return [readImage(only, desk), attributes]
  return [{ type: 'text', ...readParagraph({ ...node, children: content }, desk) }, attributes]
}

const kindOf = (part: Part): Kind => (part['type'] === 'image' ? 'image' : 'paragraph')

const isEmpty = (part: Part): boolean => part['text'] === ''

/** The sections of a document, and its title where the front matter has none and a first `#` has. */
export const readSections = (root: Root, hasTitle: boolean, desk: Desk) => {
  const sections: SectionPart[] = []
  let title: string | undefined
  const here = () => `sections[${sections.length - 1}]`
  const begin = (node: RootContent, part: Part) => {
    const section: SectionPart = { ...part, paragraphs: [] }
    sections.push(section)
    desk.places.set(here(), placeOf(node, desk))
    return section
  }
  const readHeading = (node: Heading) => {
    const [content, attributes] = parted(node.children)
    const line = readLine(content, desk)
    if (!hasTitle && title === undefined && sections.length === 0 && node.depth === 1) {
      title = line
      desk.places.set('title', placeOf(node, desk))
      return attach(attributes, 'title', {}, 'title', desk)
    }
    if (title !== undefined && node.depth === 1) {
      const problem = 'is a second title'
      const hint = 'begin it with ##, or write the title in the front matter'
      desk.faults.push({ file: desk.file, ...placeOf(node, desk), path: '', problem, hint })
    }
    const level = title === undefined ? node.depth : Math.max(1, node.depth - 1)
    attach(attributes, 'heading', begin(node, { heading: line, level }), here(), desk)
  }
  const readAlone = (node: Paragraph, attributes: Attributes[]) => {
    const section = sections.at(-1) ?? begin(node, {})
    const before = section.paragraphs.at(-1)
    const path = `${here()}.paragraphs[${section.paragraphs.length - 1}]`
    if (before !== undefined) attach(attributes, kindOf(before), before, path, desk)
    else attach(attributes, section['heading'] === undefined ? 'opening' : 'heading', section, here(), desk)
  }
  for (const node of root.children) {
    if (node.type === 'heading') readHeading(node)
    else {
      const [part, attributes] = readBlock(node, desk)
      if (node.type === 'paragraph' && attributes.length > 0 && part !== undefined && isEmpty(part)) {
        readAlone(node, attributes)
      } else if (part !== undefined && !isEmpty(part)) {
        const section = sections.at(-1) ?? begin(node, {})
        section.paragraphs.push(part)
        const path = `${here()}.paragraphs[${section.paragraphs.length - 1}]`
        desk.places.set(path, placeOf(node, desk))
        attach(attributes, kindOf(part), part, path, desk)
      }
    }
  }
  return { title, sections }
}

/** Definitions that nothing refers to are told of, for they are left out. */
export const warnOfUnused = (desk: Desk): void => {
  for (const [label, definition] of desk.definitions) {
    if (desk.used.has(label) || label.startsWith('^')) continue
    warn(
      definition,
      desk,
      `defines ${sourceOf(definition, desk).split(':', 1)[0] ?? ''}, which nothing uses`,
      'left out',
    )
  }
}
