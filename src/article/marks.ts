import { z } from 'zod'
import { Href, say } from './text.ts'

/** The types of marks. Where two mark the same text, the earlier is the outer one. */
export const markTypes = ['link', 'strong', 'emphasis', 'code'] as const

export const markPlace = { start: z.int().min(0), end: z.int().min(1) }

/** A part of a paragraph's text; `start` and `end` are offsets in UTF-16 units, `end` not included. */
export const Mark = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('link'), ...markPlace, href: Href.describe('where it leads') }),
    z.object({ type: z.enum(['strong', 'emphasis', 'code']), ...markPlace, href: z.never().optional() }),
  ])
  .meta({ id: 'Mark', description: 'A stretch of text that is a link, strong, emphasised or code' })
export type Mark = z.infer<typeof Mark>

/** A mark that is not checked yet: whether it has an address may not fit its type. */
export type LooseMark = { type: Mark['type']; start: number; end: number; href?: string | undefined }

export const byPlace = (one: LooseMark, other: LooseMark): number =>
  one.start - other.start ||
  other.end - one.end ||
  markTypes.indexOf(one.type) - markTypes.indexOf(other.type)

const isSame = (one: Mark, other: Mark): boolean => one.type === other.type && one.href === other.href

/** A mark in the tree of marks, and the last mark inside it so far. */
type Level = { mark: Mark; last?: Level | undefined }

/**
 * Marks in order, and neighbours of one meaning joined, so that equal text has equal marks. `marks` are nested or apart, as
 * `faultOfMarks` demands. Marks that touch are not joined where they are in different marks.
 */
export const canonicalMarks = (marks: readonly Mark[]): Mark[] => {
  const canonical: Mark[] = []
  const around: Level[] = [{ mark: { type: 'code', start: 0, end: Infinity } }]
  for (const mark of marks.toSorted(byPlace)) {
    while (around.length > 1 && (around.at(-1)?.mark.end ?? 0) <= mark.start) around.pop()
    const parent = around.at(-1)
    const before = parent?.last
    if (before?.mark.end === mark.start && isSame(before.mark, mark)) {
      before.mark.end = mark.end
      around.push(before)
    } else {
      const level: Level = { mark: { ...mark } }
      canonical.push(level.mark)
      around.push(level)
      if (parent !== undefined) parent.last = level
    }
  }
  return canonical
}

const contains = (outer: Mark, inner: Mark): boolean => outer.start <= inner.start && inner.end <= outer.end

const cutsCharacter = (text: string, offset: number): boolean => {
  const unit = text.charCodeAt(offset)
  const before = text.charCodeAt(offset - 1)
  return unit >= 0xdc00 && unit <= 0xdfff && before >= 0xd800 && before <= 0xdbff
}

const isSpace = (text: string, at: number): boolean => /^\s/u.test(text.charAt(at))

/** What is wrong with a mark by itself, but for a line end in code, which is looked for in the order of the text. */
export const faultOfMark = (text: string, { type, start, end, href }: LooseMark): string | undefined => {
  if (end > text.length) return say(`ends at ${end}`, `the text has ${text.length} characters (UTF-16 units)`)
  if (start >= end) return say('is empty', 'let it end after it starts')
  if (cutsCharacter(text, start) || cutsCharacter(text, end))
    return say('cuts a character in two', 'move it by one')
  if (isSpace(text, start) || isSpace(text, end - 1)) {
    return say('begins or ends at white space', 'let it begin and end at a letter')
  }
  if (type === 'link' && href === undefined) return say('is a link without href', 'add "href"')
  if (type !== 'link' && href !== undefined)
    return say(`is ${type} with an href`, 'make it a link, or remove "href"')
  return undefined
}

const faultOfPair = (outer: Mark, inner: Mark): string | undefined => {
  if (!contains(outer, inner)) return say('crosses another mark', 'let one stand wholly inside the other')
  if (outer.type === inner.type) return say(`is ${inner.type} inside ${outer.type}`, 'remove one of the two')
  return outer.type === 'code' ? say(`is ${inner.type} inside code`, 'let the code be inside') : undefined
}

/** Finds line ends in code marks. Called in the order of their starts, it reads the text once. */
const createLineEnds = (text: string) => {
  let next = text.indexOf('\n')
  return ({ type, start, end }: Mark): string | undefined => {
    while (next >= 0 && next < start) next = text.indexOf('\n', next + 1)
    return type === 'code' && next >= 0 && next < end
      ? say('is code over two lines', 'make two of it')
      : undefined
  }
}

/** The first fault of the marks of a text and the index of the mark, or undefined. */
export const faultOfMarks = (
  text: string,
  marks: readonly Mark[],
): { index: number; message: string } | undefined => {
  const sorted = marks
    .map((mark, index) => ({ mark, index }))
    .toSorted((one, other) => byPlace(one.mark, other.mark))
  const around: Mark[] = []
  const faultOfLines = createLineEnds(text)
  for (const { mark, index } of sorted) {
    for (let last = around.at(-1); last !== undefined && last.end <= mark.start; last = around.at(-1))
      around.pop()
    const message =
      faultOfMark(text, mark) ??
      faultOfLines(mark) ??
      around.map((outer) => faultOfPair(outer, mark)).find((fault) => fault !== undefined)
    if (message !== undefined) return { index, message }
    around.push(mark)
  }
  return undefined
}

/** A node of the tree of a text and its marks: a string, or a mark with what it holds. */
export type Woven = string | { mark: Mark; inside: Woven[] }

/** A text as a tree of its marks, for formats that nest them. `marks` are canonical. */
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
