import { type Mark, weave, type Woven } from '../../article/marks.ts'
import type { Direction } from '../../article/text.ts'
import { type Run, runsOf } from './isolate.ts'
import { html, type Markup, type Piece } from './template.ts'

/** What a search found, as a reader marks it with a pen. */
export type Highlight = { start: number; end: number }

type Span = Mark | (Run & { type: 'run' }) | (Highlight & { type: 'highlight' })

/** Where marks begin and end, in order. */
const endsOf = (marks: readonly Highlight[]) =>
  marks
    .flatMap((mark) => [
      { at: mark.start, mark },
      { at: mark.end, mark },
    ])
    .toSorted((one, other) => one.at - other.at)

/** The runs, each cut where a mark that crosses it begins or ends. */
const fit = (runs: readonly Run[], marks: readonly Highlight[]): Run[] => {
  const ends = endsOf(marks)
  let next = 0
  return runs.flatMap(({ start, end }) => {
    const cuts = new Set([start])
    for (; (ends[next]?.at ?? end) < end; next += 1) {
      const { at, mark } = ends[next] ?? { at: start, mark: { start, end } }
      if (at > start && (mark.start < start || mark.end > end)) cuts.add(at)
    }
    const places = [...cuts, end]
    return places.slice(1).map((to, index) => ({ start: places[index] ?? start, end: to }))
  })
}

/** Marks and runs, the outer before the inner. */
const spansOf = (
  text: string,
  marks: readonly Mark[],
  direction: Direction,
  highlights: readonly Highlight[],
): Span[] => {
  const found = highlights.map((span) => ({ ...span, type: 'highlight' as const }))
  const around = [...marks, ...found]
  const runs = fit(runsOf(text, direction), around).map((run) => ({ ...run, type: 'run' as const }))
  return [...around, ...runs].toSorted((one, other) => one.start - other.start || other.end - one.end)
}

/** A line break is white space too, so that the words on its sides are two in the text of the page. */
const lines = (text: string): Piece =>
  text.includes('\n')
    ? text.split('\n').map((line, index) => (index === 0 ? line : [html`<br />`, '\n', line]))
    : text

/** Where a link or image leads: a path is one of the outlet's, so it begins where the article was published. */
export const leadsTo = (href: string, from: string | null): string =>
  from === null ? href : (URL.parse(href, from)?.href ?? href)

const wrap = (span: Span, inside: Piece, from: string | null): Markup => {
  switch (span.type) {
    case 'run':
      return html`<bdi>${inside}</bdi>`
    case 'highlight':
      return html`<mark>${inside}</mark>`
    case 'link':
      return html`<a href="${leadsTo(span.href ?? '', from)}">${inside}</a>`
    case 'strong':
      return html`<strong>${inside}</strong>`
    case 'emphasis':
      return html`<em>${inside}</em>`
    case 'code':
      return html`<code>${inside}</code>`
  }
}

const print = (woven: readonly Woven[], from: string | null): Piece[] =>
  woven.map((piece) =>
    typeof piece === 'string' ? lines(piece) : wrap(piece.mark, print(piece.inside, from), from),
  )

/** Running text with its marks, and what runs against its direction isolated. `from` is where it was published. */
export const inline = (
  text: string,
  marks: readonly Mark[],
  direction: Direction,
  from: string | null = null,
): Piece =>
  // A run nests as a mark does, and is nothing else to `weave`.
  print(weave(text, spansOf(text, marks, direction, []) as Mark[]), from)

/** A line of text without marks, and in it what a search found. */
export const line = (text: string, direction: Direction, highlights: readonly Highlight[] = []): Piece =>
  print(weave(text, spansOf(text, [], direction, highlights) as Mark[]), null)
