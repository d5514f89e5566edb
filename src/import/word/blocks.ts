import { deepestTable, mostColumns } from '../limits.ts'
import { type InlineContent, readInlineContent, type Story, storyOf, textOfParagraphs } from './inline.ts'
import type { ListNumber } from './numbering.ts'
import { plainMarks, textOfPieces, type WordPiece } from './pieces.ts'
import { outlineLevel, type ParagraphStyle, readListPlace } from './styles.ts'
import { childOf, isOn, valueOf, type XmlElement } from './xml.ts'

/** A paragraph of a document. */
export type WordParagraph = {
  type: 'paragraph'
  role: 'title' | 'subtitle' | 'heading' | 'quote' | 'code' | 'caption' | 'term' | 'definition' | 'text'
  /** Of a heading, from 1. */
  level: number
  number: ListNumber | undefined
  pieces: WordPiece[]
  isRtl: boolean
}

export type WordCell = { blocks: WordBlock[]; columns: number; isContinued: boolean }
export type WordRow = { isHeader: boolean; cells: WordCell[] }
export type WordTable = { type: 'table'; rows: WordRow[]; isRtl: boolean }
export type WordBlock = WordParagraph | WordTable | { type: 'rule' }

const plainStyles = new Set(
  'normal,standard,list paragraph,body text,text body,default,no spacing,normal (web),first paragraph,compact,footnote text,endnote text,header,footer,plain text,table contents,table heading,table text,caption,quotations'.split(
    ',',
  ),
)

const roles: [WordParagraph['role'], RegExp][] = [
  ['title', /^title$/],
  ['subtitle', /^subtitle$/],
  ['quote', /^(?:intense quote|quote|quotations|block text)$/],
  ['code', /^(?:source code|html preformatted|preformatted text|code|code block|macro text)$/],
  ['term', /^(?:definition term|list heading)$/],
  ['definition', /^(?:definition|list contents)$/],
  ['caption', /^(?:caption|table caption|image caption|table|illustration|figure)$/],
]

/** What the nearest name says: a style may be based on one of another meaning, as Subtitle is on Title. */
const roleOf = ({ names, level, levelAt }: ParagraphStyle): WordParagraph['role'] => {
  const nearest = level > 0 ? names.slice(0, levelAt + 1) : names
  const found = nearest.flatMap((name) => roles.find(([, pattern]) => pattern.test(name))?.[0] ?? [])[0]
  return found ?? (level > 0 ? 'heading' : 'text')
}

/** A style that the names do not explain. Styles of lists, of tables of contents and the like say it in their names. */
const isPlain = ({ names: [name = ''] }: ParagraphStyle): boolean =>
  plainStyles.has(name) || name === '' || /^(?:list|toc|index|body text|envelope|table of)\b/.test(name)

type Properties = { element: XmlElement | undefined; style: ParagraphStyle }

const isJoined = (properties: XmlElement | undefined): boolean => {
  const mark = childOf(properties, 'w:rPr')
  const isDropCap = /^(?:drop|margin)$/.test(valueOf(childOf(properties, 'w:framePr'), 'w:dropCap') ?? '')
  return isDropCap || childOf(mark, 'w:del') !== undefined || childOf(mark, 'w:moveFrom') !== undefined
}

const labelOf = ({ label }: ListNumber): WordPiece => ({
  type: 'text',
  value: `${label} `,
  marks: plainMarks,
})

/** Elements that a table or row stands in without being part of it. */
const around = new Set(['w:sdt', 'w:sdtContent', 'w:customXml', 'w:ins', 'w:moveTo', 'w:smartTag'])

/** The rows of a table or the cells of a row, also those inside of content controls. */
const partsOf = (element: XmlElement, name: string): XmlElement[] =>
  element.children.flatMap((child) => {
    if (child.name === name) return [child]
    return around.has(child.name) ? partsOf(child, name) : []
  })

/** Adds to the content of a paragraph; by loops, for a call takes no list of 150,000. */
const append = ({ pieces, boxes }: InlineContent, content: InlineContent): void => {
  for (const piece of pieces) content.pieces.push(piece)
  for (const box of boxes) content.boxes.push(box)
}

const blocksOfRow = ({ cells }: WordRow): WordBlock[] => cells.flatMap((cell) => cell.blocks)

/** Reads what stands in the body, in a cell, a note or a text box. */
export const readWordBlocks = (elements: readonly XmlElement[], story: Story): WordBlock[] => {
  const { styles, numbering, notes, changes, part } = story
  const blocks: WordBlock[] = []
  /** What stands before the end of a paragraph that is deleted: it begins the next one. */
  let joined: { content: InlineContent; properties: Properties } | undefined

  const readProperties = (paragraph: XmlElement): Properties => {
    const element = childOf(paragraph, 'w:pPr')
    return { element, style: styles.paragraph(valueOf(childOf(element, 'w:pStyle'))) }
  }

  const numberOf = ({ element, style }: Properties): ListNumber | undefined => {
    const own = readListPlace(childOf(element, 'w:numPr'))
    const id = valueOf(childOf(element, 'w:pStyle')) ?? ''
    return numbering.next({ id: own.id ?? style.list.id, level: own.level ?? style.list.level }, id)
  }

  const push = ({ pieces, boxes }: InlineContent, properties: Properties): void => {
    const { element, style } = properties
    const counted = numberOf(properties)
    // What has no number and no bullet goes on with the item before it.
    const number = counted?.label === '' ? undefined : counted
    const isRtl = isOn(childOf(element, 'w:bidi')) ?? (style.rtl || styles.isRtl)
    const direct = outlineLevel(element)
    const level = direct ?? style.level
    const named = roleOf(style)
    const role = direct !== undefined && direct > 0 && named === 'text' ? 'heading' : named
    const isHeading = role === 'heading' && level > 0
    const rules = pieces.filter(({ type }) => type === 'rule')
    const kept = pieces.filter(({ type }) => type !== 'rule')
    if (kept.length > 0) {
      if (role === 'text' && !isPlain(style) && number === undefined)
        notes.add('wordStyle', style.name, { value: 'paragraph' })
      const isLabelled = number !== undefined && (isHeading || number.hasWords)
      blocks.push({
        type: 'paragraph',
        role: role === 'heading' && !isHeading ? 'text' : role,
        level: role === 'title' ? 1 : level,
        number: isLabelled || isHeading ? undefined : number,
        pieces: isLabelled && number.isOrdered ? [labelOf(number), ...kept] : kept,
        isRtl,
      })
    }
    for (const _ of rules) blocks.push({ type: 'rule' })
    for (const box of boxes) readTextBox(box)
  }

  const readTextBox = (box: XmlElement): void => {
    const found = readWordBlocks(box.children, { ...storyOf(box, part, story), tables: story.tables })
    const [first] = found
    if (first !== undefined) notes.add('wordTextBox', textOfBlock(first))
    for (const block of found) blocks.push(block)
  }

  const flush = (): void => {
    if (joined !== undefined) push(joined.content, joined.properties)
    joined = undefined
  }

  const readParagraph = (element: XmlElement): void => {
    const properties = readProperties(element)
    const own = readInlineContent(element.children, properties.style.run, story)
    const content = joined?.content ?? own
    if (content !== own) append(own, content)
    joined = { content, properties }
    if (!isJoined(properties.element)) flush()
  }

  const readCell = (element: XmlElement): WordCell => {
    const properties = childOf(element, 'w:tcPr')
    const columns = Number(valueOf(childOf(properties, 'w:gridSpan')) ?? 1)
    const merged = childOf(properties, 'w:vMerge')
    return {
      blocks: readWordBlocks(element.children, { ...story, tables: story.tables + 1 }),
      columns: Number.isInteger(columns) ? Math.min(Math.max(columns, 1), mostColumns) : 1,
      isContinued: merged !== undefined && (valueOf(merged) ?? 'continue') === 'continue',
    }
  }

  const readRow = (element: XmlElement): WordRow[] => {
    const properties = childOf(element, 'w:trPr')
    if (childOf(properties, 'w:del') !== undefined) {
      changes.delete(textOfParagraphs(element))
      changes.keep()
      return []
    }
    const cells = partsOf(element, 'w:tc').filter((cell) => {
      const isDeleted = childOf(cell, 'w:tcPr', 'w:cellDel') !== undefined
      if (isDeleted) changes.delete(textOfParagraphs(cell))
      return !isDeleted
    })
    return [{ isHeader: isOn(childOf(properties, 'w:tblHeader')) ?? false, cells: cells.map(readCell) }]
  }

  const readTable = (element: XmlElement): void => {
    flush()
    const rows = partsOf(element, 'w:tr').flatMap(readRow)
    const isRtl = isOn(childOf(element, 'w:tblPr', 'w:bidiVisual')) ?? false
    if (story.tables < deepestTable) blocks.push({ type: 'table', rows, isRtl })
    else for (const block of rows.flatMap(blocksOfRow)) blocks.push(block)
  }

  const readControl = (element: XmlElement): void => {
    const gallery = valueOf(childOf(element, 'w:sdtPr', 'w:docPartObj', 'w:docPartGallery'))
    const before = blocks.length
    readAll(childOf(element, 'w:sdtContent')?.children ?? [])
    const first = blocks[before]
    if (gallery === 'Table of Contents' && first !== undefined) notes.add('wordContents', textOfBlock(first))
  }

  const readers: Record<string, (element: XmlElement) => void> = {
    'w:p': readParagraph,
    'w:tbl': readTable,
    'w:sdt': readControl,
    'w:altChunk': () => notes.add('wordChunk'),
    'w:del': (element) => changes.delete(textOfParagraphs(element)),
    'w:moveFrom': (element) => changes.move(textOfParagraphs(element)),
    'w:sectPr': () => undefined,
  }
  const readAll = (children: readonly XmlElement[]): void => {
    for (const element of children) {
      const read = Object.hasOwn(readers, element.name) ? readers[element.name] : undefined
      if (read !== undefined) read(element)
      // A run or an equation that stands in no paragraph is one.
      else if (/^(?:w:r|m:oMath|m:oMathPara|w:hyperlink)$/.test(element.name))
        readParagraph({ ...element, name: 'w:p', children: [element] })
      else readAll(element.children)
    }
  }
  readAll(elements)
  flush()
  return blocks
}

/** The text of a block, the cells of a table divided by spaces. */
export const textOfBlock = (block: WordBlock): string => {
  if (block.type === 'paragraph') return textOfPieces(block.pieces)
  if (block.type === 'rule') return ''
  return block.rows.flatMap(({ cells }) => cells.flatMap((cell) => cell.blocks.map(textOfBlock))).join(' ')
}

/** The text of a note; undefined where the document has no such note. */
export type NoteOf = (kind: 'footnote' | 'endnote', id: string) => WordBlock[] | undefined
