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
import { attach, type Attributes, type Part } from './attach.ts'
import { readForeign, readItems, readParagraph, readQuote } from './blocks.ts'
import { type TreeContext, definitionOf, placeOf, sourceOf } from './context.ts'
import { addNote } from './notes.ts'
import { readLine } from './inline.ts'

type SectionPart = Part & { paragraphs: Part[] }

const isBlank = (node: PhrasingContent): boolean => node.type === 'text' && node.value.trim() === ''

/** The content of a block, and the attributes that end it. */
const splitAttributes = (children: PhrasingContent[]): [PhrasingContent[], Attributes[]] => {
  const last = children.findLastIndex((node) => node.type !== 'attributes' && !isBlank(node))
  return [
    children.slice(0, last + 1),
    children.slice(last + 1).filter((node): node is Attributes => node.type === 'attributes'),
  ]
}

const isImage = (node: PhrasingContent): node is Image | ImageReference =>
  node.type === 'image' || node.type === 'imageReference'

const orNull = (text: string | null | undefined): string | null => (text === '' ? null : (text ?? null))

const readImage = (node: Image | ImageReference, context: TreeContext): Part | undefined => {
  const target = node.type === 'image' ? node : definitionOf(node.identifier, context)
  const image = {
    type: 'image',
    url: target?.url ?? '',
    alt: orNull(node.alt),
    caption: orNull(target?.title),
  }
  if (ImageAddress.safeParse(image.url).success) return image
  const text = image.caption ?? image.alt
  addNote(node, context, { kind: 'imageAddress', text: text ?? '' })
  return text === null ? undefined : { type: 'text', text }
}

const readQuoteBlock = (node: Blockquote, context: TreeContext): [Part, Attributes[]] => {
  const last = node.children.at(-1)
  if (last?.type !== 'paragraph') return [{ type: 'quote', ...readQuote(node, context) }, []]
  const [content, attributes] = splitAttributes(last.children)
  const children = [...node.children.slice(0, -1), { ...last, children: content }]
  return [{ type: 'quote', ...readQuote({ ...node, children }, context) }, attributes]
}

/** A block as a paragraph of the article file, and the attributes that end it, if it may have some. */
const readBlock = (node: RootContent, context: TreeContext): [Part | undefined, Attributes[]] => {
  if (node.type === 'blockquote') return readQuoteBlock(node, context)
  if (node.type === 'list') {
    const items = readItems(node, context)
    return [items.length === 0 ? undefined : { type: 'list', ordered: node.ordered === true, items }, []]
  }
  if (node.type !== 'paragraph') return [{ type: 'text', ...readForeign(node, context) }, []]
  const [content, attributes] = splitAttributes(node.children)
  const [only] = content
  if (only !== undefined && content.length === 1 && isImage(only))
    return [readImage(only, context), attributes]
  return [{ type: 'text', ...readParagraph({ ...node, children: content }, context) }, attributes]
}

/** The attributes that a block has besides its content, as if they ended it. */
const attributesOf = ({ data, position }: RootContent): Attributes[] =>
  data?.attributes === undefined
    ? []
    : [{ type: 'attributes', value: '', attributes: data.attributes, ...(position && { position }) }]

const kindOf = (part: Part) => (part['type'] === 'image' ? 'image' : 'paragraph')

const isTitle = (node: RootContent): boolean => node.type === 'heading' && node.depth === 1

/**
 * The sections of a document, and its title where the front matter has none and it begins with `#`. Then `##` is level 1,
 * and so it is in a draft that has no title yet.
 */
export const readSections = (root: Root, hasTitle: boolean, context: TreeContext) => {
  const sections: SectionPart[] = []
  const isUntitled = !hasTitle && !root.children.some(isTitle)
  let title: string | undefined
  const here = () => `sections[${sections.length - 1}]`
  const begin = (node: RootContent, part: Part) => {
    const section: SectionPart = { ...part, paragraphs: [] }
    sections.push(section)
    context.places.set(here(), placeOf(node, context))
    return section
  }
  const readHeading = (node: Heading) => {
    const [content, attributes] = splitAttributes(node.children)
    const line = readLine(content, context)
    if (!hasTitle && title === undefined && sections.length === 0 && isTitle(node)) {
      title = line
      context.places.set('title', placeOf(node, context))
      return attach(attributes, { kind: 'title', part: {}, path: 'title' }, context)
    }
    if (title !== undefined && isTitle(node)) {
      const problem = 'is a second title'
      const hint = 'begin it with ##, or write the title in the front matter'
      context.faults.push({ file: context.file, ...placeOf(node, context), path: '', problem, hint })
    }
    const level = title !== undefined || isUntitled ? Math.max(1, node.depth - 1) : node.depth
    const part = begin(node, { heading: line, level })
    attach(attributes, { kind: 'heading', part, path: here() }, context)
  }
  const readAlone = (node: Paragraph, attributes: Attributes[]) => {
    const section = sections.at(-1) ?? begin(node, {})
    const before = section.paragraphs.at(-1)
    const path = `${here()}.paragraphs[${section.paragraphs.length - 1}]`
    if (before !== undefined) return attach(attributes, { kind: kindOf(before), part: before, path }, context)
    const kind = section['heading'] === undefined ? 'opening' : 'heading'
    return attach(attributes, { kind, part: section, path: here() }, context)
  }
  for (const node of root.children) {
    if (node.type === 'heading') {
      readHeading(node)
      continue
    }
    const [part, attributes] = readBlock(node, context)
    const isEmpty = part === undefined || part['text'] === ''
    if (node.type === 'paragraph' && attributes.length > 0 && part !== undefined && isEmpty) {
      readAlone(node, attributes)
    } else if (!isEmpty) {
      const section = sections.at(-1) ?? begin(node, {})
      section.paragraphs.push(part)
      const path = `${here()}.paragraphs[${section.paragraphs.length - 1}]`
      context.places.set(path, placeOf(node, context))
      attach([...attributesOf(node), ...attributes], { kind: kindOf(part), part, path }, context)
    }
  }
  return { title, sections }
}

/** Notes the definitions that nothing refers to, for they are left out. */
export const noteUnused = (context: TreeContext): void => {
  for (const [label, definition] of context.definitions) {
    if (context.used.has(label) || label.startsWith('^')) continue
    const [text] = sourceOf(definition, context).split(':', 1)
    addNote(definition, context, { kind: 'unusedDefinition', text: text ?? '' })
  }
}
