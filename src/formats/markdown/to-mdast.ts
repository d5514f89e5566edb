import type { BlockContent, Break, Heading, Html, ListItem, PhrasingContent, RootContent, Text } from 'mdast'
import type { ParagraphFile, SectionFile } from '../../article/file.ts'
import { type Mark, weave, type Woven } from '../../article/marks.ts'

type Marked = string | { text: string; marks?: Mark[] | undefined }

const lineBreak: Break = { type: 'break' }

/** Text as nodes: each line end is a hard break. */
const lines = (text: string): (Text | Break)[] =>
  text
    .split('\n')
    .flatMap((value, index): (Text | Break)[] => [
      ...(index === 0 ? [] : [lineBreak]),
      { type: 'text', value },
    ])
    .filter((node) => node.type === 'break' || node.value !== '')

const raw = (value: string): Html => ({ type: 'html', value })

/** Code has no escapes, and `]:` inside a link could begin a definition: there code with a `]` is written in HTML. */
const code = (value: string, isLinked: boolean): PhrasingContent[] =>
  isLinked && value.includes(']')
    ? [raw('<code>'), { type: 'text', value }, raw('</code>')]
    : [{ type: 'inlineCode', value }]

const nodesOf = (woven: Woven, isLinked: boolean): PhrasingContent[] => {
  if (typeof woven === 'string') return lines(woven)
  const { mark, inside } = woven
  const children = (isNowLinked: boolean) => inside.flatMap((part) => nodesOf(part, isNowLinked))
  switch (mark.type) {
    case 'link':
      return [{ type: 'link', url: mark.href ?? '', children: children(true) }]
    case 'strong':
    case 'emphasis':
      return [{ type: mark.type, children: children(isLinked) }]
    case 'code':
      return code(inside.filter((part) => typeof part === 'string').join(''), isLinked)
  }
}

const phrasing = (marked: Marked): PhrasingContent[] =>
  typeof marked === 'string'
    ? lines(marked)
    : weave(marked.text, marked.marks ?? []).flatMap((part) => nodesOf(part, false))

/** Escapes what would end the value, the comment or HTML in it. */
const quoted = (text: string): string => `"${text.replaceAll(/["\\<>-]/g, '\\$&')}"`

/** `<!--{#id lang=en credit="A. Name"}-->`, which no renderer shows; nothing where no value is given. */
const attributes = (values: Record<string, string | number | null | undefined>): Html[] => {
  const written = Object.entries(values).flatMap(([key, value]) => {
    if (value === null || value === undefined) return []
    if (key === 'id') return [`#${value}`]
    return [`${key}=${key === 'credit' ? quoted(String(value)) : value}`]
  })
  return written.length === 0 ? [] : [raw(`<!--{${written.join(' ')}}-->`)]
}

const after = (content: PhrasingContent[], block: Html[]): PhrasingContent[] =>
  block.length === 0 ? content : [...content, { type: 'text', value: ' ' }, ...block]

/** Who said it, on a line after a dash. A lone dash where nobody is named, but the last line would be read as a name. */
const attributionOf = (text: string, attribution: string | null | undefined): PhrasingContent[] => {
  if (typeof attribution === 'string') return [lineBreak, { type: 'text', value: `— ${attribution}` }]
  return /(?:^|\n)(?:—|--)(?: [^\n]*)?$/.test(text) ? [lineBreak, { type: 'text', value: '—' }] : []
}

const listItem = (item: Marked): ListItem => ({
  type: 'listItem',
  spread: false,
  children: [{ type: 'paragraph', children: phrasing(item) }],
})

/** A paragraph of an article file as a block; the attributes of a list are a block after it. */
const paragraphBlocks = (paragraph: ParagraphFile): BlockContent[] => {
  if (typeof paragraph === 'string') return [{ type: 'paragraph', children: lines(paragraph) }]
  const { id, language: lang, direction: dir } = paragraph
  const own = { id, lang, dir }
  switch (paragraph.type) {
    case 'list': {
      const { ordered = false, items } = paragraph
      return [{ type: 'list', ordered, spread: false, children: items.map(listItem) }, ...attributes(own)]
    }
    case 'image': {
      const { url, alt, caption, credit, width, height } = paragraph
      const image = { type: 'image', url, alt: alt ?? '', title: caption ?? null } as const
      return [{ type: 'paragraph', children: [image, ...attributes({ ...own, credit, width, height })] }]
    }
    case 'quote': {
      const content = [...phrasing(paragraph), ...attributionOf(paragraph.text, paragraph.attribution)]
      return [
        { type: 'blockquote', children: [{ type: 'paragraph', children: after(content, attributes(own)) }] },
      ]
    }
    case 'text':
    case undefined:
      return [{ type: 'paragraph', children: after(phrasing(paragraph), attributes(own)) }]
  }
}

const headingBlock = ({ id, level = 1, heading }: SectionFile, text: string): Heading => ({
  type: 'heading',
  depth: level as Heading['depth'],
  children: after(heading === '' ? [] : [{ type: 'text', value: text }], attributes({ id })),
})

/** The attributes of the opening section are a block at the very beginning; an empty section has its id there. */
const openingBlocks = ({ id, level, paragraphs }: SectionFile): RootContent[] =>
  attributes({ id: id ?? (paragraphs.length === 0 ? 'lede' : undefined), level })

/** A section of an article file as blocks of a document. */
export const sectionNodes = (section: SectionFile): RootContent[] => {
  const { heading = null } = section
  const head = heading === null ? openingBlocks(section) : [headingBlock(section, heading)]
  return [...head, ...section.paragraphs.flatMap(paragraphBlocks)]
}
