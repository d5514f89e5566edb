import { z } from 'zod'
import { Href, say } from './text.ts'

/** The types of marks, the outer before the inner where two stand on the same text. */
export const markTypes = ['link', 'strong', 'emphasis', 'code'] as const

export const markPlace = { start: z.int().min(0), end: z.int().min(1) }

/** A stretch of a paragraph's text; `start` and `end` are offsets in UTF-16 units, `end` not included. */
export const Mark = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('link'), ...markPlace, href: Href.describe('where it leads') }),
    z.object({ type: z.enum(['strong', 'emphasis', 'code']), ...markPlace, href: z.never().optional() }),
  ])
  .meta({ id: 'Mark', description: 'A stretch of text that is a link, strong, emphasised or code' })
export type Mark = z.infer<typeof Mark>

/** A mark that is not checked yet: it may be a link without an address, or the other way round. */
export type LooseMark = { type: Mark['type']; start: number; end: number; href?: string | undefined }

const byPlace = (one: Mark, other: Mark): number =>
  one.start - other.start ||
  other.end - one.end ||
  markTypes.indexOf(one.type) - markTypes.indexOf(other.type)

const isSame = (one: Mark, other: Mark): boolean => one.type === other.type && one.href === other.href

const contains = (outer: Mark, inner: Mark): boolean => outer.start <= inner.start && inner.end <= outer.end

const crosses = (one: Mark, other: Mark): boolean =>
  one.start < other.end && other.start < one.end && !contains(one, other) && !contains(other, one)

/** In order, and what touches and means the same made one, unless it would cross another: equal text is written equally. */
export const canonicalMarks = (marks: readonly Mark[]): Mark[] => {
  const sorted = marks.toSorted(byPlace)
  const joined: Mark[] = []
  for (const mark of sorted) {
    const before = joined.findLast((other) => isSame(other, mark) && other.end >= mark.start)
    const both =
      before === undefined ? mark : { ...mark, start: before.start, end: Math.max(before.end, mark.end) }
    if (before === undefined || sorted.some((other) => crosses(both, other))) joined.push({ ...mark })
    else before.end = both.end
  }
  return joined.toSorted(byPlace)
}

const cutsCharacter = (text: string, offset: number): boolean => {
  const unit = text.charCodeAt(offset)
  const before = text.charCodeAt(offset - 1)
  return unit >= 0xdc00 && unit <= 0xdfff && before >= 0xd800 && before <= 0xdbff
}

const faultOfMark = (text: string, { type, start, end, href }: LooseMark): string | undefined => {
  if (end > text.length) return say(`ends at ${end}`, `the text has ${text.length} characters (UTF-16 units)`)
  if (start >= end) return say('is empty', 'let it end after it starts')
  if (cutsCharacter(text, start) || cutsCharacter(text, end))
    return say('cuts a character in two', 'move it by one')
  if (/^\s|\s$/u.test(text.slice(start, end))) {
    return say('begins or ends at white space', 'let it begin and end at a letter')
  }
  if (type === 'link' && href === undefined) return say('is a link without href', 'add "href"')
  if (type !== 'link' && href !== undefined)
    return say(`is ${type} with an href`, 'make it a link, or remove "href"')
  if (type === 'code' && text.slice(start, end).includes('\n'))
    return say('is code over two lines', 'make two of it')
  return undefined
}

const faultOfPair = (outer: Mark, inner: Mark): string | undefined => {
  if (!contains(outer, inner)) return say('crosses another mark', 'let one stand wholly inside the other')
  if (outer.type === inner.type) return say(`is ${inner.type} inside ${outer.type}`, 'remove one of the two')
  return outer.type === 'code' ? say(`is ${inner.type} inside code`, 'let the code be inside') : undefined
}

/** What is wrong with the marks of a text, and which mark it is; undefined where all is well. */
export const faultOfMarks = (
  text: string,
  marks: readonly Mark[],
): { index: number; message: string } | undefined => {
  const sorted = marks
    .map((mark, index) => ({ mark, index }))
    .toSorted((one, other) => byPlace(one.mark, other.mark))
  const around: Mark[] = []
  for (const { mark, index } of sorted) {
    for (let last = around.at(-1); last !== undefined && last.end <= mark.start; last = around.at(-1))
      around.pop()
    const message =
      faultOfMark(text, mark) ??
      around.map((outer) => faultOfPair(outer, mark)).find((fault) => fault !== undefined)
    if (message !== undefined) return { index, message }
    around.push(mark)
  }
  return undefined
}

const trim = (text: string, mark: Mark): Mark => {
  const inside = text.slice(mark.start, mark.end)
  const start = mark.start + (inside.length - inside.trimStart().length)
  return { ...mark, start, end: start + inside.trim().length }
}

const isCode = ({ type }: Mark): boolean => type === 'code'

/** The parts of a mark on either side of the ends of the marks it crosses. */
const split = (mark: Mark, fitted: readonly Mark[]): Mark[] => {
  const crossed = fitted.filter((other) => crosses(mark, other))
  const cuts = crossed
    .flatMap(({ start, end }) => [start, end])
    .filter((at) => at > mark.start && at < mark.end)
  const ends = [mark.start, ...cuts.toSorted((a, b) => a - b), mark.end]
  return ends.slice(1).map((end, index) => ({ ...mark, start: ends[index] ?? mark.start, end }))
}

/** Marks as some other format has them, brought to the rules above: trimmed, divided where they cross, the doubled left out. */
export const fitMarks = (text: string, marks: readonly LooseMark[]): Mark[] => {
  const fitted: Mark[] = []
  const lines = (mark: Mark) => (isCode(mark) ? splitAtNewlines(text, mark) : [mark])
  for (const mark of canonicalMarks(marks as readonly Mark[]).toSorted(
    (a, b) => Number(isCode(b)) - Number(isCode(a)),
  )) {
    for (const part of lines(mark)
      .flatMap((line) => split(line, fitted))
      .map((piece) => trim(text, piece))) {
      if (faultOfMarks(text, [...fitted, part]) === undefined) fitted.push(part)
    }
  }
  return canonicalMarks(fitted)
}

const splitAtNewlines = (text: string, mark: Mark): Mark[] => {
  let start = mark.start
  return text
    .slice(mark.start, mark.end)
    .split('\n')
    .map((line) => {
      const part = { ...mark, start, end: start + line.length }
      start += line.length + 1
      return part
    })
}

/** Text woven with its marks: a string, or a mark with what it holds. */
export type Woven = string | { mark: Mark; inside: Woven[] }

/** The text as a tree of its marks, for formats that write one inside the other. `marks` are canonical. */
export const weave = (text: string, marks: readonly Mark[]): Woven[] => {
  const within = (start: number, end: number, from: number): [Woven[], number] => {
    const woven: Woven[] = []
    let at = start
    let next = from
    for (let mark = marks[next]; mark !== undefined && mark.start < end; mark = marks[next]) {
      if (mark.start > at) woven.push(text.slice(at, mark.start))
      const [inside, after] = within(mark.start, mark.end, next + 1)
      woven.push({ mark, inside })
      at = mark.end
      next = after
    }
    if (at < end) woven.push(text.slice(at, end))
    return [woven, next]
  }
  return within(0, text.length, 0)[0]
}
