import type { LooseMark, Mark } from '../article/marks.ts'

export type Marked = { text: string; marks: Mark[] }

/** The same before its marks are fitted. */
export type LooselyMarked = { text: string; marks: LooseMark[] }

type Span = { from: number; to: number; at: number }

/** One paragraph of what was written: some of its lines, each without the white space at its ends. */
export const cutLines = (
  text: string,
  marks: LooseMark[],
  lines: { from: number; to: number }[],
): LooselyMarked => {
  const spans: Span[] = []
  let length = 0
  for (const { from, to } of lines) {
    spans.push({ from, to, at: length })
    length += to - from + 1
  }
  const place = (offset: number): number => {
    const span = spans.findLast(({ from }) => from <= offset) ?? spans[0]
    return span === undefined ? 0 : span.at + Math.min(Math.max(offset - span.from, 0), span.to - span.from)
  }
  const moved = marks.map((mark) => ({ ...mark, start: place(mark.start), end: place(mark.end) }))
  return {
    text: spans.map(({ from, to }) => text.slice(from, to)).join('\n'),
    marks: moved.filter(({ start, end }) => start < end),
  }
}

/** The lines of a text without blank ones, those between two blank ones together. */
export const groupLines = (text: string): { from: number; to: number }[][] => {
  const groups: { from: number; to: number }[][] = [[]]
  let start = 0
  for (const line of text.split('\n')) {
    const from = start + line.length - line.trimStart().length
    if (line.trim() === '') groups.push([])
    else groups.at(-1)?.push({ from, to: from + line.trim().length })
    start += line.length + 1
  }
  return groups.filter((group) => group.length > 0)
}
