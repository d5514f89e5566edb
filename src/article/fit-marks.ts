import { byPlace, canonicalMarks, faultOfMark, type LooseMark, type Mark } from './marks.ts'

const isCode = ({ type }: LooseMark): boolean => type === 'code'

/** Joins marks of one meaning that touch or overlap. */
const joinAlike = (marks: readonly LooseMark[]): LooseMark[] => {
  const joined: LooseMark[] = []
  const last = new Map<string, LooseMark>()
  for (const mark of marks.toSorted(byPlace)) {
    const key = `${mark.type} ${mark.href ?? ''}`
    const before = last.get(key)
    if (before !== undefined && before.end >= mark.start) before.end = Math.max(before.end, mark.end)
    else {
      const own = { ...mark }
      joined.push(own)
      last.set(key, own)
    }
  }
  return joined
}

/** A code mark may not hold a line end. */
const splitAtLineEnds = (text: string, mark: LooseMark): LooseMark[] => {
  if (!isCode(mark)) return [mark]
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

/** A mark that is open where the text is read, and where its current part begins. */
type Open = { mark: LooseMark; from: number }

/**
 * Divides marks so that none crosses another, in the order of the text: the mark that was opened last is closed first, and
 * one that is closed too early is opened again. No mark may be inside code, and no link inside a link: it begins after
 * the outer one or is left out. At most four marks are open at once, one of each type.
 */
const createParts = () => {
  const parts: LooseMark[] = []
  const open: Open[] = []
  const links: LooseMark[] = []
  let nextLink = 0
  let behindCode: LooseMark[] = []

  const isOpen = (type: Mark['type']): boolean => open.some(({ mark }) => mark.type === type)

  const close = (index: number, at: number, isAgain: (mark: LooseMark) => boolean): void => {
    const closed = open.splice(index)
    for (const { mark, from } of closed) if (from < at) parts.push({ ...mark, start: from, end: at })
    for (const { mark } of closed) if (isAgain(mark)) open.push({ mark, from: at })
  }

  /** Opens a mark: around those that begin at the same place and end before it, inside all others. */
  const insert = (mark: LooseMark, at: number): void => {
    const isAround = (other: Open) =>
      other.from === at && byPlace({ ...mark, start: at }, { ...other.mark, start: at }) < 0
    const index = open.findIndex(isAround)
    open.splice(index < 0 ? open.length : index, 0, { mark, from: at })
  }

  /** Whether a mark that begins here would be inside open code, or cross it. */
  const isInCode = (mark: LooseMark, at: number): boolean =>
    open.some((other) => isCode(other.mark) && (other.from < at || mark.end < other.mark.end))

  const begin = (mark: LooseMark, at: number): void => {
    if (mark.end <= at) return
    if (isInCode(mark, at)) behindCode.push(mark)
    else if (mark.type === 'link' && isOpen('link')) links.push(mark)
    else {
      const ending = isCode(mark) ? open.findIndex((other) => other.mark.end < mark.end) : -1
      if (ending >= 0) close(ending, at, (other) => other.end >= mark.end)
      insert(mark, at)
    }
  }

  /** Opens the marks that waited for the code or link that ended here. */
  const beginWaiting = (at: number): void => {
    if (isOpen('code')) return
    const waiting = behindCode
    behindCode = []
    for (const mark of waiting) begin(mark, at)
    for (let next = links[nextLink]; next !== undefined && !isOpen('link'); next = links[nextLink]) {
      nextLink += 1
      begin(next, at)
    }
  }

  const firstEnd = (): number => Math.min(...open.map(({ mark }) => mark.end))

  /** Closes the marks that end at `to` or before it, in order. */
  const advance = (to: number): void => {
    for (let at = firstEnd(); at <= to && open.length > 0; at = firstEnd()) {
      close(
        open.findIndex(({ mark }) => mark.end === at),
        at,
        (mark) => mark.end > at,
      )
      beginWaiting(at)
    }
  }

  return { parts, begin, advance }
}

const divide = (marks: readonly LooseMark[]): LooseMark[] => {
  const { parts, begin, advance } = createParts()
  for (const mark of marks.toSorted(byPlace)) {
    advance(mark.start)
    begin(mark, mark.start)
  }
  advance(Infinity)
  return parts
}

/** Marks without the white space at their ends; marks of white space alone are left out. */
const trimmed = (text: string, marks: readonly LooseMark[]): LooseMark[] =>
  marks.flatMap((mark) => {
    const inside = text.slice(mark.start, mark.end)
    const start = mark.start + (inside.length - inside.trimStart().length)
    const end = start + inside.trim().length
    return start < end ? [{ ...mark, start, end }] : []
  })

/**
 * Brings the marks of another format to the rules of the model: trimmed, divided where they cross, without duplicates.
 * Takes as long as sorting them.
 */
export const fitMarks = (text: string, marks: readonly LooseMark[]): Mark[] => {
  const lines = joinAlike(marks).flatMap((mark) => splitAtLineEnds(text, mark))
  const fitted = trimmed(text, divide(trimmed(text, lines))).filter(
    (part) => faultOfMark(text, part) === undefined,
  )
  // A mark without a fault has an address exactly where its type needs one.
  return canonicalMarks(fitted as Mark[])
}
