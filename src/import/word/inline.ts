import type { Notes } from '../notes.ts'
import type { TrackedChanges } from './changes.ts'
import { readDrawing } from './drawing.ts'
import { createFields, type WordFields, linkOfField } from './fields.ts'
import { readMath } from './math.ts'
import type { Numbering } from './numbering.ts'
import type { WordPart } from './package.ts'
import { plainMarks, type WordMarks, type WordPiece } from './pieces.ts'
import { readRunFormat, type RunFormat, type Styles } from './styles.ts'
import { isTicked, signOf, symbolOf } from './symbols.ts'
import { childOf, findAll, isOn, valueOf, type XmlElement } from './xml.ts'

/** What the reading of a document carries along. */
export type WordContext = {
  styles: Styles
  numbering: Numbering
  notes: Notes
  changes: TrackedChanges
  /** Adds the letters of a piece to those of a language. */
  countLetters: (language: string, text: string) => void
}

/** A text of a document: its body, a note or a text box; and how many tables are around what is read of it. */
export type Story = WordContext & { part: WordPart; fields: WordFields; tables: number }

export const storyOf = (element: XmlElement, part: WordPart, context: WordContext): Story => ({
  ...context,
  part,
  fields: createFields(element),
  tables: 0,
})

const han = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}]/u

/** The language of a text by the fields of its format. */
const languageIn = ({ complex, language, bidi, eastAsia }: RunFormat, text: string): string => {
  if (complex === true) return bidi ?? ''
  return (han.test(text) ? eastAsia : language) ?? ''
}

/** Styles of runs that Word itself gives to notes and links. */
const plainRuns = new Set(
  'default paragraph font,hyperlink,followedhyperlink,internet link,visited internet link,footnote reference,endnote reference,annotation reference,footnote anchor,endnote anchor,footnote characters,endnote characters,page number,line number'.split(
    ',',
  ),
)

const deletedText = new Set(['w:delText', 'w:t', 'm:t'])
const paragraphs = new Set(['w:p'])

/** The text of an element, also what is deleted of it. */
export const textWithin = (element: XmlElement): string =>
  findAll(element, deletedText)
    .map(({ text }) => text)
    .join('')

/** The same of an element that has paragraphs. */
export const textOfParagraphs = (element: XmlElement): string =>
  findAll(element, paragraphs).map(textWithin).join(' ')

/** What is in a paragraph: its pieces, and the text boxes that are fixed to it. */
export type InlineContent = { pieces: WordPiece[]; boxes: XmlElement[] }

/** A paragraph while it is read. */
type Reading = {
  story: Story
  content: InlineContent
  /** The format of the paragraph's style. */
  around: RunFormat
  /** Of the run that is read: what it says itself, and how it looks. */
  own: RunFormat
  format: RunFormat
  /** Where the link leads that is around what is read. */
  href: string
}

const marksOf = ({ story, own, format, href }: Reading, text = ''): WordMarks => ({
  strong: format.strong === true,
  emphasis: format.emphasis === true,
  strike: format.strike === true,
  shift: format.shift === 'superscript' || format.shift === 'subscript' ? format.shift : '',
  code: format.code === true,
  href: href === '' ? story.fields.href() : href,
  language: languageIn({ ...own, ...(format.complex !== undefined && { complex: format.complex }) }, text),
  usual: languageIn(format, text),
})

const addText = (value: string, reading: Reading, more: Partial<WordMarks> = {}): void => {
  const { story, format, content } = reading
  if (value === '') return
  if (story.fields.isCode()) return story.notes.add('wordField', value)
  if (format.hidden === true && value.trim() !== '') story.notes.add('wordHidden')
  story.changes.keep()
  story.countLetters(languageIn(format, value), value)
  content.pieces.push({ type: 'text', value, marks: { ...marksOf(reading, value), ...more } })
}

const addBreak = (_: XmlElement, reading: Reading): void => {
  reading.content.pieces.push({ type: 'break', marks: marksOf(reading) })
}

const addBox = (sign: string, isDone: boolean, reading: Reading): void => {
  reading.story.changes.keep()
  reading.content.pieces.push({ type: 'box', sign, isTicked: isDone, marks: marksOf(reading) })
}

const addSign = (sign: string, reading: Reading): void => {
  const isDone = isTicked(sign)
  if (isDone === undefined || reading.story.fields.isCode()) addText(sign, reading)
  else addBox(sign, isDone, reading)
}

const readSymbol: ReadInline = (element, reading) => {
  const font = valueOf(element, 'w:font') ?? ''
  const code = Number.parseInt(valueOf(element, 'w:char') ?? '', 16)
  const sign = Number.isNaN(code) || code > 0x10_ff_ff ? undefined : signOf(code, font)
  if (sign === undefined) reading.story.notes.add('wordSymbol', font)
  else addSign(sign, reading)
}

/** Text; a box that begins it is a box. */
const readText: ReadInline = ({ text }, reading) => {
  const value = symbolOf(text, reading.format.font ?? '')
  const [first = ''] = value
  if (isTicked(first) === undefined) return addText(value, reading)
  addSign(first, reading)
  return addText(value.slice(first.length), reading)
}

const readEquation: ReadInline = (element, reading) => {
  const pieces = readMath(element).filter(({ text }) => text !== '')
  if (pieces.length === 0) return
  reading.story.notes.add('wordMath', pieces.map(({ text }) => text).join(''))
  for (const { text, shift } of pieces) addText(text, reading, shift === 'baseline' ? {} : { shift })
}

/** The reading of a word stands in brackets behind it. */
const readRuby: ReadInline = (element, reading) => {
  readInside(childOf(element, 'w:rubyBase'), reading)
  const sound = childOf(element, 'w:rt')
  if (sound?.holds.text !== true) return
  addText('(', reading)
  readInside(sound, reading)
  addText(')', reading)
}

/** What is in a link; what an inner link says goes before. */
const readLinked = (element: XmlElement, href: string, reading: Reading): void =>
  readInside(element, { ...reading, href })

const readLink: ReadInline = (element, reading) => {
  const { relationships } = reading.story.part
  const target = relationships.get(valueOf(element, 'r:id') ?? '')?.target ?? ''
  const place = valueOf(element, 'w:anchor')
  readLinked(
    element,
    target === '' || place === undefined ? target : `${target.split('#')[0]}#${place}`,
    reading,
  )
}

const readSimpleField: ReadInline = (element, reading) =>
  readLinked(element, linkOfField(valueOf(element, 'w:instr') ?? '') ?? reading.href, reading)

/** A content control; one that is a box holds its sign. */
const readControl: ReadInline = (element, reading) => {
  const inside = childOf(element, 'w:sdtContent')
  const box = childOf(element, 'w:sdtPr', 'w14:checkbox')
  if (box === undefined) return readInside(inside, reading)
  const isDone = /^(?:1|true|on)$/.test(valueOf(childOf(box, 'w14:checked'), 'w14:val') ?? '')
  const sign = inside === undefined ? '' : textWithin(inside).trim()
  return addBox(sign || signOfBox(isDone), isDone, reading)
}

const signOfBox = (isDone: boolean): string => (isDone ? '☒' : '☐')

const readFieldCharacter: ReadInline = (element, reading) => {
  const { fields, notes } = reading.story
  const field = fields.take(element)
  if (field === undefined) return
  if (/^\s*FORMCHECKBOX\b/i.test(field.code)) {
    const box = childOf(field.box, 'w:ffData', 'w:checkBox')
    const isDone = isOn(childOf(box, 'w:checked')) ?? isOn(childOf(box, 'w:default')) ?? false
    addBox(signOfBox(isDone), isDone, reading)
  } else if (field.part === 'code' && /^\s*(?:EQ|SYMBOL)\b/i.test(field.code)) {
    notes.add('wordFormula', field.code)
  }
}

const readReference: ReadInline = (element, { content }, label = '') => {
  const kind = element.name === 'w:endnoteReference' ? 'endnote' : 'footnote'
  content.pieces.push({ type: 'note', kind, id: valueOf(element, 'w:id') ?? '', label, marks: plainMarks })
}

const readPicture: ReadInline = (element, reading) => {
  const { story, content } = reading
  const { images, boxes, art, isLine } = readDrawing(element, story.part, story.notes)
  const marks = { ...plainMarks, href: marksOf(reading).href }
  for (const image of images) content.pieces.push({ type: 'image', ...image, marks })
  for (const box of boxes) content.boxes.push(box)
  if (isLine) content.pieces.push({ type: 'rule', marks: plainMarks })
  if (art.trim() === '') return
  story.notes.add('wordTextBox', art)
  if (content.pieces.length > 0) addBreak(element, reading)
  addText(art, reading)
}

/** A run; where it has a mark of its own for a note, that is the text behind the reference. */
const readRun: ReadInline = (element, reading) => {
  const { story, around } = reading
  const properties = childOf(element, 'w:rPr')
  const styleId = valueOf(childOf(properties, 'w:rStyle'))
  const { name = '', ...style } = styleId === undefined ? {} : story.styles.character(styleId)
  if (name !== '' && Object.keys(style).length === 0 && !plainRuns.has(name.toLowerCase()))
    story.notes.add('wordStyle', name, { value: 'run' })
  const own = { ...style, ...readRunFormat(properties) }
  const format = { ...story.styles.defaults, strong: false, emphasis: false, ...around, ...own }
  const { children } = element
  const marked = children.findIndex((child) => valueOf(child, 'w:customMarkFollows') !== undefined)
  const reference = children[marked]
  readAll(reference === undefined ? children : children.slice(0, marked), { ...reading, own, format })
  if (reference === undefined) return
  const label = children.slice(marked + 1).map(({ text }) => text)
  readReference(reference, reading, label.join(''))
}

const readInsertion: ReadInline = (element, reading) => {
  if (element.holds.text) reading.story.changes.insert()
  readInside(element, reading)
}

type ReadInline = (element: XmlElement, reading: Reading, label?: string) => void

const skip: ReadInline = () => undefined

const readSign =
  (sign: string): ReadInline =>
  (_, reading) =>
    addText(sign, reading)

const readers: Record<string, ReadInline> = {
  'm:oMath': readEquation,
  'm:oMathPara': readEquation,
  'w:br': addBreak,
  'w:cr': addBreak,
  'w:del': (element, { story }) => story.changes.delete(textWithin(element)),
  'w:delInstrText': skip,
  'w:drawing': readPicture,
  'w:endnoteReference': readReference,
  'w:fldChar': readFieldCharacter,
  'w:fldSimple': readSimpleField,
  'w:footnoteReference': readReference,
  'w:hyperlink': readLink,
  'w:ins': readInsertion,
  'w:instrText': ({ text }, { story }) => story.fields.addCode(text),
  'w:moveFrom': (element, { story }) => story.changes.move(textWithin(element)),
  'w:noBreakHyphen': readSign('\u2011'),
  'w:object': readPicture,
  'w:pPr': skip,
  'w:pict': readPicture,
  'w:ptab': readSign('\t'),
  'w:r': readRun,
  'w:rPr': skip,
  'w:ruby': readRuby,
  'w:sdt': readControl,
  'w:softHyphen': readSign('\u00AD'),
  'w:sym': readSymbol,
  'w:t': readText,
  'w:tab': readSign('\t'),
}

/** What is in an element of another name counts as if it stood there itself. */
const readAll = (children: readonly XmlElement[], reading: Reading): void => {
  for (const element of children) {
    const read = Object.hasOwn(readers, element.name) ? readers[element.name] : undefined
    if (read === undefined) readAll(element.children, reading)
    else read(element, reading)
  }
}

const readInside = (element: XmlElement | undefined, reading: Reading): void =>
  readAll(element?.children ?? [], reading)

/** Reads the content of a paragraph, whose style has a format of its own. */
export const readInlineContent = (
  elements: readonly XmlElement[],
  around: RunFormat,
  story: Story,
): InlineContent => {
  const content: InlineContent = { pieces: [], boxes: [] }
  readAll(elements, { story, content, around, own: {}, format: {}, href: '' })
  return content
}
