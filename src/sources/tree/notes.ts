import type { Fault } from '../fault.ts'
import type { Point } from '../places.ts'
import { type Positioned, placeOf, type TreeContext } from './context.ts'

const short = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)

const keptOr = (text: string, kept: string, leftOut = 'left out'): string => (text === '' ? leftOut : kept)

const noText = 'left out: it has no text that stands for it'

type Words = readonly [problem: string, hint: string]

/** The words of each kind of note on a Markdown file: what is there, and what became of it. */
const words = {
  attributionMarks: () => ['has marks in the name of who said it', 'kept as plain text'],
  blockInside: (text) => [`is ${text}`, 'kept as text'],
  code: () => ['is a block of code', 'kept as lines of code, without their indentation and blank lines'],
  comment: (text) => ['is an HTML comment', keptOr(text, 'kept as its text')],
  emptyItem: () => ['is an item without text', 'left out'],
  footnote: (text) => [`is the footnote [${text}]`, 'kept as text'],
  footnoteReference: (text) => [`refers to the footnote ${text}`, 'kept as text'],
  headingMarks: (text) => [`has ${text} in a heading`, 'kept as plain text'],
  html: (text) => ['is a block of HTML', keptOr(text, 'kept as its text')],
  imageAddress: (text) => [
    'is an image whose address is not a web address or a path',
    keptOr(text, 'kept as the text that stands for it', noText),
  ],
  imageInside: (text) => [
    'is an image within text',
    keptOr(text, 'kept as the text that stands for it', noText),
  ],
  link: (text) => [
    `links to ${short(text)}`,
    'kept as its text: a link leads to a web, mail or telephone address, or a path',
  ],
  linkTitle: (text) => [`has the title ${short(text)}`, 'left out'],
  listInList: () => ['is a list within a list', 'its items are kept as items of the list around it'],
  listStart: (_, value) => [`is a list that begins at ${value}`, 'kept as one that begins at 1'],
  manyMarks: (_, value) => [`has ${value} marks too many`, 'left out'],
  strayStars: () => [
    'has ** that marks nothing',
    'kept as text: write <strong>…</strong>, or \\*\\* where it is meant as text',
  ],
  table: () => ['is a table', 'kept as text, a row to a line'],
  tag: (text) => [`is the HTML <${text}>`, 'what it holds is kept as text'],
  thematicBreak: () => ['is a break between parts', 'kept as the text * * *'],
  unclosedTag: (text) => [`has <${text}>, which nothing closes`, 'left out'],
  unopenedTag: (text) => [`has </${text}>, which nothing opens`, 'left out'],
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
