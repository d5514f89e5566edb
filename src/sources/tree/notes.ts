import type { Fault } from '../fault.ts'
import type { Point } from '../places.ts'
import { type Positioned, placeOf, type TreeContext } from './context.ts'

const short = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)

/** As much of a text as a message has room for: what is left out is named, not only hinted at. */
const long = (text: string): string => JSON.stringify(text.length > 400 ? `${text.slice(0, 400)}…` : text)

const keptOr = (text: string, kept: string, leftOut = 'left out'): string => (text === '' ? leftOut : kept)

const noText = 'left out: it has no text that stands for it'

type Words = readonly [problem: string, hint: string]

/** The words of each kind of note on a Markdown file: what is there, and what became of it. */
const words = {
  attributionMarks: () => ['has marks in the name of who said it', 'kept as plain text'],
  blockInNote: () => ['is a footnote with more than paragraphs', 'kept as text'],
  blankHeading: () => ['is a heading without text', 'left out'],
  cellSpans: (_, value) => [`has ${value} cells over several columns or rows`, 'each is kept as one cell'],
  codeMeta: (text) => [`has ${short(text)} after the language of its code`, 'left out'],
  comment: (text) => ['is an HTML comment', keptOr(text, 'kept as its text')],
  component: (text) => [`is the component ${long(text)}, which has no meaning here`, 'what it holds is kept'],
  contents: (text) => [`is ${short(text)}, where a list of the headings belongs`, 'left out'],
  directive: (text) => [`is the block ${long(text)}, which has no meaning here`, 'what it holds is kept'],
  directiveLine: (text) => [`is ::${text}, which has no meaning here`, 'kept as text'],
  embed: (text) => [`shows the whole of ${short(text)} here`, 'kept as a link to it'],
  footnoteReference: (text) => [`refers to the footnote ${text}, which is not there`, 'kept as text'],
  headingInside: () => ['is a heading within a quote or an item', 'kept as text'],
  highlight: (text) => [`marks ${short(text)} with ==`, 'kept as its text'],
  html: (text) => ['is a block of HTML', keptOr(text, 'kept as its text')],
  imageAddress: (text) => [
    'is an image whose address is not a web address or a path',
    keptOr(text, 'kept as the text that stands for it', noText),
  ],
  imageInside: (text) => [`is the image ${long(text)} within text`, 'kept as the text that stands for it'],
  imageInsideBare: (text) => [`is the image ${long(text)} within text`, noText],
  kramdown: (text) => [`has ${long(text)}, which is for other programs`, 'left out'],
  link: (text) => [
    `links to ${short(text)}`,
    'kept as its text: a link leads to a web, mail or telephone address, or a path',
  ],
  labelMarks: () => ['has marks in a summary', 'kept as plain text'],
  linkAround: (text) => [`links what it holds to ${long(text)}`, 'left out: only text may be a link'],
  linkEmpty: (text) => [`links to ${short(text)} without a text`, 'left out'],
  linkTitle: (text) => [`has the title ${short(text)}`, 'left out'],
  listStart: (_, value) => [`is a list in a list that begins at ${value}`, 'kept as one that begins at 1'],
  longHeading: () => ['is a heading of more than 500 characters', 'kept as a paragraph'],
  manyMarks: (_, value) => [`has ${value} marks too many`, 'left out'],
  mediaAddress: (text) => [`is ${long(text)}, whose address is not a web address or a path`, 'left out'],
  mediaOthers: (text) => [`has ${long(text)} besides its first address`, 'left out'],
  module: (text) => [`has import or export of MDX: ${long(text)}`, 'left out'],
  otherItems: (text) => [
    `has lines that begin as items of a list do: ${short(text)}`,
    'kept as lines: begin each with "1." or "-" to make a list of them',
  ],
  strayStars: () => [
    'has ** that marks nothing',
    'kept as text: write <strong>…</strong>, or \\*\\* where it is meant as text',
  ],
  tag: (text) => [`is the HTML <${text}>`, 'what it holds is kept as text'],
  template: (text) => [`is the template ${short(text)}, which has no meaning here`, 'kept as text'],
  templateComment: (text) => [`is the comment ${long(text)}`, 'left out'],
  templateLink: (text) => [
    `links to ${short(text)}, which another program would fill in`,
    'kept as a link to what it names',
  ],
  templateValues: (text) => [`has ${long(text)}, which has no place in an article`, 'left out'],
  termMarks: () => ['has marks in a term', 'kept as plain text'],
  titleMarks: () => ['has marks in the title', 'kept as plain text'],
  unclosedTemplate: (text) => [`is ${long(text)}, which nothing closes`, 'kept as text'],
  unclosedTag: (text) => [`has <${text}>, which nothing closes`, 'left out'],
  unopenedTemplate: (text) => [`is ${long(text)}, which nothing opens`, 'kept as text'],
  unopenedTag: (text) => [`has </${text}>, which nothing opens`, 'left out'],
  unseen: (text) => [`is the HTML <${text}>, which no reader of a page sees`, 'left out'],
  unusedDefinition: (text) => [`defines ${text}, which nothing uses`, 'left out'],
} satisfies Record<string, (text: string, value: number) => Words>

type Note = { kind: keyof typeof words; text: string; value: number }

/** Something that the reader changed, left out or kept as text; `text` and `value` are parts of its words. */
export type TreeNote = Note & Point

export const addNote = (
  node: Positioned,
  context: TreeContext,
  { kind, text = '', value = 0 }: Pick<Note, 'kind'> & Partial<Note>,
): void => {
  context.notes.push({ ...placeOf(node, context), kind, text, value })
}

/** A note as a warning of a file. */
export const toWarning = (file: string, { kind, text, value, line, column }: TreeNote): Fault => {
  const [problem, hint] = words[kind](text, value)
  return { file, line, column, path: '', problem, hint }
}
