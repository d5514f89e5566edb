import type { Notes } from '../notes.ts'
import type { TrackedChanges } from './changes.ts'
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

/** What other programs draw, which is no text and no picture here. */
const drawings: Record<string, string> = {
  'c:chart': 'chart',
  'dgm:relIds': 'diagram',
  'o:OLEObject': 'object of another program',
}

/** Styles of runs that Word itself gives to notes and links. */
const plainRuns = new Set(
  'default paragraph font,hyperlink,followedhyperlink,internet link,visited internet link,footnote reference,endnote reference,annotation reference,footnote anchor,endnote anchor,footnote characters,endnote characters,page number,line number'.split(
    ',',
  ),
)

const isTickedControl = (box: XmlElement): boolean =>
  /^(?:1|true|on)$/.test(valueOf(childOf(box, 'w14:checked'), 'w14:val') ?? '')

const deletedText = new Set(['w:delText', 'w:t', 'm:t'])
const pictures = new Set(['w:txbxContent', 'a:blip', 'v:imagedata'])
const unread = new Set(Object.keys(drawings))
const descriptions = new Set(['wp:docPr'])
const rules = new Set(['v:rect'])
const artTexts = new Set(['v:textpath', 'a:t', 'w:txbxContent'])

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

/** Reads the content of a paragraph, whose style has a format of its own. */
export const readInlineContent = (
  elements: readonly XmlElement[],
  around: RunFormat,
  story: Story,
): InlineContent => {
  const { styles, notes, changes, fields, part } = story
  const content: InlineContent = { pieces: [], boxes: [] }
  /** The links that elements are around of what is read, inside of a run its format. */
  let href = ''
  let format: RunFormat = {}
  let own: RunFormat = {}

  const marksHere = (text = ''): WordMarks => ({
    strong: format.strong === true,
    emphasis: format.emphasis === true,
    strike: format.strike === true,
    shift: format.shift === 'superscript' || format.shift === 'subscript' ? format.shift : '',
    code: format.code === true,
    href: href === '' ? fields.href() : href,
    language: languageIn({ ...own, ...(format.complex !== undefined && { complex: format.complex }) }, text),
    usual: languageIn(format, text),
  })

  const addText = (value: string, more: Partial<WordMarks> = {}): void => {
    if (value === '') return
    if (fields.isCode()) return notes.add('wordField', value)
    if (format.hidden === true && value.trim() !== '') notes.add('wordHidden')
    changes.keep()
    story.countLetters(languageIn(format, value), value)
    content.pieces.push({ type: 'text', value, marks: { ...marksHere(value), ...more } })
  }

  const addBreak = () => content.pieces.push({ type: 'break', marks: marksHere() })

  const addSign = (sign: string): void => {
    const ticked = isTicked(sign)
    if (ticked === undefined || fields.isCode()) addText(sign)
    else content.pieces.push({ type: 'box', sign, isTicked: ticked, marks: marksHere() })
  }

  const readSymbol = (element: XmlElement): void => {
    const font = valueOf(element, 'w:font') ?? ''
    const code = Number.parseInt(valueOf(element, 'w:char') ?? '', 16)
    const sign = Number.isNaN(code) || code > 0x10_ff_ff ? undefined : signOf(code, font)
    if (sign === undefined) notes.add('wordSymbol', font)
    else addSign(sign)
  }

  /** Text, in which a lone box is a box. */
  const readText = ({ text }: XmlElement): void => {
    const value = symbolOf(text, format.font ?? '')
    const [first = ''] = value
    if (isTicked(first) === undefined) return addText(value)
    addSign(first)
    return addText(value.slice(first.length))
  }

  const readMathElement = (element: XmlElement): void => {
    const pieces = readMath(element).filter(({ text }) => text !== '')
    if (pieces.length === 0) return
    notes.add('wordMath', pieces.map(({ text }) => text).join(''))
    for (const { text, shift } of pieces) addText(text, shift === 'baseline' ? {} : { shift })
  }

  /** The reading of a word stands in brackets behind it. */
  const readRuby = (element: XmlElement): void => {
    readAll(childOf(element, 'w:rubyBase')?.children ?? [])
    const reading = childOf(element, 'w:rt')
    if (reading?.holds.text !== true) return
    addText('(')
    readAll(reading.children)
    addText(')')
  }

  const readLink = (element: XmlElement): void => {
    const before = href
    const target = part.relationships.get(valueOf(element, 'r:id') ?? '')?.target ?? ''
    const place = valueOf(element, 'w:anchor')
    href = target === '' || place === undefined ? target : `${target.split('#')[0]}#${place}`
    readAll(element.children)
    href = before
  }

  const readSimpleField = (element: XmlElement): void => {
    const before = href
    href = linkOfField(valueOf(element, 'w:instr') ?? '') ?? href
    readAll(element.children)
    href = before
  }

  const readControl = (element: XmlElement): void => {
    const inside = childOf(element, 'w:sdtContent')
    const box = childOf(element, 'w:sdtPr', 'w14:checkbox')
    if (box === undefined) return readAll(inside?.children ?? [])
    const ticked = isTickedControl(box)
    const sign = inside === undefined ? '' : textWithin(inside).trim()
    content.pieces.push({
      type: 'box',
      sign: sign || (ticked ? '☒' : '☐'),
      isTicked: ticked,
      marks: marksHere(),
    })
  }

  const readFieldCharacter = (element: XmlElement): void => {
    const field = fields.take(element)
    if (field === undefined) return
    if (/^\s*FORMCHECKBOX\b/i.test(field.code)) {
      const box = childOf(field.box, 'w:ffData', 'w:checkBox')
      const ticked = isOn(childOf(box, 'w:checked')) ?? isOn(childOf(box, 'w:default')) ?? false
      content.pieces.push({ type: 'box', sign: ticked ? '☒' : '☐', isTicked: ticked, marks: marksHere() })
    } else if (field.part === 'code' && /^\s*(?:EQ|SYMBOL)\b/i.test(field.code)) {
      notes.add('wordFormula', field.code)
    }
  }

  const readReference = (element: XmlElement, kind: 'footnote' | 'endnote', label: string): void => {
    const id = valueOf(element, 'w:id') ?? ''
    content.pieces.push({ type: 'note', kind, id, label, marks: plainMarks })
  }

  /** Pictures, the texts of text boxes, and what is drawn by other programs. */
  const readDrawing = (element: XmlElement): void => {
    const described = findAll(element, descriptions)[0]
    const alt = valueOf(described, 'descr') || valueOf(described, 'title') || ''
    for (const found of findAll(element, pictures)) {
      if (found.name === 'w:txbxContent') content.boxes.push(found)
      else addImage(found, alt)
    }
    for (const { name } of findAll(element, unread)) notes.add('wordDrawing', drawings[name])
    if (findAll(element, rules).some((rule) => valueOf(rule, 'o:hr') !== undefined))
      content.pieces.push({ type: 'rule', marks: plainMarks })
    const art = findAll(element, artTexts).filter(({ name }) => name !== 'w:txbxContent')
    addArt(art.map(({ attributes, text }) => attributes['string'] ?? text).join(' '))
  }

  /** Text that is drawn as a picture. */
  const addArt = (text: string): void => {
    if (text.trim() === '') return
    notes.add('wordTextBox', text)
    if (content.pieces.length > 0) addBreak()
    addText(text)
  }

  const addImage = (element: XmlElement, alt: string): void => {
    const linked = valueOf(element, 'r:link')
    const target = linked === undefined ? undefined : part.relationships.get(linked)
    const src = target?.isExternal === true ? target.target : ''
    const title = alt || (valueOf(element, 'o:title') ?? '')
    content.pieces.push({ type: 'image', src, alt: title, marks: { ...plainMarks, href: marksHere().href } })
  }

  const readRun = (element: XmlElement): void => {
    const before = { format, own }
    const properties = childOf(element, 'w:rPr')
    const styleId = valueOf(childOf(properties, 'w:rStyle'))
    const { name = '', ...style } = styleId === undefined ? {} : styles.character(styleId)
    if (name !== '' && Object.keys(style).length === 0) noteStyle(name)
    own = { ...style, ...readRunFormat(properties) }
    format = { ...styles.defaults, strong: false, emphasis: false, ...around, ...own }
    const marked = element.children.findIndex((child) => valueOf(child, 'w:customMarkFollows') !== undefined)
    const kept = marked < 0 ? element.children : element.children.slice(0, marked)
    readAll(kept)
    const reference = element.children[marked]
    if (reference !== undefined) {
      const label = element.children
        .slice(marked + 1)
        .map((child) => child.text)
        .join('')
      readReference(reference, reference.name === 'w:endnoteReference' ? 'endnote' : 'footnote', label)
    }
    format = before.format
    own = before.own
  }

  const noteStyle = (name: string): void => {
    if (!plainRuns.has(name.toLowerCase())) notes.add('wordStyle', name, { value: 'run' })
  }

  const readers: Record<string, (element: XmlElement) => void> = {
    'm:oMath': readMathElement,
    'm:oMathPara': readMathElement,
    'w:br': addBreak,
    'w:cr': addBreak,
    'w:commentReference': () => undefined,
    'w:del': (element) => changes.delete(textWithin(element)),
    'w:delInstrText': () => undefined,
    'w:drawing': readDrawing,
    'w:endnoteReference': (element) => readReference(element, 'endnote', ''),
    'w:fldChar': readFieldCharacter,
    'w:fldSimple': readSimpleField,
    'w:footnoteReference': (element) => readReference(element, 'footnote', ''),
    'w:hyperlink': readLink,
    'w:ins': (element) => {
      if (element.holds.text) changes.insert()
      readAll(element.children)
    },
    'w:instrText': ({ text }) => fields.addCode(text),
    'w:moveFrom': () => undefined,
    'w:noBreakHyphen': () => addText('\u2011'),
    'w:object': readDrawing,
    'w:pPr': () => undefined,
    'w:pict': readDrawing,
    'w:ptab': () => addText('\t'),
    'w:r': readRun,
    'w:rPr': () => undefined,
    'w:ruby': readRuby,
    'w:sdt': readControl,
    'w:softHyphen': () => addText('\u00AD'),
    'w:sym': readSymbol,
    'w:t': readText,
    'w:tab': () => addText('\t'),
  }
  /** What is in an element of another name counts as if it stood there itself. */
  const readAll = (children: readonly XmlElement[]): void => {
    for (const element of children) {
      const read = Object.hasOwn(readers, element.name) ? readers[element.name] : undefined
      if (read === undefined) readAll(element.children)
      else read(element)
    }
  }
  readAll(elements)
  return content
}
