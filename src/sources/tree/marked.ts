import { fitMarks } from '../../article/fit-marks.ts'
import { faultOfMarks, type Mark } from '../../article/marks.ts'
import { toNfc } from '../../article/text.ts'

/** Text with its marks, while it is put together. */
export type Marked = { text: string; marks: Mark[] }

/** Texts joined to one, with their marks. */
export const join = (parts: readonly Marked[], between: string): Marked => {
  const marks: Mark[] = []
  let text = ''
  for (const [index, part] of parts.entries()) {
    if (index > 0) text += between
    const by = text.length
    marks.push(...part.marks.map((mark) => ({ ...mark, start: mark.start + by, end: mark.end + by })))
    text += part.text
  }
  return { text, marks }
}

/** The same marks with every offset moved; `moved` is asked in order. */
const moveMarks = (marks: readonly Mark[], moved: (offset: number) => number): Mark[] => {
  const offsets = [...new Set(marks.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b)
  const places = new Map(offsets.map((offset) => [offset, moved(offset)]))
  const place = (offset: number): number => places.get(offset) ?? offset
  return marks.map((mark) => ({ ...mark, start: place(mark.start), end: place(mark.end) }))
}

type Edit = { start: number; end: number; length: number }

/** Where an offset goes after edits in order; asked in order it reads the edits once. */
const createMoved = (edits: readonly Edit[]) => {
  let next = 0
  let shift = 0
  return (offset: number): number => {
    for (let edit = edits[next]; edit !== undefined && edit.end <= offset; edit = edits[next]) {
      shift += edit.end - edit.start - edit.length
      next += 1
    }
    const within = edits[next]
    if (within === undefined || within.start >= offset) return offset - shift
    const into = offset - within.start
    return offset - shift - into + Math.min(within.length, into)
  }
}

/** Every match of a pattern without groups replaced, and the marks moved along. */
export const rewrite = (
  { text, marks }: Marked,
  pattern: RegExp,
  by: (found: string, start: number) => string,
): Marked => {
  const edits: Edit[] = []
  const written = text.replaceAll(pattern, (found: string, start: number) => {
    const replacement = by(found, start)
    const { length } = replacement
    if (length !== found.length) edits.push({ start, end: start + found.length, length })
    return replacement
  })
  return { text: written, marks: edits.length === 0 ? marks : moveMarks(marks, createMoved(edits)) }
}

/** A character with the marks and Hangul vowels and finals that compose with it (UAX #15), at the end of a text. */
const lastCluster = /[^\p{M}\u1160-\u11FF][\p{M}\u1160-\u11FF]*$/u

/** UTF-16 units in which the beginning of a character is searched; one with more marks is refused elsewhere. */
const longestCluster = 100

/** Where the last character before an offset begins: what is before it composes without it. */
const boundaryBefore = (text: string, offset: number): number => {
  const from = Math.max(0, offset - longestCluster)
  const found = lastCluster.exec(text.slice(from, offset))
  return found === null ? offset : from + found.index
}

/** How long the beginning of a text is in NFC; asked in order it composes the text once. */
const createComposed = (text: string) => {
  let at = 0
  let length = 0
  return (offset: number): number => {
    const boundary = Math.max(at, boundaryBefore(text, offset))
    length += toNfc(text.slice(at, boundary)).length
    at = boundary
    return length + toNfc(text.slice(boundary, offset)).length
  }
}

const compose = ({ text, marks }: Marked): Marked => {
  const composed = toNfc(text)
  if (composed === text) return { text, marks }
  return { text: composed, marks: moveMarks(marks, createComposed(text)) }
}

/** NFC, no white space at the ends of lines, no blank lines, and marks by the model's rules. */
export const fit = (marked: Marked): Marked => {
  const composed = compose(marked)
  const { length } = composed.text
  const { text, marks } = rewrite(composed, /\s+/gu, (space, start) => {
    if (start === 0 || start + space.length === length) return ''
    return space.includes('\n') ? '\n' : space
  })
  const kept = marks.filter(({ start, end }) => start < end)
  return { text, marks: faultOfMarks(text, kept) === undefined ? kept : fitMarks(text, kept) }
}
