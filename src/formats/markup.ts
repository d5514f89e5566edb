/** What XML 1.0 §2.2 has no way to write, halves of surrogate pairs included. HTML calls it an error. */
const unwritable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

/** Whether a text may have to change. Without the flag `u` it is tested several times as fast. */
const special = /[&<>"'\0-\u0008\u000B\u000C\u000E-\u001F\uD800-\uDFFF\uFFFE\uFFFF]/

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as the content of an element or of a quoted attribute, in HTML and in XML. */
export const escape = (text: string): string =>
  special.test(text)
    ? text.replaceAll(unwritable, '\uFFFD').replaceAll(/[&<>"']/g, (character) => entities[character] ?? '')
    : text

/** Pieces that are made while a document is printed: a long one is printed in steps. */
export class Later {
  readonly pieces: () => Iterable<Piece>
  constructor(pieces: () => Iterable<Piece>) {
    this.pieces = pieces
  }
}

const nothing: readonly Later[] = []

/** HTML or XML, some of it made later. Only `markup` and `jsonScript` make it. */
export class Markup {
  readonly start: string
  /** What comes after the start: `Later` and text in turns. */
  readonly rest: readonly (string | Later)[]

  constructor(start: string, rest: readonly (string | Later)[] = nothing) {
    this.start = start
    this.rest = rest
  }

  /** Prints it step by step. */
  *print(): Generator<string, void, void> {
    yield this.start
    for (const part of this.rest) {
      if (typeof part === 'string') yield part
      else for (const piece of part.pieces()) yield* markupOf(piece).print()
    }
  }

  get text(): string {
    return this.rest.length === 0 ? this.start : [...this.print()].join('')
  }
}

/** What may stand in a template: text is escaped, nothing is left out, lists are joined. */
export type Piece = string | number | null | undefined | false | Markup | Later | readonly Piece[]

/** What is joined so far: `text` is the latest of it, after `before`. */
type Joined = { before: (string | Later)[]; text: string }

const addLater = (joined: Joined, later: Later): void => {
  joined.before.push(joined.text, later)
  joined.text = ''
}

const add = (joined: Joined, piece: Piece): void => {
  if (piece === null || piece === undefined || piece === false) return
  if (typeof piece === 'string') joined.text += escape(piece)
  else if (piece instanceof Markup) {
    joined.text += piece.start
    for (const part of piece.rest) {
      if (typeof part === 'string') joined.text += part
      else addLater(joined, part)
    }
  } else if (piece instanceof Later) addLater(joined, piece)
  else if (typeof piece === 'number') joined.text += String(piece)
  else for (const inner of piece) add(joined, inner)
}

const markupIn = ({ before: [start, ...rest], text }: Joined): Markup =>
  typeof start === 'string' ? new Markup(start, [...rest, text]) : new Markup(text)

const markupOf = (piece: Piece): Markup => {
  const joined: Joined = { before: [], text: '' }
  add(joined, piece)
  return markupIn(joined)
}

/** The line breaks and indents of a template are for those who read its source; one line break is enough of them. */
const flat = (part: string): string => part.replaceAll(/\s*\n\s*/g, '\n')

/** By the parts of a template, which are one object however often it is evaluated (ECMA-262 §13.2.8.4). */
const flattened = new WeakMap<TemplateStringsArray, readonly string[]>()

const flatOf = (parts: TemplateStringsArray): readonly string[] => {
  const known = flattened.get(parts)
  if (known !== undefined) return known
  const fresh = parts.map(flat)
  flattened.set(parts, fresh)
  return fresh
}

/** A template of HTML or XML: every text in it is escaped, for elements and for attributes in double quotes. */
export const markup = (parts: TemplateStringsArray, ...pieces: Piece[]): Markup => {
  const joined: Joined = { before: [], text: '' }
  for (const [index, part] of flatOf(parts).entries()) {
    joined.text += part
    add(joined, pieces[index])
  }
  return markupIn(joined)
}

/** JSON in which no tag can begin, so that it may stand in a page as it is. */
export const inertJson = (value: object): string => JSON.stringify(value).replaceAll('<', String.raw`\u003c`)

/** JSON as the content of a script element. */
export const jsonScript = (value: object): Markup => new Markup(inertJson(value))

/** Pieces with something between them; those with nothing in them left out. */
export const joined = (pieces: readonly Piece[], between: Piece): Piece[] =>
  pieces
    .filter((piece) => piece !== null && piece !== undefined && piece !== false && piece !== '')
    .flatMap((piece, index) => (index === 0 ? [piece] : [between, piece]))
