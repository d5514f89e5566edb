import { escape } from '../escape.ts'

/** Text that is HTML already. Only `html` and `scriptData` make it. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** What may stand in a template: text is escaped, nothing is left out, lists are joined. */
export type Piece = string | number | null | undefined | false | Markup | readonly Piece[]

const print = (piece: Piece): string => {
  if (piece instanceof Markup) return piece.text
  if (piece === null || piece === undefined || piece === false) return ''
  if (typeof piece === 'string') return escape(piece)
  return typeof piece === 'number' ? String(piece) : piece.map(print).join('')
}

/** The line breaks and indents of a template are for those who read its source; one line break is enough of them. */
const flat = (part: string): string => part.replaceAll(/\s*\n\s*/g, '\n')

/** HTML with every piece of text escaped, for elements and for attributes in double quotes. */
export const html = (parts: TemplateStringsArray, ...pieces: Piece[]): Markup =>
  new Markup(parts.map((part, index) => flat(part) + print(pieces[index])).join(''))

/** JSON as the content of a script element: no tag can end it. */
export const scriptData = (json: string): Markup =>
  new Markup(
    json
      .trim()
      .replaceAll('<', String.raw`\u003c`)
      .replaceAll('\u2028', String.raw`\u2028`),
  )

/** Pieces with something between them; those with nothing in them left out. */
export const joined = (pieces: readonly Piece[], between: Piece): Piece[] =>
  pieces
    .filter((piece) => piece !== null && piece !== undefined && piece !== false && piece !== '')
    .flatMap((piece, index) => (index === 0 ? [piece] : [between, piece]))
