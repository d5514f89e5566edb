import { fitMarks } from '../article/fit-marks.ts'
import type { LooseMark, Mark } from '../article/marks.ts'
import { type DomElement, type DomNode, isElement, isText } from './dom.ts'
import { hrefOf, type Links, linkOf } from './links.ts'
import { cutLines, groupLines, type LooselyMarked, type Marked } from './lines.ts'
import { cite, type Notes } from './notes.ts'

export type Kind = Pick<LooseMark, 'type' | 'href'>

/** What the walk of one document carries: its notes, and what its links are relative to. */
export type Desk = Links & { notes: Notes; holdsBlock: ReadonlySet<DomNode> }

/** More marks in one paragraph than a person writes; fitting them to each other takes the cube of their number. */
const mostMarks = 200

const kinds: Record<string, Mark['type']> = {
  b: 'strong',
  strong: 'strong',
  em: 'emphasis',
  i: 'emphasis',
  cite: 'emphasis',
  dfn: 'emphasis',
  code: 'code',
  kbd: 'code',
  samp: 'code',
  tt: 'code',
}

/** The mark that an inline element sets, if any; a link that is left out is noted. */
export const kindOf = (element: DomElement, desk: Desk): Kind | undefined => {
  const type = kinds[element.localName]
  if (type !== undefined) return { type }
  const href = element.localName === 'a' ? linkOf(element, desk) : undefined
  return href === undefined ? undefined : { type: 'link', href }
}

const digits = (characters: string, forms: string): Map<string, string> =>
  new Map(Array.from(characters, (character, index) => [character, forms.charAt(index)]))

const raised = digits('0123456789+-n', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ')
const lowered = digits('0123456789+-', '₀₁₂₃₄₅₆₇₈₉₊₋')

/** H<sub>2</sub>O without its tags is H2O; Unicode has the digits, and H₂O is the same reading. */
const shift = (text: string, forms: Map<string, string>): string => {
  const shifted = Array.from(text, (character) => forms.get(character))
  return shifted.every((character) => character !== undefined) ? shifted.join('') : text
}

/** Between two characters of Han or Kana a line end of the source is no space. */
const brokenHan =
  /(?<=[\p{sc=Han}\p{sc=Kana}\p{sc=Hira}，。、；：？！])[ \t]*[\n\r]\s*(?=[\p{sc=Han}\p{sc=Kana}\p{sc=Hira}])/gu
const stray = /[^\P{Cc}\t\n\r\f]|\p{Noncharacter_Code_Point}/gu

const isReference = (element: DomElement): boolean =>
  element.localName === 'a' &&
  (element.getAttribute('role') === 'doc-noteref' ||
    (hrefOf(element).startsWith('#') &&
      /^\s*\[?[\p{N}*†‡]{1,4}\]?\s*$/u.test(element.textContent) &&
      (element.parentNode?.localName === 'sup' || element.querySelector('sup') !== null)))

const isReturn = (element: DomElement): boolean =>
  element.localName === 'a' &&
  (element.getAttribute('role') === 'doc-backlink' ||
    /^(?:[\s↑↩⤴^]|\u{FE0E}|\u{FE0F})+$/u.test(element.textContent)) &&
  hrefOf(element).startsWith('#')

export const footnotesNote =
  'footnotes became text: a reference stands as [1] in the text, the footnotes as a list where the document has them'

type Written = LooselyMarked & { images: DomElement[] }

/** Inline nodes as text with marks: white space as a browser shows it, `\n` for a line break, images apart. */
const write = (nodes: DomNode[], desk: Desk, isPre: boolean): Written => {
  const written: Written = { text: '', marks: [], images: [] }
  const put = (raw: string) => {
    const clean = raw
      .toWellFormed()
      .normalize('NFC')
      .replaceAll(/[\u2028\u2029\u0085]/g, ' ')
      .replaceAll(stray, '')
    const run = isPre
      ? clean.replaceAll(/\r\n?/g, '\n').replaceAll('\t', '  ')
      : clean.replaceAll(brokenHan, '').replaceAll(/[ \t\n\r\f]+/g, ' ')
    written.text += !isPre && /(?:^|[ \n])$/.test(written.text.slice(-1)) ? run.replace(/^ /, '') : run
  }
  const children = (element: DomElement) => {
    for (const child of element.childNodes) visit(child)
  }
  const visit = (node: DomNode) => {
    if (isText(node)) return put(node.textContent)
    if (!isElement(node)) return undefined
    if (node.localName === 'br') return void (written.text = `${written.text.replace(/ $/, '')}\n`)
    if (node.localName === 'img') return putImage(node)
    if (isReturn(node)) return undefined
    if (isReference(node)) {
      desk.notes.add(footnotesNote)
      return put(`[${node.textContent.replaceAll(/[\s[\]]/g, '')}]`)
    }
    return putElement(node)
  }
  const putImage = (image: DomElement) => {
    if (/emoji/i.test(image.getAttribute('class') ?? '')) put(image.getAttribute('alt') ?? '')
    else written.images.push(image)
  }
  const putElement = (element: DomElement) => {
    const { localName, childNodes } = element
    if ((localName === 'sup' || localName === 'sub') && [...childNodes].every(isText)) {
      return put(shift(element.textContent, localName === 'sup' ? raised : lowered))
    }
    if (localName === 'q') put('“')
    const kind = kindOf(element, desk)
    const start = written.text.length
    children(element)
    if (localName === 'q') put('”')
    if (kind !== undefined) written.marks.push({ ...kind, start, end: written.text.length })
  }
  for (const node of nodes) visit(node)
  return written
}

const fit = ({ text, marks }: LooselyMarked, desk: Desk): Marked => {
  const composed = text.normalize('NFC')
  if (composed === text) return { text, marks: fitMarks(text, marks) }
  if (marks.length > 0)
    desk.notes.add(`left out the marks of ${cite(text)}: they divide a letter from its accent`)
  return { text: composed, marks: [] }
}

/** Inline nodes as paragraphs, divided at blank lines; `around` are the marks of elements that hold whole paragraphs. */
export const readInline = (
  nodes: DomNode[],
  desk: Desk,
  around: Kind[] = [],
  isPre = false,
): { pieces: Marked[]; images: DomElement[] } => {
  const { text, marks, images } = write(nodes, desk, isPre)
  const whole = around.map((kind) => ({ ...kind, start: 0, end: text.length }))
  const all = [...whole, ...marks]
  if (all.length > mostMarks) {
    desk.notes.add(
      `left out ${all.length - mostMarks} links and other marks of ${cite(text)}: the most in a paragraph is ${mostMarks}`,
    )
  }
  const few = all.slice(0, mostMarks)
  const pieces = groupLines(text).map((lines) => fit(cutLines(text, few, lines), desk))
  return { pieces, images }
}

/** Inline nodes as one line of text without marks. */
export const readLine = (nodes: DomNode[], desk: Desk): string =>
  readInline(nodes, desk)
    .pieces.map(({ text }) => text.replaceAll('\n', ' '))
    .join(' ')
