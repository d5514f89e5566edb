import type {
  BlockContent,
  Break,
  FootnoteDefinition,
  Heading,
  Html,
  List,
  ListItem,
  Paragraph,
  PhrasingContent,
  RootContent,
  Table,
  TableRow,
  Text,
} from 'mdast'
import { toMarkdown } from 'mdast-util-to-markdown'
import type { NoteFile, ParagraphFile, SectionFile } from '../../article/file.ts'
import { type LooseMark, type Mark, weave, type Woven } from '../../article/marks.ts'
import { directionOf } from '../../article/text.ts'
import { markdownOptions } from './options.ts'
import { fragment } from '../site.ts'

type Marked = string | { text: string; marks?: LooseMark[] | undefined }

const lineBreak: Break = { type: 'break' }

const raw = (value: string): Html => ({ type: 'html', value })

/** A line end as a hard break; in the cell of a table, which is a line of Markdown, as HTML. */
type Broken = 'break' | 'html'

/** Text as nodes: each line end is a hard break. */
const lines = (text: string, broken: Broken = 'break'): PhrasingContent[] =>
  text
    .split('\n')
    .flatMap((value, index): (Text | Break | Html)[] => [
      ...(index === 0 ? [] : [broken === 'break' ? lineBreak : raw('<br>')]),
      { type: 'text', value },
    ])
    .filter((node) => node.type !== 'text' || node.value !== '')

/** Code has no escapes, and `]:` inside a link could begin a definition: there code with a `]` is written in HTML. */
const code = (value: string, isLinked: boolean): PhrasingContent[] =>
  isLinked && value.includes(']')
    ? [raw('<code>'), { type: 'text', value }, raw('</code>')]
    : [{ type: 'inlineCode', value }]

const textOf = (woven: readonly Woven[]): string =>
  woven.map((part) => (typeof part === 'string' ? part : textOf(part.inside))).join('')

/** A reference whose text is its label in brackets, as it is read; any other as a link to the note. */
const noteReference = (
  { note }: Mark & { type: 'note' },
  inside: readonly Woven[],
  { labels, print }: { labels: Labels; print: () => PhrasingContent[] },
): PhrasingContent =>
  inside.length === 1 && inside[0] === `[${labels.get(note)}]`
    ? { type: 'footnoteReference', identifier: note, label: note }
    : { type: 'link', url: fragment(note), children: print() }

/** The labels of notes by their ids. */
export type Labels = ReadonlyMap<string, string>

type Printing = { labels: Labels; broken: Broken; isLinked: boolean }

const inHtml = (name: string, children: PhrasingContent[], attribute = ''): PhrasingContent[] => [
  raw(`<${name}${attribute}>`),
  ...children,
  raw(`</${name}>`),
]

const phrase = (woven: Woven, printing: Printing): PhrasingContent[] => {
  if (typeof woven === 'string') return lines(woven, printing.broken)
  const { mark, inside } = woven
  const children = (isLinked = printing.isLinked) =>
    inside.flatMap((part) => phrase(part, { ...printing, isLinked }))
  switch (mark.type) {
    case 'link':
      return [{ type: 'link', url: mark.href, children: children(true) }]
    case 'note':
      return [noteReference(mark, inside, { labels: printing.labels, print: () => children(true) })]
    case 'strong':
    case 'emphasis':
      return [{ type: mark.type, children: children() }]
    case 'strike':
      return [{ type: 'delete', children: children() }]
    case 'superscript':
      return inHtml('sup', children())
    case 'subscript':
      return inHtml('sub', children())
    case 'language': {
      const { language, direction } = mark
      const dir = direction === undefined || direction === directionOf(language) ? '' : ` dir="${direction}"`
      return inHtml('span', children(), ` lang="${language}"${dir}`)
    }
    case 'code':
      return code(textOf(inside), printing.isLinked)
  }
}

const phrasing = (marked: Marked, labels: Labels, broken: Broken = 'break'): PhrasingContent[] => {
  if (typeof marked === 'string') return lines(marked, broken)
  // Marks of a file that was written of an article are in order.
  const woven = weave(marked.text, (marked.marks ?? []) as Mark[])
  return woven.flatMap((part) => phrase(part, { labels, broken, isLinked: false }))
}

/** Escapes what would end the value, the comment or HTML in it; a line end is written as `\n`. */
const quoted = (text: string): string =>
  `"${text.replaceAll(/["\\<>-]/g, '\\$&').replaceAll('\n', String.raw`\n`)}"`

const isBare = (value: string): boolean => /^[\w:/.#?&=%+~@,;!*()'-]+$/.test(value) && !value.includes('--')

type Values = Record<string, string | number | null | undefined>

/** `<!--{#id lang=en credit="A. Name"}-->`, which no renderer shows; nothing where no value is given. */
const attributes = (values: Values): Html[] => {
  const written = Object.entries(values).flatMap(([key, value]) => {
    if (value === null || value === undefined) return []
    if (key === 'id') return [`#${value}`]
    const text = String(value)
    return [`${key}=${/["{}=<>-]/.test(text) || !isBare(text) ? quoted(text) : text}`]
  })
  return written.length === 0 ? [] : [raw(`<!--{${written.join(' ')}}-->`)]
}

const after = (content: PhrasingContent[], block: Html[]): PhrasingContent[] =>
  block.length === 0
    ? content
    : [...content, ...(content.length === 0 ? [] : [{ type: 'text', value: ' ' } as const]), ...block]

/** Who said it, on a line after a dash. A lone dash where nobody is named, but the last line would be read as a name. */
const attributionOf = (text: string, attribution: string | null | undefined): PhrasingContent[] => {
  if (typeof attribution === 'string') return [lineBreak, { type: 'text', value: `— ${attribution}` }]
  return /(?:^|\n)(?:—|--)(?: [^\n]*)?$/.test(text) ? [lineBreak, { type: 'text', value: '—' }] : []
}

type ParagraphObject = Exclude<ParagraphFile, string>
type ListFile = Extract<ParagraphObject, { type: 'list' }>
type ItemFile = ListFile['items'][number]

const itemBlock = (item: ItemFile, labels: Labels): ListItem => {
  const { checked = null, term } = typeof item === 'string' ? {} : item
  const content = phrasing(item, labels)
  const children =
    typeof term === 'string' ? [...lines(`${term}: `), ...after(content, attributes({ term }))] : content
  const isEmpty = children.length === 0
  return {
    type: 'listItem',
    spread: false,
    checked,
    children: isEmpty ? [] : [{ type: 'paragraph', children }],
  }
}

const levelOf = (item: ItemFile): number => (typeof item === 'string' ? 1 : (item.level ?? 1))

const isOrdered = (item: ItemFile, ordered: boolean): boolean =>
  typeof item === 'string' ? ordered : (item.ordered ?? ordered)

/** A list with the lists in it. An item of a deeper level that none is above stands in an item without text. */
const listBlocks = ({ ordered = false, start = 1, items }: ListFile, labels: Labels): List => {
  const root: List = { type: 'list', ordered, start: ordered ? start : null, spread: false, children: [] }
  const open: List[] = [root]
  for (const item of items) {
    const level = levelOf(item)
    open.length = Math.min(open.length, level)
    while (open.length < level) {
      const parent = open.at(-1) as List
      if (parent.children.length === 0)
        parent.children.push({ type: 'listItem', spread: false, children: [] })
      const list: List = { type: 'list', ordered: isOrdered(item, ordered), spread: false, children: [] }
      parent.children.at(-1)?.children.push(list)
      open.push(list)
    }
    let list = open.at(-1) as List
    if (list !== root && list.ordered !== isOrdered(item, ordered)) {
      const parent = (open.at(-2) as List).children.at(-1)
      list = { type: 'list', ordered: isOrdered(item, ordered), spread: false, children: [] }
      parent?.children.push(list)
      open[open.length - 1] = list
    }
    list.children.push(itemBlock(item, labels))
  }
  return root
}

type TableFile = Extract<ParagraphObject, { type: 'table' }>

/** Markdown aligns by the sides of the page, the model by the direction of the text. */
const sideOf = (align: string | null | undefined, isRtl: boolean): 'left' | 'right' | 'center' | null => {
  if (align === 'center') return align
  if (align === undefined || align === null) return null
  return (align === 'end') === isRtl ? 'left' : 'right'
}

/** A table; one without a row of headings has an empty one, which Markdown cannot do without. */
const tableBlock = (
  { columns = [], header = [], rows }: TableFile,
  isRtl: boolean,
  labels: Labels,
): Table => {
  const width = Math.max(header.length, ...rows.map((row) => row.length))
  const row = (cells: readonly Marked[]): TableRow => ({
    type: 'tableRow',
    children: Array.from({ length: width }, (_, index) => ({
      type: 'tableCell',
      children: phrasing(cells[index] ?? '', labels, 'html'),
    })),
  })
  return {
    type: 'table',
    align: Array.from({ length: width }, (_, index) => sideOf(columns[index]?.align, isRtl)),
    children: [row(header), ...rows.map(row)],
  }
}

/** A text with marks as Markdown on one line, as the value of an attribute. */
const asValue = (marked: Marked, labels: Labels): string =>
  toMarkdown({ type: 'paragraph', children: phrasing(marked, labels, 'html') }, markdownOptions).trimEnd()

type Captioned = { caption?: string | null | undefined; captionMarks?: LooseMark[] | undefined }

const captionOf = ({ caption, captionMarks = [] }: Captioned, labels: Labels): string | null =>
  caption === null || caption === undefined ? null : asValue({ text: caption, marks: captionMarks }, labels)

/** What the printing of a paragraph needs to know of what is around it. */
export type Around = { labels: Labels; direction: 'rtl' | 'ltr' }

/** The kinds of callouts that GitHub draws, by their labels. */
const alerts: Readonly<Record<string, string>> = {
  Note: 'NOTE',
  Tip: 'TIP',
  Important: 'IMPORTANT',
  Warning: 'WARNING',
  Caution: 'CAUTION',
}

/** Attributes that paragraphs of every type have; `apart` says that their role and group are written otherwise. */
const ownOf = (paragraph: ParagraphObject, apart: boolean): Values => {
  const { id, language: lang, direction: dir, role, label, group } = paragraph
  return { id, lang, dir, ...(apart ? {} : { role, label, group }) }
}

/** Whether a paragraph is the address of a link alone, which is read as media where it is of a video or audio. */
const isBareLink = ({ text, marks = [] }: { text: string; marks?: LooseMark[] | undefined }): boolean =>
  marks.length === 1 && marks[0]?.type === 'link' && marks[0].href === text

const block = (
  paragraph: ParagraphObject,
  { labels, direction }: Around,
  isApart: boolean,
): RootContent[] => {
  const own = ownOf(paragraph, isApart)
  const follow = (node: BlockContent, more: Values = {}) => [node, ...attributes({ ...own, ...more })]
  switch (paragraph.type) {
    case 'list':
      return follow(listBlocks(paragraph, labels))
    case 'image': {
      const { url, alt, caption, captionMarks, credit, width, height } = paragraph
      const image = { type: 'image', url, alt: alt ?? '', title: caption ?? null } as const
      const marked = captionMarks === undefined ? null : captionOf(paragraph, labels)
      const values = { ...own, caption: marked, credit, width, height }
      return [{ type: 'paragraph', children: [image, ...attributes(values)] }]
    }
    case 'quote': {
      const content = quoteContent(paragraph, labels, own)
      return [{ type: 'blockquote', children: [content] }]
    }
    case 'code': {
      const { syntax = null, text } = paragraph
      const isName = syntax === null || /^[^\s`{]+$/.test(syntax)
      return follow({ type: 'code', lang: isName ? syntax : null, value: text }, isName ? {} : { syntax })
    }
    case 'table': {
      const isRtl = direction === 'rtl'
      return follow(tableBlock(paragraph, isRtl, labels), { caption: captionOf(paragraph, labels) })
    }
    case 'media': {
      const { kind: media, url, title, provider, poster, credit, width, height, duration } = paragraph
      const values = {
        media,
        title,
        provider,
        poster,
        caption: captionOf(paragraph, labels),
        credit,
        width,
        height,
        duration,
      }
      const link = { type: 'link', url, children: lines(title ?? url) } as const
      return [{ type: 'paragraph', children: [link, ...attributes({ ...own, ...values })] }]
    }
    case 'break':
      return follow({ type: 'thematicBreak' })
    case 'text':
    case undefined: {
      const values = isBareLink(paragraph) ? { ...own, type: 'text' } : own
      return [{ type: 'paragraph', children: after(phrasing(paragraph, labels), attributes(values)) }]
    }
  }
}

type QuoteFile = Extract<ParagraphObject, { type: 'quote' }>

const quoteContent = (quote: QuoteFile, labels: Labels, own: Values, isLast = true): Paragraph => {
  const signature = isLast ? attributionOf(quote.text, quote.attribution) : []
  const content = [...phrasing(quote, labels), ...signature]
  return { type: 'paragraph', children: after(content, attributes({ ...own, cite: quote.url })) }
}

const toObject = (paragraph: ParagraphFile): ParagraphObject =>
  typeof paragraph === 'string' ? { text: paragraph } : paragraph

/** Neighbours that are one group, and each other paragraph alone. */
const groupsIn = (paragraphs: readonly ParagraphFile[]): ParagraphObject[][] => {
  const groups: ParagraphObject[][] = []
  for (const paragraph of paragraphs.map(toObject)) {
    const last = groups.at(-1)
    if (typeof paragraph.group === 'number' && last?.[0]?.group === paragraph.group) last.push(paragraph)
    else groups.push([paragraph])
  }
  return groups
}

const isAlert = (group: readonly ParagraphObject[]): boolean =>
  group.every(
    ({ role, label }, index) =>
      role === 'callout' &&
      (index === 0 ? label !== undefined && Object.hasOwn(alerts, label) : label === undefined),
  )

/** A callout as GitHub draws it; a quote in it is a quote within a quote. */
const alertBlock = (group: readonly ParagraphObject[], around: Around): RootContent => {
  const name = alerts[group[0]?.label ?? ''] ?? ''
  const head: Paragraph = { type: 'paragraph', children: [raw(`[!${name}]`)] }
  const blocks = group.flatMap((paragraph) => block(paragraph, around, true)) as BlockContent[]
  const [first, ...others] = blocks
  const joined: BlockContent[] =
    first?.type === 'paragraph'
      ? [{ ...first, children: [raw(`[!${name}]\n`), ...first.children] }, ...others]
      : [head, ...blocks]
  return { type: 'blockquote', children: joined }
}

const isQuote = (group: readonly ParagraphObject[]): boolean =>
  group.length > 1 &&
  group[0]?.type === 'quote' &&
  group.every(({ role, type }) => (role ?? null) === null && type !== 'text' && type !== undefined) &&
  // Of a quote only the last line is read as who said it.
  group
    .slice(0, -1)
    .every((paragraph) => paragraph.type !== 'quote' || typeof paragraph.attribution !== 'string')

const quoteBlock = (group: readonly ParagraphObject[], around: Around): RootContent => ({
  type: 'blockquote',
  children: group.flatMap((paragraph, index) =>
    paragraph.type === 'quote'
      ? [quoteContent(paragraph, around.labels, ownOf(paragraph, true), index === group.length - 1)]
      : (block(paragraph, around, true) as BlockContent[]),
  ),
})

/** The paragraphs of a section as blocks: each one, and after some of them their attributes. */
const paragraphBlocks = (paragraphs: readonly ParagraphFile[], around: Around): RootContent[] =>
  groupsIn(paragraphs).flatMap((group) => {
    if (isAlert(group)) return [alertBlock(group, around)]
    if (isQuote(group)) return [quoteBlock(group, around)]
    return group.flatMap((paragraph) => block(paragraph, around, false))
  })

const headingBlock = (
  { id, level = 1, headingMarks, aliases }: SectionFile,
  text: string,
  labels: Labels,
): Heading => ({
  type: 'heading',
  depth: level as Heading['depth'],
  children: after(
    phrasing({ text, marks: headingMarks }, labels),
    attributes({ id, aliases: aliases?.join(' ') }),
  ),
})

/** The attributes of the opening section are a block at the very beginning; an empty section has its id there. */
const openingBlocks = ({ id, level, aliases, paragraphs }: SectionFile): RootContent[] =>
  attributes({
    id: id ?? (paragraphs.length === 0 ? 'lede' : undefined),
    level,
    aliases: aliases?.join(' '),
  })

/** The sections of an article file as the blocks of a document. */
export const sectionNodes = (section: SectionFile, around: Around): RootContent[] => {
  const { heading = null } = section
  const head = heading === null ? openingBlocks(section) : [headingBlock(section, heading, around.labels)]
  return [...head, ...paragraphBlocks(section.paragraphs, around)]
}

/** A note as it stands at the end of a document. */
export const noteNode = (note: NoteFile, { labels }: Around): FootnoteDefinition => {
  const { id, label, language: lang, direction: dir } = note
  const own = attributes({ id: /^\d+$/.test(id) ? id : undefined, label, lang, dir })
  return {
    type: 'footnoteDefinition',
    identifier: id,
    label: id,
    children: [{ type: 'paragraph', children: after(phrasing(note, labels), own) }],
  }
}
