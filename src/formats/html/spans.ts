import { isReference, type Mark } from '../../article/marks.ts'
import type { Direction } from '../../article/text.ts'
import { type BidiRun, runsOf } from './bidi/runs.ts'

/** What a search found, as offsets into a text. */
export type Highlight = { start: number; end: number }

type Isolate = BidiRun & { type: 'run' }

/** What is around a part of a text. Spans are nested or apart. */
export type InlineSpan = Mark | Isolate | (Highlight & { type: 'highlight' })

/** A stretch with a direction of its own: code, and what is in a language of the other direction. */
const hasOwnDirection = (mark: Mark, direction: Direction): boolean =>
  mark.type === 'code' || (mark.type === 'language' && mark.direction !== direction)

/** The outermost of the stretches that have a direction of their own. */
const ownDirected = (marks: readonly Mark[], direction: Direction): Mark[] => {
  let end = 0
  return marks.filter((mark) => {
    if (mark.start < end || !hasOwnDirection(mark, direction)) return false
    end = mark.end
    return true
  })
}

/** What has a direction of its own is one word to the runs around it, whatever it holds: of Latin or of Hebrew letters. */
const asWords = (text: string, stretches: readonly Mark[]): string => {
  let at = 0
  const pieces = stretches.map(({ start, end, direction }) => {
    const before = text.slice(at, start)
    at = end
    return before + (direction === 'rtl' ? '\u05D0' : 'a').repeat(end - start)
  })
  return pieces.join('') + text.slice(at)
}

const isolates = (text: string, marks: readonly Mark[], direction: Direction): Isolate[] => {
  const stretches = ownDirected(marks, direction)
  const runs = runsOf(stretches.length === 0 ? text : asWords(text, stretches), direction)
  const ends = new Map(stretches.map((mark) => [mark.start, mark.end]))
  return runs
    .filter(({ start, end }) => ends.get(start) !== end)
    .map((run) => ({ ...run, type: 'run' as const }))
}

const byPlace = (one: Highlight, other: Highlight): number => one.start - other.start || other.end - one.end

/** The runs around each offset: those that begin before it and end after it. Runs are nested or apart. */
const runsAround = (runs: readonly Isolate[], offsets: number[]): Map<number, Isolate[]> => {
  const around = new Map<number, Isolate[]>()
  const open: Isolate[] = []
  let next = 0
  for (const offset of offsets.toSorted((one, other) => one - other)) {
    for (let run = runs[next]; run !== undefined && run.start < offset; run = runs[(next += 1)]) {
      while ((open.at(-1)?.end ?? Infinity) <= run.start) open.pop()
      open.push(run)
    }
    while ((open.at(-1)?.end ?? Infinity) <= offset) open.pop()
    around.set(offset, [...open])
  }
  return around
}

type Around = (span: Highlight) => { before: Isolate[]; after: Isolate[] }

/** The runs that cross the start of a span, and those that cross its end. */
const crossing = (runs: readonly Isolate[], spans: readonly Highlight[]): Around => {
  const around = runsAround(
    runs,
    spans.flatMap(({ start, end }) => [start, end]),
  )
  return ({ start, end }) => ({
    before: (around.get(start) ?? []).filter((run) => run.end < end),
    after: (around.get(end) ?? []).filter((run) => run.start > start),
  })
}

const divide = <Divided extends Highlight>(
  span: Divided,
  { before, after }: ReturnType<Around>,
): Divided[] => {
  if (before.length === 0 && after.length === 0) return [span]
  const cuts = new Set([...before.map(({ end }) => end), ...after.map(({ start }) => start)])
  const ends = [span.start, ...[...cuts].toSorted((one, other) => one - other), span.end]
  return ends.slice(1).map((end, index) => ({ ...span, start: ends[index] ?? span.start, end }))
}

type Spanned = {
  text: string
  direction: Direction
  marks?: readonly Mark[]
  highlights?: readonly Highlight[]
}

/**
 * The marks and highlights of a text and the runs to isolate in it, the outer before the inner. A mark that crosses a run
 * is divided, because two halves of a run would be in the wrong order. A link or a reference to a note is not divided: a
 * run that crosses it is left to plain Unicode.
 */
export const spansOf = ({ text, direction, marks = [], highlights = [] }: Spanned): InlineSpan[] => {
  const all = isolates(text, marks, direction)
  const found = highlights.map((span) => ({ ...span, type: 'highlight' as const }))
  if (all.length === 0) return [...marks, ...found]
  const links = marks.filter(isReference)
  const crossed = links.map(crossing(all, links)).flatMap(({ before, after }) => [...before, ...after])
  const dropped = new Set(crossed)
  const runs = all.filter((run) => !dropped.has(run))
  const others = [...marks, ...found]
  const around = crossing(runs, others)
  return [...others.flatMap((span) => divide<InlineSpan>(span, around(span))), ...runs].toSorted(byPlace)
}
