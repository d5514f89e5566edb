import { faultOfMarks, fitMarks, type Mark } from '../../article/marks.ts'

/** Text with its marks, while it is put together. */
export type Marked = { text: string; marks: Mark[] }

/** One after the other. */
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

/** Every match replaced, and the marks moved along. */
export const rewrite = (
  { text, marks }: Marked,
  pattern: RegExp,
  by: (found: string, start: number) => string,
): Marked => {
  const edits: { start: number; end: number; length: number }[] = []
  const written = text.replaceAll(pattern, (found: string, ...rest: unknown[]) => {
    const start = rest.find((value) => typeof value === 'number') ?? 0
    const replacement = by(found, start)
    edits.push({ start, end: start + found.length, length: replacement.length })
    return replacement
  })
  const moved = (offset: number): number => {
    let shift = 0
    for (const { start, end, length } of edits) {
      if (start >= offset) break
      shift += Math.min(offset, end) - start - (offset < end ? Math.min(length, offset - start) : length)
    }
    return offset - shift
  }
  return {
    text: written,
    marks:
      edits.length === 0
        ? marks
        : marks.map((mark) => ({ ...mark, start: moved(mark.start), end: moved(mark.end) })),
  }
}

const compose = ({ text, marks }: Marked): Marked => {
  const composed = text.normalize('NFC')
  if (composed === text) return { text, marks }
  const moved = (offset: number) => text.slice(0, offset).normalize('NFC').length
  return {
    text: composed,
    marks: marks.map((mark) => ({ ...mark, start: moved(mark.start), end: moved(mark.end) })),
  }
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
