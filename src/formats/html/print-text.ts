import { type Mark, weave, type Woven } from '../../article/marks.ts'
import type { Direction } from '../../article/text.ts'
import type { Leads } from '../address.ts'
import { type Highlight, type InlineSpan, spansOf } from './spans.ts'
import { html, type Piece } from '../markup.ts'

/** A line break is white space too, so that the words on its sides are two in the text of the page. */
const lines = (text: string): Piece =>
  text.includes('\n')
    ? text.split('\n').map((line, index) => (index === 0 ? line : [html`<br />`, '\n', line]))
    : text

const wrap = (span: InlineSpan, inside: Piece, leads: Leads): Piece => {
  switch (span.type) {
    case 'run':
      return html`<bdi${span.direction !== undefined && html` dir="${span.direction}"`}>${inside}</bdi>`
    case 'highlight':
      return html`<mark>${inside}</mark>`
    case 'link': {
      const address = leads(span.href ?? '')
      return address === null ? inside : html`<a href="${address}">${inside}</a>`
    }
    case 'strong':
      return html`<strong>${inside}</strong>`
    case 'emphasis':
      return html`<em>${inside}</em>`
    case 'code':
      return html`<code dir="ltr">${inside}</code>`
  }
}

const print = (woven: readonly Woven[], leads: Leads): Piece[] =>
  woven.map((piece) =>
    typeof piece === 'string' ? lines(piece) : wrap(piece.mark, print(piece.inside, leads), leads),
  )

const asWritten: Leads = (href) => href

/** Running text with its marks, and what runs against its direction isolated. */
export const inline = (
  text: string,
  marks: readonly Mark[],
  direction: Direction,
  leads: Leads = asWritten,
): Piece =>
  // A run nests as a mark does, and is nothing else to `weave`.
  print(weave(text, spansOf(text, marks, direction) as Mark[]), leads)

/** A line of text without marks, and in it what a search found. */
export const line = (text: string, direction: Direction, highlights: readonly Highlight[] = []): Piece =>
  print(weave(text, spansOf(text, [], direction, highlights) as Mark[]), asWritten)
