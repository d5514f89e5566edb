import { z } from 'zod'
import { Direction, Href, Id, Language, say } from './text.ts'

/** The types of marks, the outer before the inner where two stand on the same text. */
export const markTypes = [
  'language',
  'link',
  'note',
  'strike',
  'strong',
  'emphasis',
  'superscript',
  'subscript',
  'code',
] as const

const plainTypes = ['strike', 'strong', 'emphasis', 'superscript', 'subscript', 'code'] as const

export const markPlace = {
  start: z.int().min(0).describe('where it begins, in UTF-16 units'),
  end: z.int().min(1).describe('where it ends, not included'),
}

/** Keys that other marks have, so that each may be asked for on every mark. */
const never = z.never().optional()

/** A part of a paragraph's text; `start` and `end` are offsets in UTF-16 units, `end` not included. */
export const Mark = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('link'),
      ...markPlace,
      href: Href.describe('where it leads'),
      note: never,
      language: never,
      direction: never,
    }),
    z.object({
      type: z.literal('note'),
      ...markPlace,
      note: Id.describe('the id of the note that it refers to'),
      href: never,
      language: never,
      direction: never,
    }),
    z.object({
      type: z.literal('language'),
      ...markPlace,
      language: Language,
      direction: Direction,
      href: never,
      note: never,
    }),
    z.object({
      type: z.enum(plainTypes),
      ...markPlace,
      href: never,
      note: never,
      language: never,
      direction: never,
    }),
  ])
  .meta({
    id: 'Mark',
    description:
      'A stretch of text that is a link, refers to a note, is in another language, or is struck out, strong, emphasised, superscript, subscript or code',
  })
export type Mark = z.infer<typeof Mark>

/** The keys that one type of mark has and no other. */
const ownKeys = { link: ['href'], note: ['note'], language: ['language', 'direction'] } as const
const keys = ['href', 'note', 'language', 'direction'] as const

/** A mark that is not checked yet: it may lack the key of its type, or have that of another. */
export type LooseMark = {
  type: Mark['type']
  start: number
  end: number
  href?: string | undefined
  note?: string | undefined
  language?: string | undefined
  direction?: Direction | undefined
}

export const byPlace = (one: LooseMark, other: LooseMark): number =>
  one.start - other.start ||
  other.end - one.end ||
  markTypes.indexOf(one.type) - markTypes.indexOf(other.type)

/** Whether two marks mean the same. */
export const isAlike = (one: LooseMark, other: LooseMark): boolean =>
  one.type === other.type && keys.every((key) => one[key] === other[key])

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
    if (before?.mark.end === mark.start && isAlike(before.mark, mark) && mark.type !== 'note') {
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

const contains = (outer: LooseMark, inner: LooseMark): boolean =>
  outer.start <= inner.start && inner.end <= outer.end

const cutsCharacter = (text: string, offset: number): boolean => {
  const unit = text.charCodeAt(offset)
  const before = text.charCodeAt(offset - 1)
  return unit >= 0xdc00 && unit <= 0xdfff && before >= 0xd800 && before <= 0xdbff
}

const isSpace = (text: string, at: number): boolean => /^\s/u.test(text.charAt(at))

/** Each type of mark has its own keys and no others; the direction of a language may be left out. */
const faultOfKeys = (mark: LooseMark): string | undefined => {
  const { type } = mark
  const own: readonly string[] = Object.hasOwn(ownKeys, type) ? ownKeys[type as keyof typeof ownKeys] : []
  const [needed] = own
  if (needed !== undefined && mark[needed as 'href'] === undefined)
    return say(`is a ${type} without ${needed}`, `add "${needed}"`)
  const foreign = keys.find((key) => mark[key] !== undefined && !own.includes(key))
  if (foreign === undefined) return undefined
  const right = foreign === 'href' ? 'link' : foreign === 'note' ? 'note' : 'language'
  const article = /^[aeiou]/.test(foreign) || foreign === 'href' ? 'an' : 'a'
  return say(`is ${type} with ${article} ${foreign}`, `make it a ${right}, or remove "${foreign}"`)
}

/** What is wrong with a mark by itself; whether code holds a line end is asked in the order of the text. */
export const faultOfMark = (text: string, mark: LooseMark): string | undefined => {
  const { start, end } = mark
  if (end > text.length) return say(`ends at ${end}`, `the text has ${text.length} characters (UTF-16 units)`)
  if (start >= end) return say('is empty', 'let it end after it starts')
  if (cutsCharacter(text, start) || cutsCharacter(text, end))
    return say('cuts a character in two', 'move it by one')
  if (isSpace(text, start) || isSpace(text, end - 1)) {
    return say('begins or ends at white space', 'let it begin and end at a letter')
  }
  return faultOfKeys(mark)
}

/** Whether a language stands in a part of a text in another. */
const isOther = (outer: LooseMark, inner: LooseMark): boolean =>
  !isAlike(outer, inner) && (outer.start !== inner.start || outer.end !== inner.end)

/** What leads elsewhere: pages have no link inside a link. */
export const isReference = ({ type }: LooseMark): boolean => type === 'link' || type === 'note'

const faultOfPair = (outer: LooseMark, inner: LooseMark): string | undefined => {
  if (!contains(outer, inner)) return say('crosses another mark', 'let one stand wholly inside the other')
  if (outer.type === inner.type && !(inner.type === 'language' && isOther(outer, inner)))
    return say(`is ${inner.type} inside ${outer.type}`, 'remove one of the two')
  if (isReference(outer) && isReference(inner))
    return say(`is a ${inner.type} inside a ${outer.type}`, 'let one stand beside the other')
  return outer.type === 'code' ? say(`is ${inner.type} inside code`, 'let the code be inside') : undefined
}

/** Finds line ends in code marks. Called in the order of their starts, it reads the text once. */
const createLineEnds = (text: string) => {
  let next = text.indexOf('\n')
  return ({ type, start, end }: LooseMark): string | undefined => {
    while (next >= 0 && next < start) next = text.indexOf('\n', next + 1)
    return type === 'code' && next >= 0 && next < end
      ? say('is code over two lines', 'make two of it')
      : undefined
  }
}

/** The first fault of the marks of a text and the index of the mark, or undefined. */
export const faultOfMarks = (
  text: string,
  marks: readonly LooseMark[],
): { index: number; message: string } | undefined => {
  const sorted = marks
    .map((mark, index) => ({ mark, index }))
    .toSorted((one, other) => byPlace(one.mark, other.mark))
  const around: LooseMark[] = []
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
