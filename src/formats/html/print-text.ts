import { type Mark, weave, type Woven } from '../../article/marks.ts'
import type { Direction } from '../../article/text.ts'
import type { Resolve } from '../facts.ts'
import { markup, type Piece } from '../markup.ts'
import { fragment } from '../site.ts'
import { type Highlight, type InlineSpan, spansOf } from './spans.ts'

/** Where the links of a text lead: `resolve` by their address, `noteHref` to a note by its id. */
export type Links = { resolve: Resolve; noteHref: (note: string) => string }

/** With white space, so that the text of the page has two words there. */
export const lineBreak: Piece = [markup`<br />`, '\n']

const lines = (text: string): Piece =>
  text.includes('\n') ? text.split('\n').map((line, index) => (index === 0 ? line : [lineBreak, line])) : text

const wrap = (span: InlineSpan, inside: Piece, { resolve, noteHref }: Links): Piece => {
  switch (span.type) {
    case 'run':
      return markup`<bdi${span.direction !== undefined && markup` dir="${span.direction}"`}>${inside}</bdi>`
    case 'highlight':
      return markup`<mark>${inside}</mark>`
    case 'link': {
      const address = resolve(span.href)
      return address === null ? inside : markup`<a href="${address}">${inside}</a>`
    }
    case 'note':
      return markup`<sup><a href="${noteHref(span.note)}" role="doc-noteref">${inside}</a></sup>`
    case 'language':
      return markup`<span lang="${span.language}" dir="${span.direction}">${inside}</span>`
    case 'strike':
      return markup`<del>${inside}</del>`
    case 'strong':
      return markup`<strong>${inside}</strong>`
    case 'emphasis':
      return markup`<em>${inside}</em>`
    case 'superscript':
      return markup`<sup>${inside}</sup>`
    case 'subscript':
      return markup`<sub>${inside}</sub>`
    case 'code':
      return markup`<code dir="ltr">${inside}</code>`
  }
}

const print = (woven: readonly Woven[], links: Links): Piece[] =>
  woven.map((piece) =>
    typeof piece === 'string' ? lines(piece) : wrap(piece.mark, print(piece.inside, links), links),
  )

type Marked = { text: string; marks?: readonly Mark[]; direction: Direction }

/** Links as they are written. */
const asWritten: Links = { resolve: (href) => href, noteHref: fragment }

/** Text with its marks, in which runs of the other direction are isolated. */
export const inline = (marked: Marked, links = asWritten): Piece =>
  // To `weave`, runs and highlights are marks.
  print(weave(marked.text, spansOf(marked) as Mark[]), links)

/** Text without marks, with what a search found in it. */
export const line = (text: string, direction: Direction, highlights: readonly Highlight[] = []): Piece =>
  print(weave(text, spansOf({ text, direction, highlights }) as Mark[]), asWritten)
