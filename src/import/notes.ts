import { longestInNote, mostMarks, mostNotes } from './limits.ts'

/** The beginning of a text, in quotation marks, by which a person finds it again. */
export const cite = (text: string): string => {
  const line = text
    .slice(0, 20 * longestInNote)
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  const characters = Array.from(line.slice(0, 2 * longestInNote))
  return characters.length > longestInNote || line.length > 2 * longestInNote
    ? `“${characters.slice(0, longestInNote).join('')}…”`
    : `“${line}”`
}

/** `1 script`, `3 scripts`. */
export const countOf = (number: string, noun: string): string =>
  `${number} ${noun}${number === '1' ? '' : 's'}`

/** An address that is refused for its scheme is named by it. */
const formatAddress = (address: string): string =>
  /^[a-z][a-z\d+.-]*:$/i.test(address) ? address : cite(address)

const formatAlt = (alt: string): string => (alt === '' ? '' : ` ${cite(alt)}`)

type Sentence = (text: string, value: string) => string

/** What each kind of note says; `text` is what it is about, `value` a count or a name that belongs to it. */
const sentences = {
  abbreviation: (text, title) => `left out what ${cite(text)} stands for: ${cite(title)}`,
  allStrong: (text) => `took ${cite(text)} for a paragraph: it is short and all strong, as a heading may be`,
  badBytes: (count, line) =>
    `read ${countOf(count, 'byte')} that ${count === '1' ? 'is' : 'are'} not of the encoding as U+FFFD, first in line ${line}`,
  byline: (text) => `took the authors from the line ${cite(text)}`,
  charset: (text) => `read as ${text}`,
  controls: (count, line) => `left out ${countOf(count, 'control character')}, first in line ${line}`,
  date: (text) => `left out the date ${cite(text)}: write it as 2024-05-31`,
  dayOnly: (text) => `kept the day of the date ${cite(text)}, which says no offset from UTC`,
  definitions: (text) => `left out the links of the term ${cite(text)}`,
  emptyHeading: (text) => `the heading ${cite(text)} has nothing under it`,
  footnotes: (text) => `kept the reference [${text}] as text: the document has no such footnote`,
  hidden: (text) => `left out hidden text: ${cite(text)}`,
  image: (text, alt) => `left out an image${formatAlt(alt)}: ${formatAddress(text)} is no address`,
  imageInside: (alt) =>
    `left out an image${formatAlt(alt)} that is held in the document itself: put it on the web and add its address`,
  invitation: (text) => `left out what invites readers to share, subscribe or comment: ${cite(text)}`,
  joinedLines: (text, count) => `joined ${count} lines into the paragraph ${cite(text)}`,
  language: (text) => `guessed from its letters that the language is ${text}`,
  languages: (text, other) => `the page says its language is ${text}, its letters that it is ${other}`,
  languageOfWord: (text) => `Word was set to the language ${text}`,
  lastLine: (text) => `took the last line, ${cite(text)}, for a paragraph: it is short, as a heading is`,
  linkedBody: () => 'took the text from the JSON-LD of the page, which holds none itself',
  link: (text, address) => `left out a link to ${formatAddress(address)}; its text ${cite(text)} is kept`,
  listReversed: (text) => `the list of ${cite(text)} counts down in the page: it is numbered upwards`,
  listStart: (text, start) => `the list of ${cite(text)} began with ${cite(start)}: it is numbered from 1`,
  longHeading: (text, length) => `took a heading of ${length} characters for a paragraph: ${cite(text)}`,
  manyMarks: (text, count) =>
    `left out ${count} links and other marks of ${cite(text)}: the most in a paragraph is ${mostMarks}`,
  longerBody: () =>
    'the JSON-LD of the page has a longer text of the article: look whether the article is whole',
  math: (text) => `a formula became text: ${cite(text)}`,
  mostLeftOut: () => 'left out more than half of the text of the page: look whether the article is whole',
  more: (count) => `and ${count} more notes like these`,
  noArticle: () => 'found no article in the page: took all of it',
  noteBlocks: () => 'a footnote with more than paragraphs became text',
  outletLine: (text) => `took the one short line after the title, ${cite(text)}, for the outlet`,
  paths: () => 'kept links to paths as they are: the document gives no address that they begin with',
  pixel: () => 'left out an image of one pixel, which counts readers',
  proseLeftOut: (text) =>
    `left out long paragraphs outside of the article, the first of them ${cite(text)}: look whether the article is whole`,
  question: (text) =>
    `took ${cite(text)} for a paragraph: it is short, as a heading is, but ends in ${text.at(-1)}`,
  scripts: (scripts, sheets) => {
    const parts = [
      scripts === '0' ? [] : countOf(scripts, 'script'),
      sheets === '0' ? [] : countOf(sheets, 'style sheet'),
    ]
    return `left out ${parts.flat().join(' and ')}`
  },
  utf8: (text) => `read as UTF-8, though the page says it is ${text}`,
  warning: (text) => text,
  wordAuthor: (text) => `took the author from the properties of the file: ${text}`,
  wordChanges: (text) => `took the changes that Word tracks as accepted: ${text}`,
  wordChunk: () => 'left out a document that is embedded in this one: import it by itself',
  wordComments: (count) => `left out ${countOf(count, 'comment')}`,
  wordContents: (text) => `kept the table of contents as text: ${cite(text)}`,
  wordDate: (text) =>
    `left out the date of the file, ${text}: it does not say when the article was published`,
  wordDrawing: (text) => `left out a ${text}, which is drawn by another program`,
  wordField: (text) => `left out ${cite(text)}: it is in the code of a field, which Word does not show`,
  wordFormula: (text) => `left out what Word draws by the code ${cite(text)}`,
  wordHeaders: () => 'left out the headers and footers of the pages',
  wordHidden: () => 'text that is hidden in Word is in the article: look it over',
  wordMath: (text) => `an equation became text: ${cite(text)}`,
  wordNumbers: (text, label) =>
    `the list of ${cite(text)} is numbered otherwise in Word: it begins with ${cite(label)}`,
  wordStyle: (text, kind) => `Word’s ${kind} style ${cite(text)} was read as plain text`,
  wordSymbol: (font) => `left out a sign of the font ${cite(font)}, which Unicode does not have`,
  wordTextBox: (text) => `a text box became paragraphs after the one that it is fixed to: ${cite(text)}`,
  wordTitle: (text) => `took the title from the properties of the file: ${cite(text)}`,
} satisfies Record<string, Sentence>

export type NoteKind = keyof typeof sentences

/** What an importer was unsure of, changed or left out. */
export type ImportNote = {
  kind: NoteKind
  text: string
  value: string
  /** The option that says what was guessed. */
  option?: 'language' | 'outlet'
  line?: number
  column?: number
}

/** The notes of one import, each once, in the order they came up. */
export type Notes = {
  add: (kind: NoteKind, text?: string, about?: Partial<Omit<ImportNote, 'kind' | 'text'>>) => void
  list: () => ImportNote[]
}

export const createNotes = (): Notes => {
  const notes = new Map<string, ImportNote>()
  return {
    add(kind, text = '', about = {}) {
      const note = { kind, text, value: '', ...about }
      notes.set(formatNote(note), note)
    },
    list() {
      const all = [...notes.values()]
      const more = all.length - mostNotes
      return more > 0 ? [...all.slice(0, mostNotes), { kind: 'more', text: String(more), value: '' }] : all
    },
  }
}

/** A note as a sentence for people. */
export const formatNote = ({ kind, text, value, option, line, column }: ImportNote): string => {
  const place = line === undefined ? '' : `line ${line}, column ${column}  `
  const advice = option === undefined ? '' : `: say otherwise with --${option}`
  return `${place}${sentences[kind](text, value)}${advice}`
}
